"""A layout that a person says something else of: rows change in place, decisions stay."""

from __future__ import annotations

import io

from stores.access import member_of
from tests.transactions.exports import ROWS, export, read_waiting, receive
from tests.transactions.settling import plain_totals, totals
from transactions.formats.canonical import FormatContext
from transactions.formats.tabular.proposal import propose
from transactions.models import Mapping, Note, Review, SourceFile, Transaction
from transactions.services.mappings import confirm_layout, read_layout_again


def understood(data):
    (proposal,) = propose(io.BytesIO(data), "export.csv", FormatContext())
    return proposal.mapping


def test_rows_keep_their_keys_decisions_and_notes_when_a_word_means_something_else(
    store, north, cast
):
    data = export(*ROWS)
    member = member_of(cast.manager, north)
    first = understood(data)
    receive(store, data)
    confirm_layout(member=member, mapping=first, name="Sales")
    read_waiting()
    before = dict(Transaction.objects.values_list("transaction_no", "pk"))
    refund, void = before["9002"], before["9004"]
    assert set(Review.objects.values_list("pk", flat=True)) >= {refund, void}
    Review.objects.filter(pk=refund).update(status="escalate", version=1)
    Note.objects.create(transaction_id=void, author=cast.manager, text="Asked him.")

    changed = first.changed(types={**first.types, "refund": "paid_out", "void": "sale"})
    confirm_layout(member=member, mapping=changed, name="Sales")
    assert read_layout_again(member=member, layout=Mapping.objects.get(version=2)) == 1
    read_waiting()

    counted = Transaction.objects.filter(standing="")
    assert dict(counted.values_list("transaction_no", "pk")) == before
    types = dict(counted.values_list("transaction_no", "event_type"))
    assert (types["9002"], types["9004"]) == ("paid_out", "sale")
    assert Review.objects.get(pk=refund).status == "escalate"
    assert Note.objects.get().transaction_id == void
    assert SourceFile.objects.get().mapping_version == 2
    assert totals() == plain_totals() != {}
