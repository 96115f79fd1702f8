"""From drafts to the rule: which of the six it is, and whether everything it needs was said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alerts.rules import limits
from alerts.rules.building import add_amounts, trimmed
from alerts.rules.drafting import Draft, Measured, Place, Said
from alerts.rules.pairs import pair, two_places
from alerts.rules.sides import check_and, events_of, key_of
from alerts.rules.tree import Count, Events, Op, Rule, Single, Total, Whole
from alerts.rules.vocabulary import NO_AMOUNT

if TYPE_CHECKING:
    from datetime import timedelta

    from alerts.rules.scanning import Token

LASTING = frozenset({Op.MORE, Op.AT_LEAST})
WINDOWS = ("in 5 minutes", "in 1 hour", "per shift", "per day")


def assemble(drafts: list[Draft], link: Token | None, end: int) -> Rule | None:
    whole = Place(0, end)
    if link is None:
        return _alone(drafts[0], whole)
    first, second = drafts
    if link.type == "AFTER_EVENT":
        first, second = second, first
    return pair(first, second, link, whole)


def _alone(draft: Draft, whole: Place) -> Rule | None:
    if draft.two is not None:
        return two_places(draft, whole)
    counts = add_amounts(draft, windowed=bool(draft.windows))
    check_and(draft, counted=bool(counts or draft.totals))
    if draft.kinds is None:
        draft.wrong("no_event", whole, "Refund", "Void", "No sale")
        return None
    if draft.totals:
        return _total(draft, counts, whole)
    if counts:
        return _count(draft, counts[0], whole)
    return _single(draft, whole)


def _single(draft: Draft, whole: Place) -> Rule | None:
    for window in draft.windows:
        draft.wrong("window_alone", window.at, "")
    for key in draft.keys:
        draft.wrong("key_alone", key.at, "")
    events = events_of(draft)
    if events == Events(()):
        draft.wrong("everything", whole)
    return Single(events)


def _count(draft: Draft, count: Said[Measured], whole: Place) -> Rule | None:
    op, number = trimmed(count.value.op), count.value.number
    better = [f"> {number}", f"at least {number}"] if op not in LASTING else []
    right = draft.right(limits.wrong_count(op, number), count.at, *better)
    within = _window(draft, whole, WINDOWS)
    if within is None or not right:
        return None
    return Count(events_of(draft), op, int(number), within, key_of(draft))


def _total(draft: Draft, counts: list[Said[Measured]], whole: Place) -> Rule | None:
    total = draft.totals[0]
    for more in [*draft.totals[1:], *counts]:
        draft.wrong("said_twice", more.at)
    op, value = trimmed(total.value.op), total.value.number
    right = draft.right(limits.wrong_money(value), total.at)
    if op not in LASTING:
        draft.wrong("only_more", total.at, f"> ${value}", f"at least ${value}")
        right = False
    if draft.kinds and draft.kinds.value and NO_AMOUNT.issuperset(draft.kinds.value):
        draft.wrong("no_amount", total.at)
    within = _window(draft, whole, WINDOWS)
    if within is None or not right:
        return None
    return Total(events_of(draft), op, value, within, key_of(draft))


def _window(draft: Draft, whole: Place, better: tuple[str, ...]) -> timedelta | Whole | None:
    if not draft.windows:
        draft.wrong("no_window", Place(whole.end, whole.end), *better)
        return None
    said = draft.windows[0]
    if isinstance(said.value, Whole):
        return said.value
    right = draft.right(limits.wrong_span(said.value), said.at, "per shift", "per day")
    return said.value if right else None
