"""Whatever is asked: the rows, and the order, of a slow and obvious filter."""

from __future__ import annotations

import uuid
from datetime import timedelta
from urllib.parse import parse_qs

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stores.models import Store
from tests.review.factories import plain
from tests.transactions.search.queries import queries
from tests.transactions.search.worlds import NOW, build, in_small_tables, loaded, slow
from transactions.search.find import make_search
from transactions.search.query import Query
from transactions.search.reading import read_query
from transactions.search.writing import write_query

MANY = settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])


def through(search, size, start=""):
    """Every page from the first to the last."""
    ids, after = [], start
    while True:
        found = search.page(after=after, size=size)
        ids += found.ids
        after = found.after
        if not after:
            return ids


@pytest.fixture
def world(north):
    build(seed=3, count=160)
    in_small_tables()
    return loaded()


@MANY
@given(query=queries(), limited=st.booleans(), size=st.integers(1, 60))
def test_any_search_finds_what_a_slow_filter_finds(world, query, limited, size):
    store_ids = frozenset({Store.objects.get(code="101").pk}) if limited else None
    search = make_search(query, store_ids, now=NOW)
    expected = slow(world, query, store_ids)
    assert through(search, size) == expected
    assert search.count() == len(expected)
    assert search.count(limit=3) == min(len(expected), 4)


@MANY
@given(query=queries())
def test_an_address_says_all_of_a_query(query):
    reading = read_query(parse_qs(write_query(query), keep_blank_values=True))
    assert reading.problems == ()
    assert reading.query == query


@MANY
@given(query=queries(), size=st.integers(1, 20))
def test_going_back_shows_the_pages_one_came_by(world, query, size):
    search = make_search(query, None, now=NOW)
    pages, after = [], ""
    while True:
        found = search.page(after=after, size=size)
        pages.append(found)
        if not (after := found.after):
            break
    back, before = [], pages[-1].before
    while before:
        found = search.page(before=before, size=size)
        back.append(found.ids)
        before = found.before
    assert [page.ids for page in pages[:-1]] == back[::-1]


@pytest.mark.parametrize("order", ["newest", "oldest", "amount"])
def test_rows_that_come_in_meanwhile_neither_repeat_nor_hide_any(north, store, order):
    before = {row.pk for row in build(seed=5, count=60) if not row.standing}
    query = Query(order=order)
    expected = [pk for pk in slow(loaded(), query, None) if pk in before]
    seen, after = [], ""
    while True:
        found = make_search(query, None, now=NOW).page(after=after, size=7)
        seen += found.ids
        after = found.after
        if not after:
            break
        for shift in (0, 3, 400):
            plain(store, at=NOW - timedelta(hours=shift), event_key=uuid.uuid4().hex)
    assert [pk for pk in seen if pk in before] == expected
    assert len(seen) == len(set(seen))
