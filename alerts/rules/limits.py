"""What a value must be. Each check gives None or the code and parameters of what is wrong."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from alerts.rules.tree import MOST_WINDOW, Op

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from alerts.rules.tree import Amount

Wrong = tuple[str, "Mapping[str, Any]"] | None

MOST_MONEY = Decimal(1_000_000)
MOST_COUNT = 1000
MOST_NAMES = 20
MOST_NAME = 30
MOST_ITEM = 60


def wrong_money(value: Decimal) -> Wrong:
    if value > MOST_MONEY:
        return "absurd_amount", {"most": MOST_MONEY}
    return ("cents", {}) if value != round(value, 2) else None


def wrong_count(op: Op, number: Decimal) -> Wrong:
    if op not in {Op.MORE, Op.AT_LEAST}:
        return "only_more", {}
    if number != int(number):
        return "whole_number", {}
    if number > MOST_COUNT:
        return "absurd_count", {"most": MOST_COUNT}
    return ("one_is_enough", {}) if number < (1 if op is Op.MORE else 2) else None


def wrong_span(span: timedelta) -> Wrong:
    if span <= timedelta(0):
        return "empty_window", {}
    return ("window_too_long", {"most": MOST_WINDOW}) if span > MOST_WINDOW else None


def wrong_names(names: Sequence[str]) -> Wrong:
    if len(names) > MOST_NAMES:
        return "too_many_names", {"most": MOST_NAMES}
    if any(not name or len(name) > MOST_NAME for name in names):
        return "bad_name", {"most": MOST_NAME}
    return None


def wrong_item(text: str) -> Wrong:
    return None if 0 < len(text) <= MOST_ITEM else ("bad_item", {"most": MOST_ITEM})


def wrong_amounts(amounts: Sequence[Amount]) -> Wrong:
    """Of one event: at most a least and a most, with something between them."""
    lows = [a for a in amounts if a.op in {Op.MORE, Op.AT_LEAST}]
    highs = [a for a in amounts if a.op in {Op.LESS, Op.AT_MOST}]
    if len(lows) > 1 or len(highs) > 1 or len(lows) + len(highs) < len(amounts) > 1:
        return "said_twice", {}
    if any(a.op is Op.LESS and a.value == 0 for a in highs):
        return "never_true", {}
    if not (lows and highs):
        return None
    both_count = lows[0].op is Op.AT_LEAST and highs[0].op is Op.AT_MOST
    low, high = lows[0].value, highs[0].value
    return None if low < high or (both_count and low == high) else ("never_true", {})
