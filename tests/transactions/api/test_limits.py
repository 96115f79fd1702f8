"""One token's flood is its own affair: told to wait, and nobody else is."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from stores.models import TokenScope
from tests.transactions.api.conftest import Program, made
from tests.transactions.api.test_pushing_events import body, kind_of
from transactions.api.gate import Gate
from transactions.api.middleware import ApiMiddleware
from transactions.models import ApiAllowance, SourceFile


@pytest.fixture
def small_allowance(settings):
    settings.API_REQUESTS_PER_SECOND, settings.API_BURST = 0.01, 3
    return settings


def test_the_bucket_of_a_token_runs_dry_and_says_when_to_come_back(pusher, small_allowance):
    assert [pusher.get("me").status_code for _ in range(3)] == [200] * 3
    refused = pusher.get("me")
    assert kind_of(refused) == (429, "rate_limited")
    assert 1 <= int(refused["Retry-After"]) <= 100


def test_a_dry_bucket_fills_again_with_time_and_never_above_the_brim(pusher, small_allowance):
    for _ in range(4):
        pusher.get("me")
    ApiAllowance.objects.update(at=timezone.now() - timedelta(seconds=110))
    assert [pusher.get("me").status_code for _ in range(2)] == [200, 429]
    ApiAllowance.objects.update(at=timezone.now() - timedelta(days=30))
    assert [pusher.get("me").status_code for _ in range(4)] == [200, 200, 200, 429]


def test_one_tokens_flood_leaves_the_others_their_own_allowance(pusher, north, small_allowance):
    other = Program(made(north, TokenScope.READ).key)
    assert [pusher.get("me").status_code for _ in range(50)].count(200) == 3
    assert other.get("me").status_code == 200


def test_a_request_that_is_refused_takes_nothing(pusher, small_allowance):
    for _ in range(10):
        pusher.push(body("1"))
    assert SourceFile.objects.count() == 3
    assert ApiAllowance.objects.get().level >= -0.001


def test_the_allowance_needs_no_cache(pusher, small_allowance):
    small_allowance.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    assert [pusher.get("me").status_code for _ in range(4)] == [200, 200, 200, 429]


def test_the_allowances_are_not_written_ahead(north):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relpersistence FROM pg_class WHERE oid = 'transactions_apiallowance'::regclass"
        )
        assert cursor.fetchone() == ("u",)


def test_a_gate_lets_each_and_all_in_up_to_their_numbers():
    gate = Gate(whole=3, each=2)
    with gate.passing("a") as first, gate.passing("a") as second, gate.passing("a") as third:
        assert (first, second, third) == (True, True, False)
        with gate.passing("b") as other, gate.passing("c") as full:
            assert (other, full) == (True, False)
    with gate.passing("a") as again:
        assert again


def test_a_gate_is_free_again_after_a_failure():
    gate = Gate(whole=1, each=1)
    with pytest.raises(ValueError), gate.passing("a"):
        raise ValueError
    with gate.passing("b") as may:
        assert may


def test_a_surplus_request_is_refused_before_anything_is_done_for_it(settings):
    settings.API_REQUESTS_AT_ONCE, settings.API_REQUESTS_AT_ONCE_PER_TOKEN = 8, 1
    inside, go_on, asked = threading.Event(), threading.Event(), []

    def answer(request):
        asked.append(request.path)
        inside.set()
        assert go_on.wait(20)
        return HttpResponse()

    middleware = ApiMiddleware(answer)

    def ask(key, path="/api/v1/files"):
        return RequestFactory().get(path, headers={"authorization": f"Bearer {key}"})

    with ThreadPoolExecutor(max_workers=1) as thread:
        first = thread.submit(middleware, ask("a"))
        assert inside.wait(20)
        refused = middleware(ask("a"))
        assert (refused.status_code, refused["Retry-After"]) == (429, "1")
        assert b"too_many_at_once" in refused.content
        assert len(asked) == 1
        go_on.set()
        assert first.result(20).status_code == 200
    assert middleware(ask("a")).status_code == 200
    assert middleware(ask("a", "/files/")).status_code == 200


def test_three_hundred_at_once_double_nothing_and_leave_others_in(live):
    """One token sends everything it has from many threads; another asks meanwhile."""
    flood = live.program(live.key(TokenScope.PUSH))
    other = live.program(live.key(TokenScope.READ, "102"))
    calls = [lambda number=number: flood.push(body(str(number % 50))) for number in range(300)]
    calls[100:100] = [lambda: [other.get("me") for _ in range(3)]]  # one after another
    said = live.at_once(calls, threads=8)
    others = said.pop(100)
    assert [each.status_code for each in others] == [200] * 3
    statuses = {each.status_code for each in said}
    assert statuses <= {200, 202, 429}
    for each in said:
        if each.status_code == 429:
            assert int(each["Retry-After"]) >= 1
    taken = [each.json()["file"] for each in said if each.status_code == 202]
    rows = SourceFile.objects.exclude(state="duplicate").values_list("sha256")
    kept = live.do(lambda: list(rows.all()))
    assert len(kept) == len(set(kept))
    assert len(set(taken)) == len(taken) <= 50
