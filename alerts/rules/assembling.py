"""From drafts to the rule: which of the six it is, and whether everything it needs was said."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from alerts.rules import limits
from alerts.rules.building import add_amounts, trimmed
from alerts.rules.drafting import Draft, Measured, Place, Said
from alerts.rules.tree import (
    Absence,
    AlsoFlagged,
    Amount,
    Approved,
    By,
    Condition,
    Count,
    Events,
    HasItem,
    Linked,
    Op,
    PaidBy,
    Rule,
    Sequence,
    Single,
    Total,
    TwoPlaces,
    Whole,
    WholeDollars,
)
from alerts.rules.vocabulary import NO_AMOUNT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from alerts.rules.scanning import Token

OWN = (Amount, WholeDollars, PaidBy, HasItem, Approved, Linked, AlsoFlagged)
"""Conditions about one transaction itself; the others are about place, person and time."""

ORDER: tuple[type, ...] = Condition.__args__
WINDOWS = ("in 5 minutes", "in 1 hour", "per shift", "per day")
PAIR_WINDOWS = ("within 90 seconds", "within 5 minutes", "within 30 minutes")


def assemble(drafts: list[Draft], link: Token | None, end: int) -> Rule | None:
    whole = Place(0, end)
    if link is None:
        return _alone(drafts[0], whole)
    first, second = drafts
    if link.type == "AFTER_EVENT":
        first, second = second, first
    return _pair(first, second, link, whole)


def _alone(draft: Draft, whole: Place) -> Rule | None:
    if draft.two is not None:
        return _two_places(draft, whole)
    counts = add_amounts(draft, windowed=bool(draft.windows))
    _check_and(draft, counted=bool(counts or draft.totals))
    if draft.kinds is None:
        draft.wrong("no_event", whole, "Refund", "Void", "No sale")
        return None
    if draft.totals:
        return _total(draft, counts, whole)
    if counts:
        return _count(draft, counts[0], whole)
    return _single(draft, whole)


def _check_and(draft: Draft, *, counted: bool) -> None:
    if draft.joined_by_and and not counted and draft.kinds is not None:
        draft.wrong("and_of_events", draft.kinds.at, "or", "then")


def _single(draft: Draft, whole: Place) -> Rule | None:
    for window in draft.windows:
        draft.wrong("window_alone", window.at, "")
    for key in draft.keys:
        draft.wrong("key_alone", key.at, "")
    events = _events(draft)
    if events == Events(()):
        draft.wrong("everything", whole)
    return Single(events)


def _count(draft: Draft, count: Said[Measured], whole: Place) -> Rule | None:
    op, number = trimmed(count.value.op), count.value.number
    better = f"> {number}", f"at least {number}"
    right = draft.right(limits.wrong_count(op, number), count.at, *better)
    within = _window(draft, whole, WINDOWS)
    if within is None or not right:
        return None
    return Count(_events(draft), op, int(number), within, _key(draft))


def _total(draft: Draft, counts: list[Said[Measured]], whole: Place) -> Rule | None:
    total = draft.totals[0]
    for more in [*draft.totals[1:], *counts]:
        draft.wrong("said_twice", more.at)
    op, value = trimmed(total.value.op), total.value.number
    right = draft.right(limits.wrong_money(value), total.at)
    if op not in {Op.MORE, Op.AT_LEAST}:
        draft.wrong("only_more", total.at, f"> ${value}", f"at least ${value}")
        right = False
    if draft.kinds and draft.kinds.value and _all_without_amount(draft):
        draft.wrong("no_amount", total.at)
    within = _window(draft, whole, WINDOWS)
    if within is None or not right:
        return None
    return Total(_events(draft), op, value, within, _key(draft))


def _all_without_amount(draft: Draft) -> bool:
    return draft.kinds is not None and NO_AMOUNT.issuperset(draft.kinds.value)


def _two_places(draft: Draft, whole: Place) -> Rule | None:
    counts = add_amounts(draft, windowed=False)
    for said in [*counts, *draft.totals]:
        draft.wrong("number_in_pair", said.at, "")
    _check_and(draft, counted=False)
    if _key(draft, By.STORE) is not By.CASHIER:
        at = draft.two or whole
        draft.wrong("who_at_two", Place(at.start, at.start), "by the same cashier")
    within = _short_window([draft], whole)
    return TwoPlaces(_events(draft), within) if within is not None else None


def _pair(first: Draft, second: Draft, link: Token, whole: Place) -> Rule | None:
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
    return make(_events(first), _events(second), within, by)


def _check_side(draft: Draft, link: Token) -> None:
    counts = add_amounts(draft, windowed=False)
    for said in [*counts, *draft.totals]:
        draft.wrong("number_in_pair", said.at, "")
    _check_and(draft, counted=False)
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


def _events(draft: Draft) -> Events:
    """Conditions in one order, so that rules that say the same are the same."""
    said = [one.value for one in draft.conditions]
    return Events(draft.kinds.value if draft.kinds else (), tuple(in_order(said)))


def in_order(conditions: Iterable[Condition]) -> list[Condition]:
    def rank(condition: Condition) -> tuple[int, bool]:
        most = isinstance(condition, Amount) and condition.op in {Op.LESS, Op.AT_MOST}
        return ORDER.index(type(condition)), most

    return sorted(conditions, key=rank)


def _key(draft: Draft, default: By = By.REGISTER) -> By:
    return draft.keys[0].value if draft.keys else default


def _window(draft: Draft, whole: Place, better: tuple[str, ...]) -> timedelta | Whole | None:
    if not draft.windows:
        draft.wrong("no_window", Place(whole.end, whole.end), *better)
        return None
    said = draft.windows[0]
    if isinstance(said.value, Whole):
        return said.value
    right = draft.right(limits.wrong_span(said.value), said.at, "per shift", "per day")
    return said.value if right else None


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
