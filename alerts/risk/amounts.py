"""Steps of an amount: transactions of one step are alike in what they may cost."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

LIMITS: Final = (20, 50, 100, 200)
STEPS_SQL: Final = f"width_bucket(abs(COALESCE({{0}}, 0)), ARRAY{list(LIMITS)}::numeric[])"
"""For ``.format(column)``."""


def step(amount: Decimal | None) -> int:
    """0 for less than the first limit, 4 for the last and more."""
    return sum(abs(amount or Decimal(0)) >= limit for limit in LIMITS)
