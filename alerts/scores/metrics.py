"""What is counted per cashier, over which spans, and how much is enough to say anything."""

from __future__ import annotations

from typing import Final

METRICS: Final[dict[str, str]] = {
    "refund": "flag:refund",
    "void": "flag:void",
    "no_sale": "flag:no_sale",
    "suspended": "flag:suspended",
    "cancellation": "flag:cancellation",
    "manual_discount": "flag:manual_discount",
    "price_override": "flag:price_override",
    "override": "flag:override",
    "age_bypass": "flag:age_bypass",
    "unexplained_discount": "flag:unexplained_discount",
    "drawer_alarm": "flag:drawer_alarm",
    "paid_out": "type:paid_out",
}
"""Metric to the measure of ``HourlyTotal`` that counts it."""

SALES: Final = "type:sale"
"""The exposure: how often somebody had the chance."""
WEEKS: Final = 13
SPANS: Final[dict[str, int]] = {"week": 1, "month": 4, "quarter": WEEKS}
"""Span to its length in whole weeks, so that each has every weekday equally often."""
ENOUGH_SALES: Final = 150
"""Fewer sales of the cashier in the span: too few to say anything."""
ENOUGH_PEERS: Final = 3
"""Fewer peers with enough sales: nobody to compare with."""
TWICE: Final = 2.0
Q: Final = 0.10
"""Of those that are said to stand out, at most this share by chance alone."""
