"""HTTPS APIs by settings, against a real TLS server on loopback."""

from __future__ import annotations

import json
import socket
import threading
from datetime import UTC, datetime, timedelta

import pytest

from stores.models import SourceKind
from stores.services.sources import SourceWish, add_source
from tests.transactions.sources.https_server import HttpsServer
from tests.transactions.sources.running import fetch
from transactions.models import Channel, SourceFile, Upload
from transactions.services.stored import opened
from transactions.sources import asking

ROWS = [
    {"id": 9006, "type": "Void", "totals": {"net": 12.5}, "when": "11/20/2026 10:00 AM"},
    {"id": 9007, "type": "Refund", "totals": {"net": -3}, "when": "11/20/2026 10:05 AM"},
]


def answer(rows, **more):
    body = json.dumps({"data": {"items": rows}, **more}).encode()
    return 200, {"Content-Type": "application/json"}, body


@pytest.fixture
def server(authority):
    context = authority.context("127.0.0.1", "api.example.test")
    running = HttpsServer(context, lambda _query: answer(ROWS))
    yield running
    running.close()


@pytest.fixture
def make(store, server):
    def make(*, url="", secret="", **more):
        base = url or f"https://127.0.0.1:{server.port}/sales?from={{from}}&to={{to}}"
        wish = SourceWish(
            name="API",
            settings={"url": base, "rows": "data.items", "body": "json", **more},
            secrets={"password": secret},
            times=("23:30",),
        )
        return add_source(store=store, kind=SourceKind.HTTPS, wish=wish, user=None)

    return make


def kept():
    file = SourceFile.objects.latest("pk")
    with opened(file) as stream:
        return stream.read().decode()


def test_rows_become_the_table_that_the_mapping_flow_reads(make):
    source = make(fields_wanted="Trans # = id\nType = type\nAmount = totals.net\nwhen")
    run = fetch(source)
    assert (run.state, run.found, run.taken) == ("done", 2, 1)
    assert kept().splitlines() == [
        "Trans #,Type,Amount,when",
        "9006,Void,12.5,11/20/2026 10:00 AM",
        "9007,Refund,-3,11/20/2026 10:05 AM",
    ]
    assert Upload.objects.get().channel == Channel.SCHEDULE
    assert SourceFile.objects.get().original_name.endswith(".csv")


def test_without_columns_every_value_is_one(make):
    fetch(make())
    assert kept().splitlines()[0] == "id,type,totals.net,when"


def test_dates_are_the_stores_own_and_go_on_from_the_last_fetch(make, server, store):
    store.timezone = "America/Chicago"
    store.save()
    source = make(date_format="%m/%d/%Y", days_back=2)
    fetch(source)
    today = datetime.now(UTC).astimezone(store.zone)
    path, query, _headers = server.asked[0]
    assert path == "/sales"
    assert query["to"] == f"{today:%m/%d/%Y}"
    assert query["from"] == f"{today - timedelta(days=2):%m/%d/%Y}"
    source.refresh_from_db()
    source.cursor = {"until": (today - timedelta(days=5)).isoformat()}
    source.save()
    fetch(source)
    assert server.asked[1][1]["from"] == f"{today - timedelta(days=7):%m/%d/%Y}"


@pytest.mark.parametrize(
    ("settings_", "header", "value"),
    [
        ({"auth": "bearer"}, "Authorization", "Bearer s3cret"),
        ({"auth": "header", "header_name": "X-Modi-Key"}, "X-Modi-Key", "s3cret"),
        ({"auth": "basic", "username": "joe"}, "Authorization", "Basic am9lOnMzY3JldA=="),
    ],
)
def test_who_we_are_is_said_as_the_settings_say(make, server, settings_, header, value):
    fetch(make(secret="s3cret", **settings_))
    assert server.asked[0][2][header] == value


def test_numbered_pages_are_read_to_the_first_empty_one(make, server):
    pages = {"1": ROWS[:1], "2": ROWS[1:], "3": []}
    server.answers = lambda query: answer(pages[query["page"]])
    run = fetch(make(paging="page"))
    assert (run.found, len(server.asked)) == (2, 3)
    assert len(kept().splitlines()) == 3


def test_cursors_are_followed_to_the_end_and_never_in_a_circle(make, server):
    following = {None: "b", "b": "c", "c": "b"}
    server.answers = lambda query: answer(ROWS, meta={"next": following[query.get("cursor")]})
    run = fetch(make(paging="cursor", page_parameter="cursor", next="meta.next"))
    assert (run.state, len(server.asked)) == ("done", 3)


def test_csv_is_kept_as_it_came(make, server):
    server.answers = lambda _query: (200, {}, b"Trans #,Type\n9006,Void\n")
    run = fetch(make(body="csv"))
    assert (run.found, run.taken) == (1, 1)
    assert kept() == "Trans #,Type\n9006,Void\n"


def test_the_same_answer_twice_is_known(make, server):
    source = make()
    fetch(source)
    run = fetch(source)
    assert (run.taken, run.known) == (0, 1)


def test_no_rows_is_no_file_and_no_failure(make, server):
    server.answers = lambda _query: answer([])
    run = fetch(make())
    assert (run.state, run.found, SourceFile.objects.count()) == ("done", 0, 0)


@pytest.mark.parametrize(
    ("status", "headers", "code"),
    [
        (500, {}, "bad_status"),
        (404, {}, "bad_status"),
        (401, {}, "key_refused"),
        (403, {}, "key_refused"),
        (302, {"Location": "http://169.254.169.254/latest/meta-data/"}, "redirected"),
        (301, {"Location": "https://elsewhere.example.com/"}, "redirected"),
        (429, {"Retry-After": "3600"}, "asked_to_wait"),
        (503, {"Retry-After": "Wed, 21 Oct 2099 07:28:00 GMT"}, "asked_to_wait"),
    ],
)
def test_anything_but_a_plain_yes_is_a_reason(make, server, status, headers, code):
    server.answers = lambda _query: (status, headers, b"no")
    run = fetch(make())
    assert (run.state, run.reason_code) == ("failed", code)
    assert len(server.asked) == 1


