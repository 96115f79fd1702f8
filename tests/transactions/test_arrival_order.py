"""Any split, order, repetition or lateness of the same events ends in the same rows."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jobs.worker import work
from tests.transactions.journals import Ring, incoming, journal
from transactions.models import Review, SourceFile, Transaction
from transactions.services.receive import receive_upload

KINDS = ("sale", "refund", "void", "no_sale", "removed")
FACTS = (
    "event_key", "event_type", "occurred_at", "business_date", "transaction_no", "amount",
    "flags", "flag_details", "risk", "receipt", "content_hash", "declared_at",
    "register__code", "cashier__code",
)  # fmt: skip

rings = st.builds(
    Ring,
    number=st.integers(1, 6),
    kind=st.sampled_from(KINDS),
    amount=st.sampled_from(["4.50", "64.20", "0.99"]),
    register=st.sampled_from(["1", "2"]),
    cashier=st.sampled_from(["7", "8"]),
    time=st.sampled_from(["14:03:07", "14:03:08", "02:30:00"]),
)


def state():
    return (
        list(Transaction.objects.order_by("event_key").values_list(*FACTS)),
        list(
            Review.objects.order_by("transaction__event_key").values_list(
                "transaction__event_key", "status", "primary_flag", "risk", "occurred_at"
            )
        ),
    )


def state_after(store, deliveries):
    """The final state after the deliveries came one after another; then all is undone."""
    with transaction.atomic():
        for number, files in enumerate(deliveries):
            receive_upload(
                store=store,
                user=None,
                files=[incoming(f"{number}-{n}.xml", data) for n, data in enumerate(files)],
            )
            work("quick", seconds=30)
        found = state()
        assert not SourceFile.objects.filter(state__in=["received", "quarantined"]).exists()
        transaction.set_rollback(True)
    return found


@st.composite
def split_and_shuffled(draw, files):
    """The files, some twice, in any order, cut into deliveries anywhere."""
    order = draw(st.permutations(files + draw(st.lists(st.sampled_from(files), max_size=3))))
    cuts = sorted(draw(st.sets(st.integers(1, max(1, len(order) - 1)), max_size=3)))
    return [
        part
        for start, end in zip([0, *cuts], [*cuts, len(order)], strict=True)
        if (part := order[start:end])
    ]


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_any_arrival_ends_in_the_same_rows_and_flags(store, data):
    files = data.draw(
        st.lists(
            st.lists(rings, min_size=1, max_size=4).map(lambda some: journal(*some)),
            min_size=1,
            max_size=5,
        )
    )
    expected = state_after(store, [[file] for file in files])
    assert state_after(store, data.draw(split_and_shuffled(files))) == expected


def test_the_orders_of_a_six_file_day_end_the_same(store):
    """Every 60th of the 720 orders, received and worked off as files are; all of them are parsed in
    ``test_permutations.py``. Each in one delivery and file by file."""
    base = Ring(1, "removed")
    files = [
        journal(base),
        journal(replace(base, kind="sale", amount="0.99")),
        journal(Ring(2, "refund", time="14:03:09")),
        journal(Ring(2, "refund", time="14:03:09"), Ring(3, "no_sale", time="14:04:00")),
        journal(Ring(3, "no_sale", time="14:04:00"), base),
        journal(Ring(4, "void", time="23:59:59")),
    ]
    orders = list(permutations(files))[::60]
    states = {repr(state_after(store, [[file] for file in order])) for order in orders}
    states |= {repr(state_after(store, [list(order)])) for order in orders}
    assert len(states) == 1
