"""A search by somebody: the query, what its names stand for, and the pages of what it finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from transactions.search import walk
from transactions.search.keys import read_key, write_key
from transactions.search.narrow import NO_LINKS
from transactions.search.plan import make_plan
from transactions.search.scope import find_scope

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from transactions.search.keys import Key
    from transactions.search.narrow import Links
    from transactions.search.plan import Plan
    from transactions.search.problems import Problem
    from transactions.search.query import Query
    from transactions.search.scope import Scope

PAGE = 50


@dataclass(frozen=True, slots=True)
class Found:
    """Ids in the order of the list, and the words of the pages before and behind."""

    ids: list[int]
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Search:
    query: Query
    scope: Scope
    plan: Plan
    problems: tuple[Problem, ...]

    @property
    def is_void(self) -> bool:
        """Something in it could not be understood: it finds nothing rather than too much."""
        return any(problem.hides_all for problem in self.problems)

    def page(self, *, after: str = "", before: str = "", size: int = PAGE) -> Found:
        """Raises BadCursorError, walk.TookTooLongError."""
        if self.is_void:
            return Found([])
        word = after or before
        place = read_key(self.plan.ordering, word) if word else None
        back = bool(before and not after)
        keys = walk.page(self.plan, place, size + 1, back=back, seconds=walk.PAGE_SECONDS)
        return self._found(keys, size, place=place, back=back)

    def keys(self, place: Key | None, size: int, *, seconds: float) -> list[Key]:
        """Places behind ``place``, for whoever takes everything. Raises TookTooLongError."""
        return [] if self.is_void else walk.page(self.plan, place, size, seconds=seconds)

    def count(self, limit: int = walk.COUNT_LIMIT, seconds: float = walk.COUNT_SECONDS) -> int:
        """How many, or ``limit`` + 1 for more. Raises TookTooLongError."""
        return 0 if self.is_void else walk.count(self.plan, limit, seconds)

    def _found(self, keys: list[Key], size: int, *, place: Key | None, back: bool) -> Found:
        more = len(keys) > size
        shown = (keys[-size:] if back else keys[:size]) if more else keys
        if not shown:
            return Found([])
        has_before = more if back else place is not None
        has_after = True if back else more
        ordering = self.plan.ordering
        return Found(
            [key[-1] for key in shown],
            write_key(ordering, shown[0]) if has_before else "",
            write_key(ordering, shown[-1]) if has_after else "",
        )


def make_search(
    query: Query,
    store_ids: frozenset[int] | None,
    *,
    problems: Sequence[Problem] = (),
    links: Links = NO_LINKS,
    now: datetime | None = None,
) -> Search:
    """``store_ids`` are those that whoever asks may see, None for all of the chain.
    ``problems`` are what reading the query came upon, ``links`` what the apps above add."""
    scope = find_scope(query, store_ids)
    plan = make_plan(query, scope, now or timezone.now(), links)
    return Search(query, scope, plan, (*problems, *scope.problems))
