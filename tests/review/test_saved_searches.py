"""Searches under a name: one's own, shared, and never a way to see more."""

from __future__ import annotations

import pytest

from review.models import SavedSearch
from review.search import kept


@pytest.fixture
def page(cast, north):
    return cast.client("manager")


def save(page, name="Refunds", address="type=refund", **more):
    return page.post("/search/save/", {"name": name, "address": address, **more}, follow=True)


def test_a_search_is_saved_by_its_one_address_and_opened_by_its_name(page):
    response = save(page, address="min=50.00&type=refund&to=")
    assert SavedSearch.objects.get().address == "type=refund&min=50"
    assert "Refunds" in response.content.decode()


def test_one_s_own_are_seen_by_nobody_else_until_they_are_shared(page, cast):
    save(page)
    assert "Refunds" not in cast.client("owner").get("/search/").content.decode()
    mine = SavedSearch.objects.get()
    page.post(f"/search/saved/{mine.pk}/change/", {"name": "All refunds", "shared": "1"})
    told = cast.client("viewer").get("/search/").content.decode()
    assert "All refunds" in told
    assert "shared by Manager" in told


def test_a_shared_search_that_names_another_store_is_not_shown_to_a_limited_member(page, cast):
    save(page, name="Of 102", address="store=102", shared="1")
    save(page, name="Of 101", address="store=101", shared="1")
    told = cast.client("limited").get("/search/").content.decode()
    assert "Of 101" in told
    assert "Of 102" not in told


def test_only_its_owner_and_who_looks_after_people_changes_a_shared_search(page, cast):
    save(page, shared="1")
    address = f"/search/saved/{SavedSearch.objects.get().pk}/delete/"
    assert cast.client("viewer").post(address).status_code == 403
    assert cast.client("admin").post(address).status_code == 302
    assert not SavedSearch.objects.exists()


def test_anothers_own_search_is_not_found(page, cast):
    save(page)
    address = f"/search/saved/{SavedSearch.objects.get().pk}/"
    assert cast.client("owner").post(f"{address}delete/").status_code == 404
    assert cast.client("owner").post(f"{address}change/", {"name": "x"}).status_code == 404


def test_two_of_one_person_cannot_have_one_name(page, cast):
    save(page)
    assert "already" in save(page, address="type=void").content.decode()
    assert SavedSearch.objects.count() == 1
    save(cast.client("owner"))
    assert SavedSearch.objects.count() == 2


def test_a_search_needs_a_name(page):
    assert "Give the search a name" in save(page, name=" \x00 ").content.decode()


def test_nobody_keeps_searches_without_end(page, monkeypatch):
    monkeypatch.setattr(kept, "MOST_SAVED", 2)
    for number in range(3):
        save(page, name=str(number))
    assert SavedSearch.objects.count() == 2


def test_names_are_text_and_nothing_else(page):
    save(page, name="<script>alert(1)</script>")
    told = page.get("/search/").content.decode()
    assert "<script>alert" not in told
    assert "&lt;script&gt;alert" in told
