"""What an upload brought: known from another source is neither new nor to be reviewed."""

from __future__ import annotations

import re

from stores.access import member_of
from tests.transactions.journals import Ring, journal
from tests.transactions.settling import pushed, take_in
from transactions.models import Match, SourceFile, Upload
from transactions.selectors.uploads import progress_of
from transactions.services.matches import decide_match

REFUND = Ring(42, "refund", "64.20")


def progress(upload):
    return progress_of([upload.pk])[upload.pk]


def numbers(page):
    """The numbers of a page under their words."""
    found = re.findall(r'<div class="number"><dt>(.+?)</dt><dd>(?:<a [^>]*>)?(\d+)', page)
    return {word: int(count) for word, count in found}


def journal_and_export(store, **other):
    """The uploads of a journal's refund, and of a lesser source that tells of it and of a
    sale on a register that the journal says nothing about."""
    first = take_in(store, journal(REFUND))
    return first, take_in(store, pushed(REFUND, Ring(77, register="2"), **other))


def test_second_accounts_are_counted_apart_from_new_ones(store, cast):
    _, upload = journal_and_export(store)
    found = progress(upload)
    assert (found.events, found.new_transactions, found.second) == (2, 1, 1)
    assert (found.undecided, found.to_review) == (0, 0)
    page = cast.client("manager").get(f"/uploads/{upload.pk}/").text
    assert "1 new transaction, 1 known from another source" in page
    shown = numbers(page)
    assert (shown["new transactions"], shown["known from another source"]) == (1, 1)
    assert shown["to review"] == 0


def test_the_journals_own_upload_says_nothing_of_it(store, cast):
    upload, _ = journal_and_export(store)
    found = progress(upload)
    assert (found.new_transactions, found.second, found.to_review) == (1, 0, 1)


def test_what_came_first_is_no_longer_new_once_the_journal_tells_of_it(store):
    take_in(store, pushed(REFUND))
    upload = Upload.objects.get()
    assert (progress(upload).new_transactions, progress(upload).to_review) == (1, 1)
    version = progress(upload).version
    take_in(store, journal(REFUND))
    found = progress(upload)
    assert (found.new_transactions, found.second, found.to_review) == (0, 1, 0)
    assert found.version != version


def test_what_may_be_known_is_said_to_be_undecided_until_somebody_decides(store, north, cast):
    _, upload = journal_and_export(store, shift=121)
    found = progress(upload)
    assert (found.new_transactions, found.second, found.undecided) == (1, 0, 1)
    client = cast.client("manager")
    assert "1 perhaps known: to decide" in client.get(f"/uploads/{upload.pk}/").text
    member = member_of(cast.manager, north)
    decide_match(member=member, lower_id=Match.objects.get().pk, how="other")
    assert (progress(upload).new_transactions, progress(upload).undecided) == (2, 0)
    decide_match(member=member, lower_id=Match.objects.get().pk, how="set_aside")
    assert (progress(upload).new_transactions, progress(upload).to_review) == (1, 0)


def test_a_files_page_counts_them_apart(store, cast):
    journal_and_export(store)
    file = SourceFile.objects.get(format="canonical_json")
    shown = numbers(cast.client("manager").get(f"/files/{file.pk}/").text)
    assert (shown["transactions"], shown["new"], shown["known from another source"]) == (2, 1, 1)


def test_history_is_not_said_to_be_reviewed(store):
    upload = Upload.objects.create(store=store, name="year.zip", is_backfill=True)
    SourceFile.objects.create(
        store=store, upload=upload, original_name="a", sha256="a", size=1, state="ingested",
        events=5, new_transactions=5, flagged=3,
    )  # fmt: skip
    assert (progress(upload).new_transactions, progress(upload).to_review) == (5, 0)
