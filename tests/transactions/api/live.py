"""A chain of its own whose rows are committed, for tests with several requests at once.

What happens in other threads than the test's must be committed to be seen, so it goes into
a chain that no other test knows, and goes away with it.
"""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import connection, connections

from accounts.models import Chain, ChainState, Domain
from accounts.tenancy import in_chain
from jobs.models import Job
from stores.models import Store, Token, TokenScope
from stores.token_keys import new_key
from tests.transactions.api.conftest import Program

if TYPE_CHECKING:
    from collections.abc import Callable

SCHEMA = "api_programs"
HOST = "programs.testserver"
SECONDS = 60
T = TypeVar("T")


@dataclass(frozen=True)
class Live:
    """``do`` works inside the chain, in a thread and a connection of its own."""

    chain: Chain

    def do(self, work: Callable[[], T]) -> T:
        with ThreadPoolExecutor(max_workers=1) as thread:
            return thread.submit(self._inside, work).result(SECONDS)

    def _inside(self, work: Callable[[], T]) -> T:
        try:
            with in_chain(self.chain):
                return work()
        finally:
            connections.close_all()

    def key(self, scope: TokenScope, code: str | None = "101") -> str:
        prefix, key = new_key()

        def make() -> None:
            Token.objects.create(
                name="Program",
                scope=scope,
                store=Store.objects.get(code=code) if code else None,
                prefix=prefix,
                digest=hashlib.sha256(key.encode()).hexdigest(),
            )

        self.do(make)
        return key

    def at_once(self, calls: list[Callable[[], Any]], threads: int) -> list[Any]:
        """The answers, in order; each call may be in any of the threads."""
        with ThreadPoolExecutor(max_workers=threads) as pool:
            return [each.result(SECONDS) for each in [pool.submit(_closing, c) for c in calls]]

    def program(self, key: str) -> Program:
        return Program(key, HOST)

    def clear(self) -> None:
        """Nobody has sent anything."""
        self.do(_clear)


def _clear() -> None:
    Job.objects.filter(chain=SCHEMA).delete()
    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE transactions_upload, transactions_sourcefile, transactions_apirequest,"
            " transactions_apiallowance CASCADE"
        )


def _closing(call: Callable[[], T]) -> T:
    try:
        return call()
    finally:
        connections.close_all()


def build(release: Callable[[str], None]) -> Live:
    chain = Chain.objects.create(name="Programs", schema_name=SCHEMA, state=ChainState.READY)
    Domain.objects.create(domain=HOST, tenant=chain, is_primary=True)
    release(SCHEMA)
    with in_chain(chain):
        for code in ("101", "102"):
            Store.objects.create(code=code, name=f"Store {code}")
    return Live(chain)
