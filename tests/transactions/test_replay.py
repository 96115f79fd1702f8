"""Reading kept files again changes rows in place, and nothing that people did."""

from __future__ import annotations

import json

import pytest
from django.core.management import CommandError, call_command

from jobs.worker import work
from stores.access import member_of
from stores.models import Store
from tests.transactions.journals import Ring, journal
from tests.transactions.settling import plain_totals, take_in, totals
from transactions.models import FileState, Review, SourceFile, Transaction, Unfamiliar
from transactions.services import rows
from transactions.services.move import NotToMoveError, move_file
from transactions.services.replay import replay_files


def again(**wanted):
    count = replay_files(files=SourceFile.objects.filter(**wanted), by=None)
    work("quick", seconds=60)
    return count


def state():
    return (
        list(Transaction.objects.order_by("id").values()),
        list(Review.objects.order_by("pk").values()),
        totals(),
        list(Unfamiliar.objects.order_by("kind", "name").values("kind", "name", "count")),
    )


def test_reading_again_changes_nothing_that_is_right(store):
    take_in(store, journal(Ring(1, "refund"), Ring(2)), journal(Ring(2), Ring(3, "void")))
    before = state()
    assert again() == 2
    for now, was in zip(state(), before, strict=True):
        assert now == was
    assert set(SourceFile.objects.values_list("replays", "state")) == {(1, FileState.INGESTED)}


def test_what_a_changed_map_makes_of_an_event_changes_in_its_row(store):
    take_in(store, journal(Ring(1, "refund"), Ring(2)))
    Review.objects.update(status="investigate", version=1)
    ids = set(Transaction.objects.values_list("pk", flat=True))
    Store.objects.filter(pk=store.pk).update(department_roles={"4": "lottery_payout"})
    again()
    refund = Transaction.objects.get(transaction_no="1")
    assert "refund" not in refund.flags
    assert set(Transaction.objects.values_list("pk", flat=True)) == ids
    assert Review.objects.get().status == "investigate"
    assert totals() == plain_totals()


def test_an_event_that_is_named_otherwise_keeps_its_row(store, monkeypatch):
    take_in(store, journal(Ring(1, "refund"), Ring(2)))
    ids = set(Transaction.objects.values_list("pk", flat=True))
    named = rows.event_key
    monkeypatch.setattr(rows, "event_key", lambda *args: named(*args)[::-1])
    again()
    assert set(Transaction.objects.values_list("pk", flat=True)) == ids
    assert Review.objects.count() == 1
    assert totals() == plain_totals()


def test_what_a_file_no_longer_tells_of_is_withdrawn_unless_another_does(store, monkeypatch):
    take_in(store, journal(Ring(1, "refund"), Ring(2, "refund", time="15:00:00")))
    take_in(store, journal(Ring(1, "refund")).replace(b"<EndTime>14", b"<EndTime>13"))
    from transactions.services import read_file

    read = read_file.open_journal
    first = SourceFile.objects.order_by("pk").first()

    def forgetful(stream, name, context, found):
        reader = read(stream, name, context, found)
        events = list(reader)
        reader.__class__ = type(
            "Forgetful", (reader.__class__,),
            {"__iter__": lambda _self: iter([] if len(events) == 2 else events)},
        )  # fmt: skip
        return reader

    monkeypatch.setattr(read_file, "open_journal", forgetful)
    again(pk=first.pk)
    standing = dict(Transaction.objects.values_list("transaction_no", "standing"))
    assert standing == {"1": "", "2": "withdrawn"}
    assert Review.objects.get().transaction.transaction_no == "1"
    assert totals() == plain_totals()


def test_a_held_file_is_read_at_the_store_it_names(store, other_store, north, cast):
    take_in(store, journal(Ring(1), store="102"))
    held = SourceFile.objects.get()
    assert (held.state, held.reason_code) == ("quarantined", "other_store")
    move_file(member=member_of(cast.manager, north), file=held, store=other_store)
    work("quick", seconds=30)
    assert Transaction.objects.get().store == other_store
    assert SourceFile.objects.get().state == FileState.INGESTED


def test_a_file_in_its_own_store_is_not_handed_over(store, other_store, north, cast):
    take_in(store, journal(Ring(1)))
    with pytest.raises(NotToMoveError):
        move_file(
            member=member_of(cast.manager, north), file=SourceFile.objects.get(), store=other_store
        )


def test_nobody_hands_a_file_to_a_store_they_may_not_see(store, other_store, north, cast):
    take_in(store, journal(Ring(1), store="102"))
    with pytest.raises(Store.DoesNotExist):
        move_file(
            member=member_of(cast.limited, north), file=SourceFile.objects.get(), store=other_store
        )


def test_a_number_that_no_store_has_is_held_once_the_store_has_told_its_own(store):
    take_in(store, *(journal(Ring(n)) for n in range(1, 4)))
    upload = take_in(store, journal(Ring(9), store="777"))
    assert upload.files.get().reason_code == "unknown_store"


def test_the_command_reads_again_what_it_is_told_and_nothing_unasked(store, capsys):
    take_in(store, journal(Ring(1)))
    file = SourceFile.objects.get()
    call_command("replay", chain="north", file=[file.pk], json=True)
    assert json.loads(capsys.readouterr().out) == {"files": 1}
    with pytest.raises(CommandError, match="Say which files"):
        call_command("replay", chain="north")
