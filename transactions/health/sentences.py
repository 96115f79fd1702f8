"""A reason as a manager reads it: what is the matter, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from transactions.health.judgment import State
from transactions.sources.reasons import sentence as why_of_source

if TYPE_CHECKING:
    from collections.abc import Callable

    from transactions.health.judgment import Reason


@dataclass(frozen=True, slots=True)
class Wording:
    """``anchor`` is the part of the store's page that shows more."""

    what: Any
    next: Any
    anchor: str = ""


STATES: Final = {
    State.WATCHING: _("Watching"),
    State.PARTLY: _("Partly watching"),
    State.NOT_WATCHING: _("Not watching"),
}

WORDS: Final[dict[str, Wording]] = {
    "never_heard": Wording(
        _("Nothing was ever heard from this store."),
        _("Set up a source that fetches its journal, or upload a journal."),
        "heard",
    ),
    "nothing_heard": Wording(
        _("Nothing was heard for %(time)s of opening hours."),
        _(
            "See that the PC at the store is on and sends its journal. What it wrote meanwhile "
            "comes in by itself."
        ),
        "heard",
    ),
    "by_hand_old": Wording(
        _("Journals come only when somebody uploads them, and the last one is old."),
        _("Upload the journals since then, or set up a source that fetches them."),
        "heard",
    ),
    "source_failing": Wording(
        _("The source “%(source)s” cannot be reached."),
        _("Open the source to read why, and test it."),
        "heard",
    ),
    "source_silent": Wording(
        _("The source “%(source)s” should have spoken and did not."),
        _("See that the program that writes there still runs, and fetch now."),
        "heard",
    ),
    "files_waiting": Wording(
        ngettext_lazy(
            "%(count)s file came in and waits to be read.",
            "%(count)s files came in and wait to be read.",
            "count",
        ),
        _("They are read in turn. If this number does not fall, tell support."),
        "files",
    ),
    "files_unread": Wording(
        ngettext_lazy(
            "%(count)s file could not be read.", "%(count)s files could not be read.", "count"
        ),
        _("Open the list to see why. Send them again, or have them read again."),
        "files",
    ),
    "layouts_waiting": Wording(
        ngettext_lazy(
            "%(count)s file waits until you say what its columns mean.",
            "%(count)s files wait until you say what their columns mean.",
            "count",
        ),
        _("Open it and confirm the layout once."),
        "files",
    ),
    "numbers_missing": Wording(
        ngettext_lazy(
            "%(count)s transaction number is missing.",
            "%(count)s transaction numbers are missing.",
            "count",
        ),
        _("Send the journals of those days again, or say why the numbers are missing."),
        "gaps",
    ),
    "blind": Wording(
        _("We may be blind to %(metrics)s: the register counted some, and none was seen here."),
        _("Run the ring test, so that we learn how this register writes them."),
        "counts",
    ),
    "counts_differ": Wording(
        ngettext_lazy(
            "%(count)s figure differs from what the register counted itself.",
            "%(count)s figures differ from what the register counted itself.",
            "count",
        ),
        _("Compare them below; missing numbers on the same day often explain it."),
        "counts",
    ),
    "unfamiliar": Wording(
        ngettext_lazy(
            "%(count)s part of the data was never seen here before.",
            "%(count)s parts of the data were never seen here before.",
            "count",
        ),
        _("Look at the examples and say whether they are read rightly."),
        "unfamiliar",
    ),
    "by_hand": Wording(
        _("Journals come only when somebody uploads them."),
        _("Set up a source that fetches them, so that nobody has to think of it."),
        "heard",
    ),
    "late": Wording(
        _("Events arrive late: one in twenty takes more than %(time)s."),
        _("See that the line of the store to the internet is up all day."),
        "heard",
    ),
    "clock": Wording(
        ngettext_lazy(
            "%(count)s event carries a time that cannot be right.",
            "%(count)s events carry a time that cannot be right.",
            "count",
        ),
        _("Set the clock of the register. Such events are kept, but raise nothing to review."),
        "clocks",
    ),
    "undecided": Wording(
        ngettext_lazy(
            "%(count)s line of a report may tell of a transaction that is known already.",
            "%(count)s lines of a report may tell of transactions that are known already.",
            "count",
        ),
        _("Decide whether they are the same; until then they count for nothing."),
        "undecided",
    ),
}


def what(reason: Reason, name_metric: Callable[[str], str]) -> str:
    """What is the matter. ``name_metric`` words what a register counts."""
    shown = {name: _shown(name, value, name_metric) for name, value in reason.params.items()}
    if "seconds" in shown:
        shown["time"] = shown["seconds"]
    return str(WORDS[reason.code].what % {**shown, "count": reason.count})


def next_step(reason: Reason) -> str:
    """What to do: of a source, what it says itself."""
    if reason.trouble is not None and reason.trouble.why:
        return why_of_source(reason.trouble.why, reason.trouble.params, gettext)
    return str(WORDS[reason.code].next)


def _shown(name: str, value: str, name_metric: Callable[[str], str]) -> str:
    if name == "seconds":
        return duration(int(value))
    return ", ".join(map(name_metric, value.split())) if name == "metrics" else value


def duration(seconds: int) -> str:
    """In the unit or two that matter: ``45 s``, ``12 min``, ``3 h 20 min``, ``2 days``."""
    minutes = seconds // 60
    if seconds < 60:
        return gettext("%(n)s s") % {"n": seconds}
    if minutes < 60:
        return gettext("%(n)s min") % {"n": minutes}
    if minutes < 48 * 60:
        hours, rest = divmod(minutes, 60)
        if rest:
            return gettext("%(h)s h %(m)s min") % {"h": hours, "m": rest}
        return gettext("%(n)s h") % {"n": hours}
    return gettext("%(n)s days") % {"n": minutes // (24 * 60)}
