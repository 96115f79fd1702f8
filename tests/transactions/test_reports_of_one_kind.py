"""A store with nothing but exports: the list tells of every sale, a report of voids tells of
some of them again. Nothing is counted twice, whichever comes first."""

from __future__ import annotations

from itertools import permutations

import pytest

from stores.access import member_of
from tests.transactions.exports import ROWS, export, read_waiting, receive
from tests.transactions.settling import plain_totals, totals
from tests.transactions.test_layout_change import understood
from transactions.models import Match, Review, Transaction
from transactions.services.mappings import confirm_layout

EXTRACT = "Receipt No,Date,Time,Register,Cashier,Total"
FILES = {
    "Transactions": export(*ROWS),
    "Voids Report": export(
        "9004,11/20/2025,9:15 AM,1,8,8.25", header=EXTRACT, title="Voids Report"
    ),
    "Refunds Report": export(
        "9002,11/19/2025,8:03 AM,1,7,64.20", header=EXTRACT, title="Refunds Report"
    ),
}


def confirmed(member, *names):
    for name in names:
        confirm_layout(member=member, mapping=understood(FILES[name]), name=name)


@pytest.mark.parametrize("order", list(permutations(FILES)), ids="-".join)
def test_a_void_in_the_list_and_in_its_own_report_is_one_void(store, north, cast, order):
    member = member_of(cast.manager, north)
    confirmed(member, *FILES)
    for name in order:
        receive(store, FILES[name], f"{name}.csv")
    counted = Transaction.objects.filter(standing="")
    assert sorted(counted.values_list("transaction_no", flat=True)) == [
        "9001",
        "9002",
        "9003",
        "9004",
    ]
    assert set(counted.values_list("source_rank", flat=True)) == {50}
    assert set(Match.objects.values_list("how", "lower__source_rank")) == {("certain", 40)}
    assert Match.objects.count() == 2
    assert set(Review.objects.values_list("transaction_id", flat=True)) <= set(
        counted.values_list("pk", flat=True)
    )
    assert totals() == plain_totals() != {}


def test_a_report_of_voids_alone_counts_by_itself(store, north, cast):
    confirmed(member_of(cast.manager, north), "Voids Report")
    receive(store, FILES["Voids Report"], "voids.csv")
    read_waiting()
    assert Transaction.objects.get().standing == ""
    assert Review.objects.count() == 1
