"""A small chain with everything a search can ask for, and the slow, obvious filter."""

from __future__ import annotations

import random
import uuid
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db import connection

from stores.models import Cashier, CashierAssignment, Person, Register, Store
from tests.review.factories import a_file
from transactions.models import Note, Review, Transaction
from transactions.search.items.fill import ask_for_all, index_store
from transactions.search.query import Basis, Order, Query
from transactions.search.words import words_of, words_of_item

if TYPE_CHECKING:
    from collections.abc import Callable

NOW = datetime(2026, 3, 20, 15, 0, tzinfo=UTC)
TYPES = ("sale", "sale", "sale", "refund", "no_sale", "void", "paid_out")
TENDERS = ("", "cash", "card", "check")
FLAGS = ((), (), ("refund",), ("no_sale",), ("void", "override"), ("override",))
AMOUNTS = (None, "5.00", "5.00", "-64.20", "0.00", "50.00", "120.00", "49.99")
ITEMS = (("0012345678905", "COFFEE LARGE"), ("77", "Café au lait"), ("", "LOTTO TICKET"), ("9", ""))
NOTES = ("customer not seen", "100% fine", "looked_at again")


def build(seed: int, count: int) -> list[Transaction]:
    """``count`` rows over both stores; equal times, amounts and numbers are common."""
    made = random.Random(seed)
    stores = list(Store.objects.order_by("code"))
    places = {store.pk: _people(store) for store in stores}
    files = {store.pk: a_file(store) for store in stores}
    rows = [_row(made, made.choice(stores), places, files, n) for n in range(count)]
    made_rows = Transaction.objects.bulk_create(rows)
    _reviews(made, made_rows)
    ask_for_all([store.pk for store in stores])
    for store in stores:
        while index_store(store.pk):
            pass
    return made_rows


def _people(store: Store) -> tuple[list[Register], list[Cashier]]:
    registers = list(Register.objects.filter(store=store).order_by("code"))
    cashiers = [
        Cashier.objects.get_or_create(store=store, code=code, defaults={"name": name})[0]
        for code, name in (("7", "Ann Lee"), ("08", ""), ("91", "Bob"))
    ]
    person, _made = Person.objects.get_or_create(name="Zoë Ångström")
    CashierAssignment.objects.get_or_create(
        cashier=cashiers[1], person=person, since=date(2026, 3, 5), until=date(2026, 3, 12)
    )
    return registers, cashiers


def _row(made: random.Random, store: Store, places: Any, files: Any, number: int) -> Transaction:
    registers, cashiers = places[store.pk]
    at = NOW - timedelta(minutes=made.randrange(0, 20 * 24 * 60, 17))
    lines = [
        {"sku": code, "description": name, "kind": "item"}
        for code, name in made.sample(ITEMS, made.randrange(3))
    ]
    amount = made.choice(AMOUNTS)
    return Transaction(
        store=store,
        register=made.choice([*registers, None]),
        cashier=made.choice([*cashiers, None]),
        source_file=files[store.pk],
        source_index=number,
        event_key=uuid.UUID(int=made.getrandbits(128)).hex,
        event_type=made.choice(TYPES),
        type_confidence="certain",
        source_event_tag="SaleEvent",
        occurred_at=at,
        time_basis="receipt",
        time_quality="exact",
        business_date=at.astimezone(store.zone).date() + timedelta(days=made.choice((0, 0, 1))),
        transaction_no=str(made.randrange(12)).zfill(made.choice((1, 3))),
        is_training=made.choice((None, False, True)),
        amount=None if amount is None else Decimal(amount),
        flags=list(made.choice(FLAGS)),
        receipt={"lines": lines} if lines else {},
        content_hash="x",
        tender_class=made.choice(TENDERS),
        standing=made.choice(("", "", "", "second", "withdrawn")),
    )


def _reviews(made: random.Random, rows: list[Transaction]) -> None:
    flagged = [row for row in rows if row.flags and not row.standing]
    Review.objects.bulk_create(
        Review(
            transaction=row,
            store_id=row.store_id,
            status=made.choice(("new", "approved", "investigate", "escalate")),
            primary_flag=row.flags[0],
            risk=made.randrange(0, 100, 20),
            occurred_at=row.occurred_at,
        )
        for row in flagged
    )
    Note.objects.bulk_create(
        Note(transaction=row, author_name="Ann", text=made.choice(NOTES)) for row in rows[::5]
    )


