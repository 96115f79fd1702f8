"""What nobody gave a meaning yet: counted once, shown by an example without card numbers."""

from __future__ import annotations

from jobs.worker import work
from tests.transactions.journals import Ring, incoming, journal
from tests.transactions.settling import take_in
from transactions.models import SourceFile, Unfamiliar
from transactions.services.parse import parse_files
from transactions.services.receive import receive_upload
from transactions.services.replay import replay_files

CARD = "4539148803436467"
STRANGE = f"<LoyaltyThing><Holder>{CARD}</Holder></LoyaltyThing></SaleEvent>".encode()


def strange(*rings, store="101"):
    """A journal whose sales hold an element that no reader knows, with a card number in it."""
    return journal(*rings, store=store).replace(b"</SaleEvent>", STRANGE)


def counts(store):
    return {(u.kind, u.name): u.count for u in store.unfamiliar.all()}


def element(store):
    return store.unfamiliar.get(kind="element", name="LoyaltyThing")


def read_again():
    replay_files(files=SourceFile.objects.all(), by=None)
    work("quick", seconds=60)


def test_an_example_is_cut_from_the_masked_bytes(store):
    take_in(store, strange(Ring(1)))
    example = element(store).example
    assert example.startswith("<LoyaltyThing>")
    assert example.endswith("</LoyaltyThing>")
    assert CARD not in example
    assert CARD[-4:] in example


def test_counts_grow_by_file_and_the_first_example_stays(store):
    take_in(store, strange(Ring(1)))
    first = element(store)
    take_in(store, strange(Ring(2), Ring(3)))
    now = element(store)
    assert (first.count, now.count) == (1, 3)
    assert (now.first_file_id, now.example) == (first.first_file_id, first.example)


def test_reading_again_counts_nothing_twice(store):
    take_in(store, strange(Ring(1)), journal(Ring(2)))
    before = counts(store)
    read_again()
    read_again()
    assert counts(store) == before
    assert before[("department", "4")] == 2


def test_what_was_given_a_meaning_goes_when_its_files_are_read_again(store):
    take_in(store, journal(Ring(1), Ring(2)))
    assert counts(store) == {("department", "4"): 2}
    store.department_roles = {"4": "merchandise"}
    store.save()
    read_again()
    assert counts(store) == {}


def test_a_settled_part_stays_settled_when_it_comes_again(store):
    take_in(store, journal(Ring(1)))
    when = Unfamiliar.objects.get().first_at
    Unfamiliar.objects.update(settled_at=when)
    take_in(store, journal(Ring(2)))
    row = Unfamiliar.objects.get()
    assert (row.settled_at, row.count) == (when, 2)


def test_the_stores_of_a_batch_each_have_their_own_list(store, other_store):
    for each, rings in ((store, [Ring(1)]), (other_store, [Ring(1), Ring(2)])):
        files = [incoming("day.xml", strange(*rings, store=each.code))]
        receive_upload(store=each, user=None, files=files)
    parse_files(list(SourceFile.objects.select_related("store", "upload")))
    assert counts(store) == {("element", "LoyaltyThing"): 1, ("department", "4"): 1}
    assert counts(other_store) == {("element", "LoyaltyThing"): 2, ("department", "4"): 2}
    assert element(other_store).first_file.store_id == other_store.pk
