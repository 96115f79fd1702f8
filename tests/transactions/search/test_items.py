"""Items are what the receipts say, in whatever order, as often as one looks."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from jobs.models import Job
from tests.review.factories import NOON, plain
from tests.transactions.journals import Ring, incoming, journal
from transactions.models import Item, ItemsTouched, ItemUse, ItemWord, SourceFile, Transaction
from transactions.search.items import fill, index
from transactions.search.items.lookup import items_with
from transactions.search.words import searched
from transactions.services.parse import parse_files
from transactions.services.receive import receive_upload


def sold(store, *names, minutes=0, **fields):
    lines = [{"description": name, "sku": f"00{number}"} for number, name in enumerate(names)]
    at = NOON + timedelta(minutes=minutes)
    return plain(store, receipt={"lines": lines}, at=at, **fields)


def names_of(row):
    items = ItemUse.objects.filter(transaction=row).values_list("item__name", flat=True)
    return sorted(items)


def index_all(store):
    fill.ask_for_all([store.pk])
    while fill.index_store(store.pk):
        pass


def test_an_item_is_kept_once_however_many_lines_it_has(store):
    row = sold(store, "COFFEE", "BAGEL")
    again = sold(store, "COFFEE")
    index_all(store)
    assert names_of(row) == ["BAGEL", "COFFEE"]
    assert names_of(again) == ["COFFEE"]
    assert Item.objects.filter(name="COFFEE").count() == 1


def test_a_receipt_that_was_revised_has_its_new_items_only(store):
    row = sold(store, "COFFEE", "BAGEL")
    index_all(store)
    moved = NOON + timedelta(minutes=5)
    lines = {"lines": [{"description": "TEA", "sku": "9"}]}
    Transaction.objects.filter(pk=row.pk).update(receipt=lines, occurred_at=moved)
    index_all(store)
    assert names_of(row) == ["TEA"]
    assert ItemUse.objects.get(transaction=row).occurred_at == moved


def test_what_a_file_no_longer_tells_of_has_no_items(store):
    row = sold(store, "COFFEE")
    index_all(store)
    Transaction.objects.filter(pk=row.pk).update(standing="withdrawn")
    index_all(store)
    assert names_of(row) == []


def test_any_order_of_spans_ends_in_the_same(store):
    rows = [sold(store, f"ITEM{number}", minutes=number * 100) for number in range(8)]
    spans = [(row.occurred_at, row.occurred_at) for row in rows] * 2
    random.Random(4).shuffle(spans)
    for since, until in spans:
        ItemsTouched.objects.create(store=store, since=since, until=until)
        fill.index_store(store.pk)
    assert [names_of(row) for row in rows] == [[f"ITEM{number}"] for number in range(8)]
    assert not ItemsTouched.objects.exists()


def test_a_long_span_is_done_in_pieces_and_the_rest_stays_for_the_next_run(store, monkeypatch):
    monkeypatch.setattr(index, "PIECE", 3)
    monkeypatch.setattr(fill, "MOST_A_RUN", 4)
    rows = [sold(store, f"ITEM{number}", minutes=number // 2) for number in range(11)]
    fill.ask_for_all([store.pk])
    looked = 0
    while ItemsTouched.objects.exists():
        Job.objects.filter(kind="index_items").delete()
        looked += fill.index_store(store.pk)
        assert Job.objects.filter(kind="index_items").exists() == ItemsTouched.objects.exists()
    assert looked == 11
    assert ItemUse.objects.filter(transaction__in=rows).count() == 11


def test_ingest_asks_for_the_items_of_what_it_wrote(store, cast):
    data = journal(Ring(1, item="LOTTO TICKET"), Ring(2, item="COFFEE"))
    receive_upload(user=cast.manager, store=store, files=[incoming("a.xml", data)])
    parse_files(list(SourceFile.objects.select_related("store", "upload")))
    job = Job.objects.get(kind="index_items")
    assert (job.key, job.state) == (str(store.pk), "queued")
    fill.index_store(store.pk)
    assert set(ItemUse.objects.values_list("item__name", flat=True)) == {"LOTTO TICKET", "COFFEE"}


@pytest.mark.parametrize(
    ("typed", "finds"),
    [
        ("coff", True),
        ("COFFEE", True),
        ("grande coffee", True),
        ("cafe", True),
        ("45678", True),
        ("0045678", True),
        ("offee", False),
        ("coffee tea", False),
        ("%", False),
        ("_offee", False),
    ],
)
def test_items_are_found_by_the_beginnings_of_their_words(store, typed, finds):
    lines = {"lines": [{"description": "Coffee GRANDE (Café)", "sku": "0045678"}]}
    plain(store, receipt=lines)
    index_all(store)
    assert bool(items_with(searched(typed))) == finds


def test_words_too_long_and_receipts_of_nothing_do_no_harm(store):
    lines = [{"description": "x" * 5000, "sku": "9" * 500}, {"description": "", "sku": ""}, {}]
    plain(store, receipt={"lines": lines})
    plain(store, receipt={})
    index_all(store)
    assert ItemUse.objects.count() == 1
    assert all(len(word) <= 40 for word in ItemWord.objects.values_list("word", flat=True))


def test_the_command_looks_at_everything_again_and_says_how_much(store, capsys):
    row = sold(store, "COFFEE")
    ItemUse.objects.all().delete()
    call_command("index_items", chain="north", json=True)
    assert names_of(row) == ["COFFEE"]
    assert '{"transactions":1}' in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("index_items", chain="north", store="nowhere")
    with pytest.raises(CommandError):
        call_command("index_items", chain="no_such_chain")
