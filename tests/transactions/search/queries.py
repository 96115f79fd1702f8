"""Any query a person could put together."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

from hypothesis import strategies as st

from transactions.search.days import Day
from transactions.search.query import Basis, Order, Query


def some(*choices: str, most: int = 2) -> st.SearchStrategy[tuple[str, ...]]:
    """Nothing as often as something, in the order of an address."""
    picked = st.sets(st.sampled_from(choices), max_size=most).map(lambda each: tuple(sorted(each)))
    return st.one_of(st.just(()), picked)


def perhaps(strategy: st.SearchStrategy, nothing: object = None) -> st.SearchStrategy:
    return st.one_of(st.just(nothing), st.just(nothing), strategy)


DAYS = st.one_of(
    st.dates(date(2026, 2, 27), date(2026, 3, 22)).map(lambda day: Day(on=day)),
    st.integers(0, 21).map(lambda back: Day(back=back)),
)
TIMES = st.sampled_from([time(0), time(5), time(9, 30), time(22), time(23, 59)])
HOURS = perhaps(
    st.lists(TIMES, min_size=2, max_size=2, unique=True).filter(lambda pair: pair[1] != time(0)),
    [None, None],
)
MONEY = st.sampled_from([Decimal("0.00"), Decimal("5.00"), Decimal("49.99"), Decimal("64.20")])


@st.composite
def queries(draw: st.DrawFn) -> Query:
    since, until = draw(perhaps(DAYS)), draw(perhaps(DAYS))
    if since and until and since.on and until.on and since.on > until.on:
        since, until = until, since
    least, most = draw(perhaps(MONEY)), draw(perhaps(MONEY))
    if least is not None and most is not None and least > most:
        least, most = most, least
    begins, ends = draw(HOURS)
    return Query(
        since=since,
        until=until,
        basis=draw(st.sampled_from(Basis)),
        from_time=begins,
        to_time=ends,
        stores=draw(some("101", "102", "999")),
        registers=draw(some("1", "2", "no such")),
        cashiers=draw(some("7", "8", "ann", "zoe", "nobody")),
        types=draw(some("sale", "refund", "no_sale", "void")),
        flags=draw(some("refund", "override", "any")),
        statuses=draw(some("new", "approved", "escalate")),
        tenders=draw(some("cash", "card")),
        least=least,
        most=most,
        item=draw(
            perhaps(st.sampled_from(["coffee", "COF lar", "cafe", "1234", "77", "lotto x"]), "")
        ),
        note=draw(perhaps(st.sampled_from(["seen", "customer SEEN", "100%", "k_d", "d_a"]), "")),
        number=draw(perhaps(st.sampled_from(["7", "007", "0"]), "")),
        training=draw(perhaps(st.booleans())),
        every_account=draw(st.booleans()),
        order=draw(st.sampled_from(Order)),
    )
