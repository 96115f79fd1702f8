"""Goals P8, P8b, P9 and P13. Times are the 95th percentile of many requests."""

from __future__ import annotations

from typing import Final

from benchmarks.goals import Goal

FIRST_PAGE: Final = Goal(
    "P8",
    "the queue's first page in a large chain, over the same page in a small one (p95)",
    subject="first page, large chain",
    reference="first page, chain of 10,000 transactions",
    better="lower",
    target=2.0,
    moonshot=1.5,
    unit="ms",
)
FEW_STORES: Final = Goal(
    "P8 limited",
    "the same for a manager of three stores (p95)",
    subject="first page of three stores, large chain",
    reference="first page of three stores, chain of 10,000 transactions",
    better="lower",
    target=2.0,
    moonshot=1.5,
    unit="ms",
)
FILTERED: Final = Goal(
    "P8 filtered",
    "the queue narrowed to one flag and 30 days, large over small (p95)",
    subject="first page of no sales of 30 days, large chain",
    reference="the same, chain of 10,000 transactions",
    better="lower",
    target=5.0,
    moonshot=3.0,
    unit="ms",
)
DEEP_PAGE: Final = Goal(
    "P8b",
    "the queue's last page, over its first, in the large chain (p95)",
    subject="last page",
    reference="first page",
    better="lower",
    target=2.0,
    moonshot=1.2,
    unit="ms",
)
SERVER_TIME: Final = Goal(
    "P9",
    "50 more rows as the page fetches them, over their SQL and an empty view (p95)",
    subject="the partial with 50 rows, through the whole product",
    reference="the list's own SQL, and a view that says hello through no middleware",
    better="lower",
    target=6.0,
    moonshot=2.5,
    unit="ms",
)


def query_count(page: str) -> Goal:
    """P13 for one kind of page."""
    return Goal(
        "P13",
        f"queries for {page} with 10,000 flagged, over those with 10",
        subject="10,000 flagged",
        reference="10 flagged",
        better="lower",
        target=1.0,
        moonshot=1.0,
        unit="queries",
    )
