"""Goals P8, P8b, P9 and P13 of search. Times are the 95th percentile of many requests."""

from __future__ import annotations

from typing import Final

from benchmarks.goals import Goal

_BOUNDS: Final = {"list": (2.0, 1.5), "filter": (5.0, 3.0), "count": (15.0, 3.0)}


def large_over_small(kind: str, says: str) -> Goal:
    """P8: the same statements in a chain of 200,000 transactions and in the large one."""
    target, moonshot = _BOUNDS[kind]
    return Goal(
        f"P8 {kind}",
        f"{says}, large chain over 200,000 transactions (p95)",
        subject="large chain",
        reference="chain of 200,000 transactions",
        better="lower",
        target=target,
        moonshot=moonshot,
        unit="ms",
    )


DEEP_PAGE: Final = Goal(
    "P8b",
    "page 10,000 of everything, over page 1, in the large chain (p95)",
    subject="the page at row 500,000, or the last one",
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
QUERIES: Final = Goal(
    "P13",
    "queries of the search page with 10,000 transactions, over those with 10",
    subject="10,000 transactions",
    reference="10 transactions",
    better="lower",
    target=1.0,
    moonshot=1.0,
    unit="queries",
)
