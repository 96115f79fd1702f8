"""Every order of a six-file day ends in the same transactions, flags and reviews."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import permutations

import pytest
from django.db import connection, transaction

from tests.transactions.journals import Ring, incoming, journal
from transactions.models import SourceFile
from transactions.services.parse import parse_files
from transactions.services.receive import receive_upload

_DIGEST = """
    SELECT md5(coalesce(string_agg(t.*::text, chr(10) ORDER BY t.event_key), ''))
    FROM (SELECT x.event_key, x.event_type, x.occurred_at, x.business_date, x.transaction_no,
                 x.amount, x.flags, x.flag_details, x.risk, x.receipt, x.content_hash,
                 x.declared_at, x.source_rank, x.till, x.approver, x.is_training,
                 g.code AS register, c.code AS cashier,
                 r.status, r.primary_flag, r.risk AS review_risk, r.occurred_at AS review_at
          FROM transactions_transaction x
          LEFT JOIN stores_register g ON g.id = x.register_id
          LEFT JOIN stores_cashier c ON c.id = x.cashier_id
          LEFT JOIN transactions_review r ON r.transaction_id = x.id) AS t
"""
_HELD = """
    SELECT t.transaction_no, t.event_type, t.flags, r.primary_flag
    FROM transactions_transaction t LEFT JOIN transactions_review r ON r.transaction_id = t.id
    ORDER BY t.transaction_no
"""


def a_day() -> dict[str, bytes]:
    """A journal cut into six files, with all that goes wrong on the way to us.

    A file's header carries the time of its last event: that is when it was declared.
    """
    first, second = Ring(1, "removed"), Ring(2, "sale", time="14:03:09")
    third, fourth = Ring(3, "no_sale", time="14:04:00"), Ring(4, "refund", time="14:05:00")
    fifth = Ring(5, "void", time="23:59:59")
    corrected = replace(second, kind="removed", amount="64.20")
    whole = journal(third, fourth)
    return {
        "plain": journal(first, second),
        "copied": journal(first, second) + b"\n",
        "corrected": journal(corrected, Ring(6, "sale", time="14:09:00")),
        "truncated": whole[: len(whole) * 3 // 4],
        "whole": whole,
        "appended": journal(third, fourth, fifth),
    }


@pytest.fixture
def kept(store):
    """The six files, received and not yet parsed."""
    files = [incoming(f"{name}.xml", data) for name, data in a_day().items()]
    upload = receive_upload(store=store, user=None, files=files)
    keys = list(
        SourceFile.objects.filter(upload=upload).order_by("pk").values_list("pk", flat=True)
    )
    assert len(keys) == 6
    return keys


def parse(key: int) -> None:
    parse_files([SourceFile.objects.select_related("store", "upload").get(pk=key)])


def digest() -> str:
    with connection.cursor() as cursor:
        cursor.execute(_DIGEST)
        return cursor.fetchone()[0]


def ends_of_all(left: list[int], ends: list[str]) -> None:
    """Walk the tree of orders: what two orders begin with alike is parsed once."""
    if not left:
        ends.append(digest())
    for key in left:
        with transaction.atomic():
            parse(key)
            ends_of_all([other for other in left if other != key], ends)
            transaction.set_rollback(True)


def end_of(order: tuple[int, ...]) -> str:
    with transaction.atomic():
        for key in order:
            parse(key)
        found = digest()
        transaction.set_rollback(True)
    return found


def test_the_day_holds_what_the_last_word_on_each_event_says(kept):
    for key in kept:
        parse(key)
    with connection.cursor() as cursor:
        cursor.execute(_HELD)
        assert cursor.fetchall() == [
            ("1", "sale", ["cancellation"], "cancellation"),
            ("2", "sale", ["cancellation"], "cancellation"),
            ("3", "no_sale", ["no_sale"], "no_sale"),
            ("4", "refund", ["refund"], "refund"),
            ("5", "void", ["void"], "void"),
            ("6", "sale", [], None),
        ]
    states = SourceFile.objects.values_list("original_name", "state")
    assert {name for name, state in states if state == "quarantined"} == {"truncated.xml"}


def test_thirty_orders_and_deliveries_end_the_same(kept):
    chosen = random.Random(6).sample(list(permutations(kept)), 30)
    assert len({end_of(order) for order in chosen}) == 1


def test_all_files_of_one_delivery_end_as_one_after_another(kept):
    sources = list(SourceFile.objects.filter(pk__in=kept).select_related("store", "upload"))
    with transaction.atomic():
        parse_files(sources)
        together = digest()
        transaction.set_rollback(True)
    assert together == end_of(tuple(kept))


@pytest.mark.slow
def test_all_720_orders_end_the_same(kept):
    ends: list[str] = []
    ends_of_all(kept, ends)
    assert len(ends) == 720
    assert len(set(ends)) == 1


def test_parsing_every_file_again_in_any_order_changes_nothing(kept):
    for key in kept:
        parse(key)
    once = digest()
    for key in random.Random(3).sample(kept, 6):
        parse(key)
    assert digest() == once
