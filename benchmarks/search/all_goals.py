"""Every measurement of ``search``. Django is up when this is imported."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from django.core.wsgi import get_wsgi_application
from django.db import connection

from accounts.models import Membership, User
from accounts.roles import Role
from accounts.tenancy import in_chain
from benchmarks.product import make_chain
from benchmarks.queue.browser import Browser
from benchmarks.search import engine, pages
from benchmarks.search.rows import Past

if TYPE_CHECKING:
    from pathlib import Path

    from django.core.handlers.wsgi import WSGIHandler

    from accounts.models import Chain
    from benchmarks.bench import Bench, Size

_SMALL: Final = 200_000
_LARGE: Final[dict[Size, int]] = {"S": 400_000, "M": 2_000_000, "L": 20_000_000}
_MB: Final = 1_000_000


def measure(bench: Bench, data: Path) -> None:
    application = get_wsgi_application()
    small = _filled(bench, "small", _SMALL)
    started = time.perf_counter()
    large = _filled(bench, "large", _LARGE[bench.size])
    bench.figure("large chain filled in", time.perf_counter() - started, "s")
    bench.figure("large chain holds", _LARGE[bench.size], "transactions")
    bench.figure("large chain takes", _bytes("large") / _MB, "MB of disk")
    bench.figure("of that, what search added", _bytes_of_search("large") / _MB, "MB of disk")
    engine.measure(bench, small, large)
    pages.measure(bench, large, _owner(application, large))
    few, many = _filled(bench, "ten", 10), _filled(bench, "thousands", 10_000)
    pages.count_queries(bench, _owner(application, few), _owner(application, many))


def _filled(bench: Bench, schema: str, transactions: int) -> Chain:
    chain = make_chain(schema)
    with in_chain(chain):
        Past(transactions, bench.seed).fill(lambda text: bench.say(f"{schema} chain: {text}"))
    return chain


def _owner(application: WSGIHandler, chain: Chain) -> Browser:
    host = f"{chain.schema_name}.testserver"
    user = User.objects.create_user(f"owner@{host}", "not used here", name="Owner")
    Membership.objects.create(user=user, chain=chain, role=Role.OWNER)
    return Browser(application, host, user)


def _bytes(schema: str) -> int:
    return _sum(
        "SELECT sum(pg_total_relation_size(oid)) FROM pg_class"
        " WHERE relkind = 'r' AND relnamespace = %s::regnamespace",
        schema,
    )


def _bytes_of_search(schema: str) -> int:
    """Items, their uses, and the indexes that nothing else needs."""
    return _sum(
        """
        SELECT sum(pg_relation_size(oid)) FROM pg_class
        WHERE relnamespace = %s::regnamespace
          AND (relname LIKE 'transactions_item%%' OR relname LIKE 'item_%%' OR relname IN
               ('txn_time', 'txn_cashier_time', 'txn_store_amount', 'txn_flagged_time',
                'txn_flagged_store', 'txn_training_time'))
        """,
        schema,
    )


def _sum(sql: str, schema: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, [schema])
        return int(cursor.fetchone()[0])