def test_a_wish_to_wait_is_heeded(make, server):
    server.answers = lambda _query: (429, {"Retry-After": "7200"}, b"")
    source = make()
    fetch(source)
    source.refresh_from_db()
    assert source.next_run_at > datetime.now(UTC) + timedelta(minutes=115)


def test_a_short_wait_in_the_middle_of_pages_is_waited_out(make, server):
    refusals = [True]

    def answers(query):
        if query["page"] == "2" and refusals:
            refusals.pop()
            return 429, {"Retry-After": "0"}, b""
        return answer(ROWS[:1] if query["page"] in "12" else [])

    server.answers = answers
    run = fetch(make(paging="page"))
    assert (run.state, run.found) == ("done", 2)


def test_when_a_later_page_fails_nothing_is_kept_and_the_cursor_stays(make, server):
    server.answers = lambda query: answer(ROWS) if query["page"] == "1" else (500, {}, b"")
    source = make(paging="page")
    run = fetch(source)
    source.refresh_from_db()
    assert (run.state, source.cursor, SourceFile.objects.count()) == ("failed", {}, 0)


@pytest.mark.parametrize(
    ("body", "code"),
    [(b"<html>log in</html>", "not_json"), (b'{"data": {}}', "no_rows"), (b"[1, 2]", "no_rows")],
)
def test_answers_that_are_no_rows_are_said(make, server, body, code):
    server.answers = lambda _query: (200, {}, body)
    assert fetch(make()).reason_code == code


def test_an_endless_answer_is_cut_off(make, server, monkeypatch):
    monkeypatch.setattr(asking, "MOST_PAGE_BYTES", 100_000)
    server.answers = lambda _query: (200, {}, b" " * 2_000_000)
    assert fetch(make()).reason_code == "too_much"


def test_a_small_answer_that_unpacks_to_a_huge_one_is_cut_off(make, server, monkeypatch):
    import gzip

    monkeypatch.setattr(asking, "MOST_PAGE_BYTES", 1_000_000)
    packed = gzip.compress(b" " * 50_000_000)
    server.answers = lambda _query: (200, {"Content-Encoding": "gzip"}, packed)
    assert fetch(make()).reason_code == "too_much"


def test_a_server_that_says_nothing_is_given_up(make, monkeypatch, authority):
    monkeypatch.setattr(asking, "_TIMEOUT", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        taken = []
        accept = threading.Thread(target=lambda: taken.append(listening.accept()), daemon=True)
        accept.start()
        source = make(url=f"https://127.0.0.1:{listening.getsockname()[1]}/")
        assert fetch(source).reason_code == "no_answer"


def test_a_certificate_that_nobody_vouches_for_is_refused(make, server, settings):
    settings.SOURCE_AUTHORITY_FILE = ""
    run = fetch(make(secret="s3cret", auth="bearer"))
    assert run.reason_code == "certificate_refused"
    assert server.asked == []


def test_a_certificate_for_another_name_is_refused(make, server, monkeypatch):
    _resolves(monkeypatch, {"other.example.test": ["127.0.0.1"]})
    source = make(url=f"https://other.example.test:{server.port}/")
    assert fetch(source).reason_code == "certificate_refused"


def test_the_name_is_looked_up_once_and_its_certificate_and_host_are_the_names(
    make, server, monkeypatch
):
    lookups = _resolves(monkeypatch, {"api.example.test": ["127.0.0.1"]})
    server.answers = lambda query: answer(ROWS if query["page"] in "12" else [])
    run = fetch(make(url=f"https://api.example.test:{server.port}/", paging="page"))
    assert run.state == "done"
    assert lookups == ["api.example.test"]
    assert server.asked[0][2]["Host"] == f"api.example.test:{server.port}"


def test_a_name_that_changes_its_mind_is_not_asked_again(make, server, monkeypatch):
    """Rebinding: allowed at the first look, our own metadata at the second."""
    answers = iter([["127.0.0.1"], ["169.254.169.254"]])
    lookups = _resolves(monkeypatch, {"api.example.test": answers})
    assert fetch(make(url=f"https://api.example.test:{server.port}/")).state == "done"
    assert lookups == ["api.example.test"]


def test_one_bad_address_among_good_ones_is_enough_to_refuse(make, server, monkeypatch):
    _resolves(monkeypatch, {"api.example.test": ["127.0.0.1", "10.0.0.7"]})
    source = make(url=f"https://api.example.test:{server.port}/")
    assert fetch(source).reason_code == "address_refused"
    assert server.asked == []


def test_proxies_of_the_environment_are_not_used(make, server, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    assert fetch(make()).state == "done"


def test_secrets_are_in_no_log_and_no_history(make, server, caplog):
    caplog.set_level("DEBUG")
    server.answers = lambda _query: (500, {}, b"")
    source = make(secret="s3cret-s3cret", auth="bearer")
    run = fetch(source)
    assert "s3cret-s3cret" not in caplog.text
    assert "s3cret-s3cret" not in str(run.reason_params)


def _resolves(monkeypatch, names):
    """Names resolve as given; answers the list of what was looked up."""
    looked_up = []
    real = socket.getaddrinfo

    def getaddrinfo(host, port, *words, **named):
        if host not in names:
            return real(host, port, *words, **named)
        looked_up.append(host)
        told = names[host]
        addresses = told if isinstance(told, list) else next(told)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return looked_up
