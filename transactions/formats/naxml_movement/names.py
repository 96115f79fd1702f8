"""What the codes of a miscellaneous summary (MSM) mean, and which report is which.

Codes as seen at real sites and in a back office's list of types; those that nobody saw
yet are told as unknown, so that a difference between sites shows.
"""

from __future__ import annotations

from typing import Final

from transactions.formats.canonical import Metric

SUMMARY: Final = "miscellaneoussummarymovement"
DEPARTMENTS: Final = "merchandisecodemovement"

_STATISTICS: Final = {
    "transactions": Metric.TRANSACTIONS,
    "itemssold": Metric.ITEMS_SOLD,
    "voidtransactions": Metric.VOIDS,
    "nonfuelvoiditems": Metric.LINE_VOIDS,
    "postvoids": Metric.POST_VOIDS,
    "refunds": Metric.REFUNDS,
    "nosales": Metric.NO_SALES,
    "driveoff": Metric.DRIVE_OFFS,
    "driveoffs": Metric.DRIVE_OFFS,
    "correction": Metric.CORRECTIONS,
    "corrections": Metric.CORRECTIONS,
    "discounts": Metric.DISCOUNTS,
    "overshort": Metric.OVER_SHORT,
}
_DISCOUNT: Final = {
    "amountfixed": Metric.DISCOUNTS,
    "amountpercentage": Metric.DISCOUNTS,
    "promotional": Metric.PROMOTIONS,
    "fuel": Metric.PROMOTIONS,
    "storecoupons": Metric.PROMOTIONS,
}
_WHOLE_CODES: Final = {
    "refunds": Metric.REFUNDS,
    "payouts": Metric.PAID_OUTS,
    "payins": Metric.PAID_INS,
    "safedrop": Metric.SAFE_DROPS,
    "safeloan": Metric.SAFE_LOANS,
    "openingbalance": Metric.OPENING_BALANCE,
    "closingbalance": Metric.CLOSING_BALANCE,
}
_SALES: Final = frozenset({("totalizer", "sales"), ("sales", "total"), ("sales", "")})

AMOUNTS_ONLY: Final = frozenset(
    {Metric.OVER_SHORT, Metric.OPENING_BALANCE, Metric.CLOSING_BALANCE, Metric.TAX}
)
"""Their count is always written as 0 and says nothing."""

_NOT_NEEDED: Final = ("fuelsales", "taxtotals", "totalizer", "tender", "pumptest", "checkcash")
"""Codes that are understood and not counted here; those of fuel have gallons as count."""


def metric_of(code: str, sub_code: str) -> Metric | None:
    """By lower-case codes; None for what is not counted here, known or not."""
    if code == "statistics":
        return _STATISTICS.get(sub_code)
    if code == "discount":
        return _DISCOUNT.get(sub_code)
    if code == "taxtotals":
        return Metric.TAX if sub_code.startswith("taxcollected") else None
    if not code or (code, sub_code) in _SALES:
        return Metric.SALES_TOTAL
    return _WHOLE_CODES.get(code)


def is_known(code: str) -> bool:
    """Whether a code without a metric is at least no surprise."""
    return code.startswith(_NOT_NEEDED)


def preference(metric: Metric, code: str, sub_code: str) -> int:
    """Of several accounts of one metric in a report the lowest is taken.

    A grand total beside its parts would count twice. Discounts by kind are nearer to what
    a cashier did by hand than the register's sum of all discounts.
    """
    if metric is Metric.DISCOUNTS:
        return 0 if code == "discount" else 1
    if code == "statistics":
        return 0
    return 1 if sub_code == "total" or code == "totalizer" else 2
