"""An address as a member's search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import QueryDict

from review.search.links import links_of, unknown_links
from transactions.models import EVENT_TYPES, FLAGS
from transactions.search.find import Search, make_search
from transactions.search.quick import read_typed
from transactions.search.reading import Reading, read_query
from transactions.search.writing import pairs, write_query

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stores.access import Member
    from transactions.search.problems import Problem
    from transactions.search.query import Query

PAGING = ("after", "before", "typed", "csrfmiddlewaretoken")


@dataclass(frozen=True, slots=True)
class Asked:
    """A search and its one address."""

    search: Search
    address: str

    @property
    def query(self) -> Query:
        return self.search.query

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self.search.problems


def read_words(words: QueryDict) -> Reading:
    """With what was typed in one line put in the place of the filters it names."""
    lists = {name: words.getlist(name) for name in words if name not in PAGING}
    typed = words.get("typed", "")
    return read_query({**lists, **read_typed(typed, _phrases())} if typed else lists)


def ask(reading: Reading, member: Member) -> Asked:
    query = reading.query
    problems = list(reading.problems)
    if query.rules or query.alerts:
        problems += unknown_links(query, member)
    search = make_search(query, member.store_ids, problems=problems, links=links_of(query))
    return Asked(search, write_query(query))


def ask_address(address: str, member: Member) -> Asked:
    """Of a search that was kept as its address."""
    return ask(read_words(QueryDict(address)), member)


def without(query: Query, names: str, value: str = "") -> str:
    """The address with one filter (or one of its values) taken away."""
    gone = set(names.split(","))
    words = QueryDict(mutable=True)
    for name, each in pairs(query):
        if name not in gone or (value and each != value):
            words.appendlist(name, each)
    return words.urlencode()


def in_order(query: Query, order: str) -> str:
    words = QueryDict(without(query, "sort"), mutable=True)
    if order != "newest":
        words["sort"] = order
    return words.urlencode()


def _phrases() -> Mapping[str, tuple[str, str]]:
    """What types and flags are called on the page, in the reader's language."""
    types = {str(label).lower(): ("type", name) for name, label in EVENT_TYPES.items()}
    flags = {str(label).lower(): ("flag", name) for name, label in FLAGS.items()}
    return {**flags, **types}
