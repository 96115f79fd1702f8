"""P8 and P8b: does a page cost more when the chain is larger, or the page deeper?"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from benchmarks.queue import goals
from benchmarks.queue.browser import check_rows
from benchmarks.statistic import median, quantile

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.bench import Bench, Size
    from benchmarks.goals import Goal
    from benchmarks.queue.browser import Browser
    from benchmarks.queue.site import Site

REQUESTS: Final[dict[Size, int]] = {"S": 20, "M": 60, "L": 100}
_P95: Final = 0.95


def measure(bench: Bench, small: Site, large: Site) -> None:
    since = (timezone.now() - timedelta(days=30)).date()
    flag = f"/?flag=no_sale&since={since}"
    last = large.last_page()
    check_rows(large.owner, "/", large.first_ids())
    check_rows(large.owner, last, large.last_ids())
    check_rows(large.manager, "/", large.first_ids(of_few_stores=True))
    compare(bench, goals.FIRST_PAGE, page(small.owner, "/"), page(large.owner, "/"))
    compare(bench, goals.FEW_STORES, page(small.manager, "/"), page(large.manager, "/"))
    compare(bench, goals.FILTERED, page(small.owner, flag), page(large.owner, flag))
    compare(bench, goals.DEEP_PAGE, page(large.owner, "/"), page(large.owner, last))
    for says, address in (
        ("newest first", "/?order=newest"),
        ("one store", "/?store=101"),
        ("a rare flag", "/?flag=drawer_alarm"),
        ("a rare flag nobody has decided to escalate", "/?flag=drawer_alarm&status=escalate"),
    ):
        of_small, of_large = in_turn(
            page(small.owner, address), page(large.owner, address), REQUESTS[bench.size]
        )
        bench.figure(f"P8 {says}, large over small (p95)", of_large / of_small, "x")
        bench.figure(f"P8 {says}, large chain (p95)", of_large, "ms")


def page(browser: Browser, address: str) -> Callable[[], float]:
    return lambda: browser.get(address)[0]


def compare(
    bench: Bench, goal: Goal, reference: Callable[[], float], subject: Callable[[], float]
) -> None:
    """Pairs of 95th percentiles, each of requests that took turns one by one."""
    reference(), subject()  # what only the first request pays
    pairs = []
    for number in range(1, bench.pairs + 1):
        bench.say(f"{goal.name} {number}/{bench.pairs}")
        pairs.append(in_turn(reference, subject, REQUESTS[bench.size]))
    bench.conclude(goal, pairs)


def in_turn(
    reference: Callable[[], float], subject: Callable[[], float], times: int
) -> tuple[float, float]:
    taken = [(reference(), subject()) for _ in range(times)]
    return (
        quantile([first for first, _ in taken], _P95),
        quantile([second for _, second in taken], _P95),
    )


def typical(request: Callable[[], float], times: int) -> float:
    return median([request() for _ in range(times)])
