"""What registers counted themselves: of several tellings one wins, whatever their order."""

from __future__ import annotations

from decimal import Decimal
from itertools import permutations
from pathlib import Path

import pytest
from django.db import transaction

from jobs.worker import work
from tests.transactions.settling import take_in
from transactions.models import ControlCount, SourceFile
from transactions.services.replay import replay_files

REPORT = Path(__file__).parents[1] / "fixtures" / "naxml_movement" / "passport_msm_day.xml"
NO_SALES = b"<MiscellaneousSummaryCount>11</MiscellaneousSummaryCount>"


def telling(no_sales, *, until="23:59:26", store="101"):
    """The day's report with this many no sales, closed at ``until``."""
    text = REPORT.read_bytes()
    assert text.count(NO_SALES) == 1
    text = text.replace(NO_SALES, NO_SALES.replace(b"11", str(no_sales).encode()))
    text = text.replace(b"23:59:26", until.encode())
    return text.replace(b"<StoreLocationID>101<", f"<StoreLocationID>{store}<".encode())


def no_sales(store):
    return store.control_counts.get(raw_name="statistics/noSales")


def everything():
    rows = ControlCount.objects.order_by("store_id", "business_date", "key")
    return list(rows.values_list("store_id", "business_date", "key", "count", "amount"))


TELLINGS = [telling(11, until="18:00:00"), telling(14), telling(12, until="20:00:00")]


@pytest.mark.parametrize("order", list(permutations(TELLINGS)))
def test_the_latest_declared_telling_wins_in_any_order(store, order):
    for file in order:
        take_in(store, file)
    assert no_sales(store).count == 14


@pytest.mark.parametrize("order", list(permutations(TELLINGS)))
def test_it_wins_within_one_batch_too(store, order):
    take_in(store, *order)
    assert no_sales(store).count == 14
    assert no_sales(store).source_file.sha256


def test_two_tellings_of_one_time_end_alike_in_both_orders(store):
    found = []
    for order in permutations([telling(11), telling(12)]):
        with transaction.atomic():
            for file in order:
                take_in(store, file)
            found.append(everything())
            transaction.set_rollback(True)
    assert found[0] == found[1] != []


def test_reading_all_again_changes_no_count(store):
    take_in(store, *TELLINGS)
    before = everything()
    replay_files(files=SourceFile.objects.all(), by=None)
    work("quick", seconds=60)
    assert everything() == before


def test_two_stores_in_one_batch_keep_their_own_counts(store, other_store):
    take_in(store, telling(11))
    take_in(other_store, telling(3, store="102"))
    SourceFile.objects.update(control_totals=9)
    replay_files(files=SourceFile.objects.all(), by=None)
    work("quick", seconds=60)
    assert no_sales(store).count == Decimal(11)
    assert no_sales(other_store).count == Decimal(3)
