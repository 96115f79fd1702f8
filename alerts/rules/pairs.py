"""Rules about two events: one after the other, one without the other, one person at two places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alerts.rules import limits
from alerts.rules.building import add_amounts
from alerts.rules.drafting import Draft, Place, Said
from alerts.rules.sides import check_and, events_of, key_of
from alerts.rules.tree import (
    Absence,
    AlsoFlagged,
    Amount,
    Approved,
    By,
    Condition,
    HasItem,
    Linked,
    PaidBy,
    Rule,
    Sequence,
    TwoPlaces,
    Whole,
    WholeDollars,
)

if TYPE_CHECKING:
    from datetime import timedelta

    from alerts.rules.scanning import Token

OWN = (Amount, WholeDollars, PaidBy, HasItem, Approved, Linked, AlsoFlagged)
"""Conditions about one transaction itself; the others are about place, person and time."""

PAIR_WINDOWS = ("within 90 seconds", "within 5 minutes", "within 30 minutes")


def pair(first: Draft, second: Draft, link: Token, whole: Place) -> Rule | None:
    for draft in (first, second):
        _check_side(draft, link)
    within = _short_window([first, second], whole)
    keys = [said for draft in (first, second) for said in draft.keys]
    if len({said.value for said in keys}) > 1:
        second.wrong("two_keys", keys[-1].at)
    by = keys[0].value if keys else By.REGISTER
    absent = link.type == "ABSENT"
    if absent:
        _give(second.late(), second, first)
    else:
        _share(first, second, last=first if link.type == "AFTER_EVENT" else second)
    if first.kinds is None or second.kinds is None or within is None:
        return None
    make = Absence if absent else Sequence
    return make(events_of(first), events_of(second), within, by)


def two_places(draft: Draft, whole: Place) -> Rule | None:
    counts = add_amounts(draft, windowed=False)
    for said in [*counts, *draft.totals]:
        draft.wrong("number_in_pair", said.at, "")
    check_and(draft, counted=False)
    if key_of(draft, By.STORE) is not By.CASHIER:
        at = draft.keys[0].at if draft.keys else Place(whole.start, whole.start)
        draft.wrong("who_at_two", at, "same cashier")
    within = _short_window([draft], whole)
    return TwoPlaces(events_of(draft), within) if within is not None else None


def _check_side(draft: Draft, link: Token) -> None:
    counts = add_amounts(draft, windowed=False)
    for said in [*counts, *draft.totals]:
        draft.wrong("number_in_pair", said.at, "")
    check_and(draft, counted=False)
    if draft.two is not None:
        draft.wrong("number_in_pair", draft.two, "")
    if draft.kinds is None:
        draft.wrong("no_event", Place(link.start, link.end), "Refund", "Void", "No sale")


def _give(said: list[Said[Condition]], owner: Draft, to: Draft) -> None:
    """ "Suspended not resumed within 30 minutes after 10pm" is about when it was suspended."""
    owner.conditions = [one for one in owner.conditions if one not in said]
    for one in said:
        to.add(one.value, one.at, again=isinstance(one.value, (Amount, HasItem)))


def _share(first: Draft, second: Draft, last: Draft) -> None:
    """Where and when, said before the first event or after the window, is meant of both."""
    other = second if last is first else first
    shared = [(other, said) for said in last.late()]
    opening = first if last is second else second
    shared += [(last, said) for said in opening.early() if not isinstance(said.value, OWN)]
    for draft, said in shared:
        if isinstance(said.value, OWN):
            draft.wrong("say_which", said.at)
        else:
            draft.add(said.value, said.at)


def _short_window(drafts: list[Draft], whole: Place) -> timedelta | None:
    """A pair of events needs a span of time: shifts and days would pair far too much."""
    said = [window for draft in drafts for window in draft.windows]
    if not said:
        drafts[0].wrong("no_window", Place(whole.end, whole.end), *PAIR_WINDOWS)
        return None
    for more in said[1:]:
        drafts[0].wrong("said_twice", more.at)
    if isinstance(said[0].value, Whole):
        drafts[0].wrong("window_must_be_time", said[0].at, *PAIR_WINDOWS)
        return None
    return said[0].value if drafts[0].right(limits.wrong_span(said[0].value), said[0].at) else None
