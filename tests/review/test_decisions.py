import re

import pytest

from tests.review.factories import flagged
from transactions.models import Note, Review

HTMX = {"HX-Request": "true"}


def decide(client, row, status, version=0, **more):
    return client.post(
        f"/transactions/{row.pk}/decide/", {"status": status, "version": version}, **more
    )


def test_after_a_decision_the_next_item_slides_in_and_undo_is_offered(cast, store):
    first, second = flagged(store, risk=90), flagged(store, risk=50, transaction_no="NEXT-1")

    response = decide(cast.client("manager"), first, "approved", headers=HTMX)

    assert response.status_code == 200
    assert "Receipt NEXT-1" in response.text
    assert response["HX-Push-Url"] == f"/transactions/{second.pk}/"
    assert f"/transactions/{first.pk}/undo/" in response.text
    assert re.search(r'id="to-review"[^>]*>1<', response.text)
    assert Review.objects.get(pk=first.pk).status == "approved"


def test_the_next_item_follows_the_filters_one_came_with(cast, store, other_store):
    first = flagged(store, risk=90)
    flagged(other_store, risk=80)
    mine = flagged(store, risk=10)
    response = cast.client("manager").post(
        f"/transactions/{first.pk}/decide/?store=101",
        {"status": "approved", "version": 0},
        headers=HTMX,
    )
    assert response["HX-Push-Url"] == f"/transactions/{mine.pk}/?store=101"


def test_after_the_last_one_the_page_says_so(cast, store):
    response = decide(cast.client("manager"), flagged(store), "escalate", headers=HTMX)
    assert "That was the last one." in response.text
    assert response["HX-Push-Url"] == "/"


def test_without_scripts_a_decision_leads_to_the_next_page(cast, store):
    first, second = flagged(store, risk=90), flagged(store, risk=50)
    response = decide(cast.client("manager"), first, "investigate")
    assert (response.status_code, response["Location"]) == (302, f"/transactions/{second.pk}/")


def test_the_second_of_two_reviewers_reads_who_decided_what(cast, store):
    row = flagged(store)
    decide(cast.client("admin"), row, "approved")

    response = decide(cast.client("manager"), row, "escalate", headers=HTMX)

    assert response.status_code == 409
    assert "Admin decided Approved 0 s ago." in re.sub(r"\s+", " ", response.text)
    assert "Your Escalate was not saved." in response.text
    assert response["HX-Retarget"] == "#decision"
    assert Review.objects.get(pk=row.pk).status == "approved"


def test_after_the_conflict_one_may_decide_knowingly(cast, store):
    row = flagged(store)
    decide(cast.client("admin"), row, "approved")
    told = decide(cast.client("manager"), row, "escalate", headers=HTMX)
    version = int(re.search(r'name="version"\s+value="(\d+)"', told.text)[1])

    decide(cast.client("manager"), row, "escalate", version=version, headers=HTMX)

    assert Review.objects.get(pk=row.pk).status == "escalate"


def test_undo_brings_the_item_back(cast, store):
    row = flagged(store)
    client = cast.client("manager")
    decide(client, row, "approved", headers=HTMX)
    response = client.post(f"/transactions/{row.pk}/undo/", {"version": 1}, headers=HTMX)
    assert response["HX-Push-Url"] == f"/transactions/{row.pk}/"
    assert Review.objects.get(pk=row.pk).status == "new"


def test_undo_of_what_another_changed_since_is_refused(cast, store):
    row = flagged(store)
    client = cast.client("manager")
    decide(client, row, "approved", headers=HTMX)
    decide(cast.client("admin"), row, "escalate", version=1)
    response = client.post(f"/transactions/{row.pk}/undo/", {"version": 1}, headers=HTMX)
    assert response.status_code == 409
    assert Review.objects.get(pk=row.pk).status == "escalate"


@pytest.mark.parametrize(
    "sent",
    [
        {"status": "new", "version": 0},
        {"status": "approved"},
        {"status": "approved", "version": "x"},
        {"version": 0},
    ],
)
def test_a_form_that_is_not_ours_is_refused(cast, store, sent):
    row = flagged(store)
    response = cast.client("manager").post(f"/transactions/{row.pk}/decide/", sent)
    assert response.status_code == 400
    assert Review.objects.get(pk=row.pk).status == "new"


@pytest.mark.parametrize("what", ["decide", "undo", "notes"])
def test_a_viewer_is_told_who_can_grant_the_right(cast, store, what):
    row = flagged(store)
    response = cast.client("viewer").post(
        f"/transactions/{row.pk}/{what}/", {"status": "approved", "version": 0, "text": "x"}
    )
    assert response.status_code == 403
    assert "Owner, Admin" in response.text or "Admin, Owner" in response.text
    assert (Review.objects.get(pk=row.pk).status, Note.objects.count()) == ("new", 0)


@pytest.mark.parametrize("what", ["decide", "undo", "notes"])
def test_another_store_is_not_found_for_a_limited_manager(cast, other_store, what):
    row = flagged(other_store)
    response = cast.client("limited").post(
        f"/transactions/{row.pk}/{what}/", {"status": "approved", "version": 0, "text": "x"}
    )
    assert response.status_code == 404
    assert (Review.objects.get(pk=row.pk).status, Note.objects.count()) == ("new", 0)


@pytest.mark.parametrize("what", ["decide", "undo", "notes"])
def test_writing_takes_a_post(cast, store, what):
    assert (
        cast.client("manager").get(f"/transactions/{flagged(store).pk}/{what}/").status_code == 405
    )


def test_a_note_shows_in_the_trail_at_once(cast, store):
    row = flagged(store)
    response = cast.client("manager").post(
        f"/transactions/{row.pk}/notes/", {"text": "No customer there"}, headers=HTMX
    )
    assert "No customer there" in response.text
    assert "<html" not in response.text


def test_an_empty_note_is_not_written(cast, store):
    row = flagged(store)
    response = cast.client("manager").post(
        f"/transactions/{row.pk}/notes/", {"text": "  "}, headers=HTMX
    )
    assert (response.status_code, Note.objects.count()) == (422, 0)