def loaded() -> list[Transaction]:
    """Every row with all that the slow filter looks at."""
    rows = Transaction.objects.select_related("store", "register", "cashier", "review")
    return list(rows.prefetch_related("notes", "cashier__assignments__person"))


def slow(
    rows: list[Transaction], query: Query, store_ids: frozenset[int] | None, now: datetime = NOW
) -> list[int]:
    """The same rows in the same order, one by one."""
    kept = [row for row in rows if store_ids is None or row.store_id in store_ids]
    kept = [row for row in kept if all(test(row, query, now) for test in TESTS)]
    return [
        row.pk for row in sorted(kept, key=_key(query), reverse=query.order is not Order.OLDEST)
    ]


def _key(query: Query) -> Callable[[Transaction], Any]:
    if query.order is Order.AMOUNT:
        return lambda row: (abs(row.amount), row.pk)
    if query.order is Order.RISK:
        return lambda row: (row.review.risk, row.occurred_at, row.pk)
    if query.basis is Basis.BUSINESS and (query.since or query.until):
        return lambda row: (row.business_date, row.occurred_at, row.pk)
    return lambda row: (row.occurred_at, row.pk)


def _days(row: Transaction, query: Query, now: datetime) -> bool:
    zone = ZoneInfo(row.store.timezone)
    today = now.astimezone(zone).date()
    by_books = query.basis is Basis.BUSINESS
    day = row.business_date if by_books else row.occurred_at.astimezone(zone).date()
    return (query.since is None or day >= query.since.at(today)) and (
        query.until is None or day <= query.until.at(today)
    )


def _hours(row: Transaction, query: Query, _now: datetime) -> bool:
    if query.from_time is None and query.to_time is None:
        return True
    at = row.occurred_at.astimezone(ZoneInfo(row.store.timezone)).time()
    begins, ends = query.from_time or time(), query.to_time
    if ends is None:
        return at >= begins
    return begins <= at < ends if begins < ends else at >= begins or at < ends


def _cashier(row: Transaction, query: Query, _now: datetime) -> bool:
    return not query.cashiers or any(_is_meant(row, word) for word in query.cashiers)


def _is_meant(row: Transaction, word: str) -> bool:
    if row.cashier is None:
        return False
    if word.isdecimal():
        return row.cashier.code.lstrip("0") == word.lstrip("0")
    if _begins(word, words_of(row.cashier.name)):
        return True
    return any(
        _begins(word, words_of(held.person.name)) and held.since <= row.business_date <= held.until
        for held in row.cashier.assignments.all()
    )


def _begins(typed: str, words: list[str]) -> bool:
    return all(any(word.startswith(each) for word in words) for each in words_of(typed))


def _item(row: Transaction, query: Query, _now: datetime) -> bool:
    lines = row.receipt.get("lines", ())
    found = (words_of_item(line["sku"], line["description"]) for line in lines)
    return not query.item or (
        row.standing != "withdrawn" and any(_begins(query.item, words) for words in found)
    )


def _amount(row: Transaction, query: Query, _now: datetime) -> bool:
    if row.amount is None:
        return query.least is None and query.most is None and query.order is not Order.AMOUNT
    size = abs(row.amount)
    return (query.least is None or size >= query.least) and (
        query.most is None or size <= query.most
    )


def _flags(row: Transaction, query: Query, _now: datetime) -> bool:
    return not query.flags or bool(
        row.flags and ("any" in query.flags or {*row.flags} & {*query.flags})
    )


def _status(row: Transaction, query: Query, _now: datetime) -> bool:
    review = getattr(row, "review", None)
    if query.order is Order.RISK and review is None:
        return False
    return not query.statuses or (review is not None and review.status in query.statuses)


def _note(row: Transaction, query: Query, _now: datetime) -> bool:
    words = query.note.lower().split()
    return not words or any(
        all(word in note.text.lower() for word in words) for note in row.notes.all()
    )


def _plain(row: Transaction, query: Query, _now: datetime) -> bool:
    return (
        row.standing in (("", "second") if query.every_account else ("",))
        and (not query.stores or row.store.code in query.stores)
        and (not query.registers or bool(row.register and row.register.code in query.registers))
        and (not query.types or row.event_type in query.types)
        and (not query.tenders or row.tender_class in query.tenders)
        and (not query.number or row.transaction_no in {query.number, query.number.lstrip("0")})
        and (query.training is None or bool(row.is_training) == query.training)
    )


TESTS = (_plain, _days, _hours, _cashier, _item, _amount, _flags, _status, _note)


def in_small_tables() -> None:
    """Whatever the planner would do for four rows, have it use the indexes."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
