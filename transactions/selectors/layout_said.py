"""What a whole file comes to when it is read by a layout: one sentence, and what goes with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from transactions.models import EVENT_TYPES
from transactions.selectors import reasons

if TYPE_CHECKING:
    from datetime import date, datetime

    from transactions.formats.tabular.mapping import Mapping as Layout
    from transactions.services.layout_trial import Trial

MOST_TYPES = 4
MOST_SAID = 5


@dataclass(frozen=True, slots=True)
class Said:
    """What the whole file comes to when it is read like this."""

    sentence: str
    details: list[str]
    warnings: list[str]
    is_refused: bool


def said_of(trial: Trial, mapping: Layout) -> Said:
    """One sentence for the whole file, what supports it, and what speaks against it."""
    if trial.refused is not None:
        why = reasons.problem(trial.refused.code, trial.refused.params)
        return Said(why, [], [], is_refused=True)
    if mapping.ignored:
        return Said(gettext("Nothing is read from this sheet."), [], [], is_refused=False)
    return Said(_sentence(trial), _details(trial, mapping), _warnings(trial), is_refused=False)


def _sentence(trial: Trial) -> str:
    if not trial.events and trial.control_totals:
        n = len(trial.control_totals)
        return ngettext(
            "A report of sums: %(n)s figure to compare with what we counted.",
            "A report of sums: %(n)s figures to compare with what we counted.",
            n,
        ) % {"n": f"{n:,}"}
    words = {
        "what": _types(trial),
        "where": _where(trial),
        "when": span(trial.first.date() if trial.first else None, _day_of(trial.last)),
    }
    if trial.is_cut:
        return gettext("The first %(what)s%(where)s%(when)s.") % words
    return gettext("%(what)s%(where)s%(when)s.") % words


def _types(trial: Trial) -> str:
    if not trial.events:
        return gettext("No transactions")
    total = ngettext("%(n)s transaction", "%(n)s transactions", trial.events)
    parts = [
        f"{EVENT_TYPES[kind]} {count:,}" for kind, count in trial.types.most_common(MOST_TYPES)
    ]
    left = sum(trial.types.values()) - sum(n for _t, n in trial.types.most_common(MOST_TYPES))
    if left:
        parts.append(gettext("%(n)s others") % {"n": f"{left:,}"})
    return f"{total % {'n': f'{trial.events:,}'}} ({', '.join(parts)})"


def _where(trial: Trial) -> str:
    if not trial.stores:
        return ""
    return gettext(" of store %(code)s") % {"code": ", ".join(sorted(trial.stores)[:3])}


def _day_of(at: datetime | None) -> date | None:
    return at.date() if at else None


def span(first: date | None, last: date | None) -> str:
    """``, 3 to 9 Nov 2026``; "" for none."""
    if first is None or last is None:
        return ""
    end = date_format(last, "j M Y")
    if first == last:
        return f", {end}"
    form = "j" if (first.year, first.month) == (last.year, last.month) else "j M"
    start = date_format(first, form if first.year == last.year else "j M Y")
    return gettext(", %(first)s to %(last)s") % {"first": start, "last": end}


def _details(trial: Trial, mapping: Layout) -> list[str]:
    order = gettext("month first") if mapping.date_order == "mdy" else gettext("day first")
    found = [gettext("Dates are read with the %(order)s.") % {"order": order}]
    flagged = sum(trial.flags.values())
    if flagged:
        parts = [f"{reasons.label(flag)} {n:,}" for flag, n in trial.flags.most_common(MOST_TYPES)]
        found.append(gettext("To review: %(what)s.") % {"what": ", ".join(parts)})
    differs = any(problem.code == "total_differs" for problem in trial.problems)
    if trial.totals_checked and not differs and not trial.is_cut:
        found.append(
            ngettext(
                "The totals row agrees with the rows above it (%(n)s sum checked).",
                "The totals rows agree with the rows above them (%(n)s sums checked).",
                trial.totals_checked,
            )
            % {"n": trial.totals_checked}
        )
    return found


def _warnings(trial: Trial) -> list[str]:
    said = [reasons.problem(each.code, each.params) for each in trial.problems]
    unique = list(dict.fromkeys(said))
    found = unique[:MOST_SAID]
    if len(unique) > MOST_SAID:
        found.append(gettext("and %(n)s more") % {"n": f"{len(unique) - MOST_SAID:,}"})
    return found
