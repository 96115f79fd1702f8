"""Times of day, days of the week, and ranges of both and of money."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

from alerts.rules import limits
from alerts.rules.drafting import Place, Said
from alerts.rules.tree import Amount, Between, OnDays, Op

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from alerts.rules.drafting import Draft
    from alerts.rules.scanning import Token

NIGHT_ENDS = time(5)
MIDNIGHT = time(0)
WEEK = frozenset(range(1, 8))


def read_range(draft: Draft, tokens: Sequence[Token], at: Place) -> None:
    first, second = (t for t in tokens if t.type in {"MONEY", "TIME", "NUMBER"})
    types = {first.type, second.type}
    if "MONEY" in types and "TIME" not in types:
        for op, token in ((Op.AT_LEAST, first), (Op.AT_MOST, second)):
            if draft.right(limits.wrong_money(token.value), at):
                draft.add(Amount(op, token.value), at, again=True)
    elif "TIME" in types and "MONEY" not in types:
        start, end = _clock(draft, first, second), _clock(draft, second, first)
        if start is not None and end is not None:
            add_between(draft, start, end, at)
    else:
        draft.wrong("range_of_what", at)


def add_between(draft: Draft, start: time, end: time, at: Place) -> None:
    if start == end:
        draft.wrong("empty_span" if start != NIGHT_ENDS else "all_day", at)
    else:
        draft.add(Between(start, end), at)


def _clock(draft: Draft, token: Token, beside: Token | None = None) -> time | None:
    """A bare number is a time where only one is meant: 13 to 23, or the same half of the day as
    the later time beside it ("between 1 and 5am")."""
    if token.type == "TIME":
        found: time = token.value
        return found
    number: Decimal = token.value
    place = Place(token.start, token.end)
    if number != int(number) or number > 23:
        draft.wrong("no_such_time", place, text=str(number))
        return None
    hour = int(number)
    if hour > 12 or hour == 0:
        return time(hour)
    if beside is not None and beside.type == "TIME":
        alike = time(hour % 12 + (12 if beside.value.hour >= 12 else 0))
        if token.start < beside.start and alike < beside.value:
            return alike
    draft.wrong("am_or_pm", place, f"{hour}am", f"{hour}pm")
    return None


def read_after(draft: Draft, tokens: Sequence[Token], at: Place) -> None:
    moment = _clock(draft, tokens[-1])
    if moment is None:
        return
    if draft.after is not None:
        draft.wrong("said_twice", at)
        return
    draft.after = Said(moment, at)


def read_before(draft: Draft, tokens: Sequence[Token], at: Place) -> None:
    moment = _clock(draft, tokens[-1])
    if moment is None:
        return
    if draft.before is not None:
        draft.wrong("said_twice", at)
        return
    draft.before = Said(moment, at)


def close_times(draft: Draft) -> None:
    """ "after" and "before" of one side make one span; each alone has its own other end."""
    said = draft.after or draft.before
    if said is None:
        return
    start = draft.after.value if draft.after else MIDNIGHT
    end = draft.before.value if draft.before else NIGHT_ENDS
    if start == end:
        draft.wrong("empty_span" if draft.after and draft.before else "all_day", said.at)
    else:
        draft.add(Between(start, end), said.at)


def read_days(draft: Draft, tokens: Sequence[Token], at: Place) -> None:
    named = _days(tokens)
    if len(set(named)) < len(named) or draft.days is not None:
        draft.wrong("said_twice", at)
        return
    draft.days = Said(frozenset(named), at)


def _days(tokens: Sequence[Token]) -> list[int]:
    named: list[int] = []
    through = False
    for token in tokens:
        if token.type == "DAY":
            named += _through(named.pop(), token.value[-1]) if through else token.value
        through = token.type == "TO"
    return named


def _through(first: int, last: int) -> list[int]:
    days = [first]
    while days[-1] != last:
        days.append(days[-1] % 7 + 1)
    return days


def read_not_days(draft: Draft, tokens: Sequence[Token], at: Place) -> None:
    out = _days(tokens)
    left = draft.days.value if draft.days is not None else WEEK
    if len(set(out)) < len(out) or not left.issuperset(out):
        draft.wrong("day_left_out_already", at)
        return
    draft.days = Said(left.difference(out), at)


def close_days(draft: Draft) -> None:
    if draft.days is None:
        return
    days, at = draft.days.value, draft.days.at
    if days in (WEEK, frozenset()):
        draft.wrong("every_day" if days else "never_true", at)
    else:
        draft.add(OnDays(tuple(sorted(days))), at)
