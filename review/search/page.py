"""The search page ready to print."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.http import QueryDict
from django.utils.translation import gettext

from alerts.models import Rule
from review.search import kept
from review.search.reading import in_order, read_words, without
from review.search.rows import rows_html
from transactions.models import EVENT_TYPES, FLAGS, ReviewStatus
from transactions.search import sentences
from transactions.search.find import Found
from transactions.search.query import Basis
from transactions.search.walk import COUNT_LIMIT, TookTooLongError
from transactions.search.writing import money_text, pairs, times_text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from django.utils.safestring import SafeString
    from django_stubs_ext import StrOrPromise

    from review.models import RecentSearch, SavedSearch
    from review.search.reading import Asked
    from stores.access import Member
    from transactions.search.find import Search
    from transactions.search.query import Query


@dataclass(frozen=True, slots=True)
class Results:
    """``too_long``: the database was stopped before it had a page."""

    rows: SafeString
    next: str
    previous: str
    too_long: bool = False


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is set, and the address without it."""

    said: str
    away: str


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Boxes of one filter."""

    name: str
    label: str
    choices: list[Choice]


@dataclass(frozen=True, slots=True)
class KeptRow:
    id: int
    name: str
    address: str
    whose: str
    is_shared: bool
    may_change: bool


@dataclass(slots=True)
class Fields:
    """What the form shows: texts as they stand in the address, and what can be chosen."""

    since: str
    until: str
    by_books: bool
    hours: str
    least: str
    most: str
    registers: str
    cashiers: str
    item: str
    note: str
    number: str
    training: str
    every_account: bool
    sort: str
    kept: list[tuple[str, str]] = field(default_factory=list)
    """What the form has no field for."""


def results(search: Search, *, after: str = "", before: str = "") -> Results:
    """Raises BadCursorError."""
    too_long = False
    try:
        found = search.page(after=after, before=before)
    except TookTooLongError:
        found, too_long = Found([]), True
    shown = rows_html(found.ids, search.scope.places, names_stores=len(search.scope.stores) != 1)
    return Results(shown, found.after, found.before, too_long)


def count_said(search: Search) -> str:
    """How many there are, as far as anybody needs to know."""
    try:
        count = search.count()
    except TookTooLongError:
        return gettext("Many; counting them would take too long")
    if count > COUNT_LIMIT:
        return gettext("More than %(n)s") % {"n": f"{COUNT_LIMIT:,}"}
    return f"{count:,}"


def _rule_names(ids: Collection[int], stores: Collection[int]) -> dict[int, str]:
    """Of rules for the whole chain or for one of these stores; others stay numbers."""
    rows = Rule.objects.filter(pk__in=ids).values_list("pk", "name", "stores")
    return {pk: name for pk, name, only in rows if not only or set(only) & set(stores)}


def chips(asked: Asked) -> list[Chip]:
    query = asked.query
    said = list(sentences.parts_said(query))
    found = [Chip(words, without(query, names, value)) for names, value, words in said]
    names = _rule_names(query.rules, asked.search.scope.places.keys())
    for pk in query.rules:
        words = gettext("Rule %(name)s") % {"name": names.get(pk, f"#{pk}")}
        found.append(Chip(words, without(query, "rule", str(pk))))
    for pk in query.alerts:
        words = gettext("Alert %(number)s") % {"number": pk}
        found.append(Chip(words, without(query, "alert", str(pk))))
    return found


def fields_of(query: Query) -> Fields:
    return Fields(
        since=str(query.since or ""),
        until=str(query.until or ""),
        by_books=query.basis is Basis.BUSINESS,
        hours=times_text(query.from_time, query.to_time),
        least=money_text(query.least),
        most=money_text(query.most),
        registers=", ".join(query.registers),
        cashiers=", ".join(query.cashiers),
        item=query.item,
        note=query.note,
        number=query.number,
        training={True: "yes", False: "no", None: ""}[query.training],
        every_account=query.every_account,
        sort="" if query.order == "newest" else query.order,
        kept=[(name, value) for name, value in pairs(query) if name in {"rule", "alert"}],
    )


def groups(asked: Asked) -> list[Group]:
    """The boxes to tick."""
    query, places = asked.query, asked.search.scope.places.values()
    statuses = {each.value: str(each.label) for each in ReviewStatus}
    stores = {place.code: place.said for place in sorted(places, key=lambda each: each.code)}
    flags: dict[str, StrOrPromise] = {"any": gettext("Anything flagged"), **FLAGS}
    return [
        _group("store", stores, query.stores),
        _group("type", EVENT_TYPES, query.types),
        _group("flag", flags, query.flags),
        _group("status", statuses, query.statuses),
        _group("tender", sentences.TENDERS, query.tenders),
    ]


def _group(name: str, words: Mapping[str, StrOrPromise], chosen: Collection[str]) -> Group:
    boxes = [Choice(value, str(label), value in chosen) for value, label in words.items()]
    return Group(name, str(sentences.PARTS[name]), boxes)


def orders(query: Query) -> list[Choice]:
    """The ways to sort; ``value`` is the address."""
    return [
        Choice(in_order(query, order), str(label), query.order == order)
        for order, label in sentences.ORDERS.items()
    ]


def kept_rows(member: Member, searches: Sequence[SavedSearch]) -> list[KeptRow]:
    mine = member.user.pk
    return [
        KeptRow(
            id=row.pk,
            name=row.name,
            address=row.address,
            whose="" if row.user_id == mine else row.user_name,
            is_shared=row.is_shared,
            may_change=kept.may_change(member, row),
        )
        for row in searches
    ]


def recent_rows(searches: Sequence[RecentSearch]) -> list[tuple[str, str]]:
    """Addresses and how they are said."""
    return [
        (row.address, sentences.said(read_words(QueryDict(row.address)).query)) for row in searches
    ]
