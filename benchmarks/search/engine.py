"""P8 and P8b: the search itself, from the words of an address to the ids of a page."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs

from accounts.tenancy import in_chain
from benchmarks.queue.browser import WrongPageError
from benchmarks.search import goals
from benchmarks.search.asked import ASKS, COUNTS
from benchmarks.statistic import quantile
from transactions.models import Transaction
from transactions.search.find import make_search
from transactions.search.keys import write_key
from transactions.search.reading import read_query

if TYPE_CHECKING:
    from collections.abc import Callable

    from accounts.models import Chain
    from benchmarks.bench import Bench, Size
    from benchmarks.search.asked import Ask
    from transactions.search.find import Search

TIMES: Final[dict[Size, int]] = {"S": 20, "M": 60, "L": 60}
DEEP: Final = 500_000
_P95: Final = 0.95


def measure(bench: Bench, small: Chain, large: Chain) -> None:
    for ask in (*ASKS, *COUNTS):
        work = _count if ask.kind == "count" else _page
        pairs = []
        for number in range(bench.pairs):
            bench.say(f"P8 {ask.says} {number + 1}/{bench.pairs}")
            pairs.append(
                (_p95(bench, small, ask, work, number), _p95(bench, large, ask, work, number))
            )
        bench.conclude(goals.large_over_small(ask.kind, ask.says), pairs)
    _deep(bench, large)


def searched(address: str) -> Search:
    return make_search(read_query(parse_qs(address)).query, None)


def _p95(bench: Bench, chain: Chain, ask: Ask, work: Callable[[str], object], number: int) -> float:
    made = random.Random(f"{bench.seed} {ask.says} {number}")
    taken = []
    with in_chain(chain):
        work(ask.address(made))  # what only the first one pays
        for _ in range(TIMES[bench.size]):
            address = ask.address(made)
            started = time.perf_counter()
            work(address)
            taken.append((time.perf_counter() - started) * 1000)
    return quantile(taken, _P95)


def _page(address: str) -> None:
    search = searched(address)
    if search.problems:
        raise WrongPageError(f"{address}: {search.problems}")
    search.page()


def _count(address: str) -> None:
    searched(address).count(seconds=60)


def _deep(bench: Bench, large: Chain) -> None:
    with in_chain(large):
        word = _place_of(searched("sort=oldest"), DEEP)
        if len(searched("sort=oldest").page(after=word).ids) != 50:
            raise WrongPageError("the deep page is not full")
        pairs = []
        for number in range(bench.pairs):
            bench.say(f"P8b {number + 1}/{bench.pairs}")
            pairs.append((_turns(bench, ""), _turns(bench, word)))
    bench.conclude(goals.DEEP_PAGE, pairs)


def _turns(bench: Bench, word: str) -> float:
    taken = []
    for _ in range(TIMES[bench.size]):
        started = time.perf_counter()
        searched("sort=oldest").page(after=word)
        taken.append((time.perf_counter() - started) * 1000)
    return quantile(taken, _P95)


def _place_of(search: Search, rows: int) -> str:
    """The place behind so many rows, or as near to the end as leaves a page. Rows were made
    in the order of their times, numbered from 1."""
    last = Transaction.objects.order_by("-pk").values_list("pk", flat=True)[0]
    row = Transaction.objects.get(pk=min(rows, last - 60))
    return write_key(search.plan.ordering, (row.occurred_at, row.pk))
