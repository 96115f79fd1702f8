"""Requests that mean harm, or that no client should send: each gets a problem, no stack."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.db import connection
from django.test import RequestFactory

from tests.transactions.api.conftest import Program
from tests.transactions.api.test_pushing_events import body, kind_of
from tests.transactions.journals import Ring, journal
from transactions.api import parsers
from transactions.api.problems import ApiProblem
from transactions.formats.canonical_json.reader import MAX_BODY_BYTES
from transactions.models import SourceFile

JOURNAL = journal(Ring(1))
MEMBERS = {"type", "title", "status", "detail", "instance", "what_to_do"}


def check(response, status):
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    said = response.json()
    assert set(said) >= MEMBERS
    assert said["status"] == status
    assert all(str(said[name]) for name in MEMBERS)
    assert "Traceback" not in response.content.decode()
    return said


@pytest.mark.parametrize("path", ["", "nothing", "files/", "files/x", "files/-1", "../admin", "v2"])
def test_an_unknown_address_is_a_problem_too(path, pusher):
    check(pusher.get(path), 404)
    check(pusher.client.get(f"/api/{path}"), 404)


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace", "head"])
def test_a_method_that_is_not_there_is_said_with_those_that_are(method, pusher):
    response = getattr(pusher.client, method)("/api/v1/events", headers=pusher.headers)
    assert response.status_code == 405
    assert "POST" in response["Allow"]
    if method != "head":
        check(response, 405)


def test_an_answer_in_another_form_cannot_be_had(pusher):
    pusher.headers["accept"] = "text/html"
    check(pusher.get("me"), 406)


@pytest.mark.parametrize(
    "kind", ["application/x-www-form-urlencoded", "image/png", "application/json", "nonsense", ""]
)
def test_a_body_of_another_kind_is_not_taken_as_a_file(kind, pusher):
    check(pusher.post("files", JOURNAL, kind), 415)


@pytest.mark.parametrize("kind", ["multipart/form-data", "text/csv", "application/xml"])
def test_a_body_of_another_kind_is_not_taken_as_events(kind, pusher):
    check(pusher.post("events", b"x", kind), 415)


def test_a_body_that_is_too_long_is_refused_by_its_length_alone(pusher, settings):
    settings.MAX_UPLOAD_BYTES = 1024 * 1024
    said = check(pusher.send(b"x" * (1024 * 1024 + 1)), 413)
    assert said["limit_bytes"] == 1024 * 1024
    check(pusher.push(b" " * (MAX_BODY_BYTES + 1)), 413)
    assert not SourceFile.objects.exists()


@pytest.mark.parametrize("said", ["ten", "-1", "1e3", "٣"])
def test_a_length_that_is_no_number_is_refused(said):
    request = RequestFactory().post("/", b"x", content_type="text/csv", CONTENT_LENGTH=said)
    with pytest.raises(ApiProblem) as refused:
        parsers.check_length(request, 10)
    assert refused.value.status == 400


def test_a_body_without_a_length_is_asked_for_it(pusher):
    response = pusher.client.generic(
        "POST",
        "/api/v1/events",
        b"",
        "application/json",
        headers={**pusher.headers, "transfer-encoding": "chunked"},
        CONTENT_LENGTH="",
    )
    check(response, 411)


def test_a_body_that_ends_early_is_not_taken(pusher):
    response = pusher.client.generic(
        "POST",
        "/api/v1/files",
        JOURNAL,
        "application/xml",
        headers=pusher.headers,
        CONTENT_LENGTH=str(len(JOURNAL) + 100),
        **{"wsgi.input": io.BytesIO(JOURNAL)},
    )
    check(response, 400)
    assert not SourceFile.objects.exists()


@pytest.mark.parametrize(
    "form",
    [
        b"",
        b"--x",
        b"--x\r\n\r\n",
        b"--x\r\nContent-Disposition: form-data; name=files; filename=a\r\n\r\n",
        b"\xff" * 1000,
    ],
)
def test_a_broken_form_is_refused(form, pusher):
    check(pusher.post("files", form, "multipart/form-data; boundary=x"), 400)
    check(pusher.post("files", form, "multipart/form-data"), 400)


def test_too_many_files_in_a_form_are_refused(pusher, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 3
    form = {f"f{number}": io.BytesIO(JOURNAL) for number in range(4)}
    check(pusher.client.post("/api/v1/files", form, headers=pusher.headers), 413)


def test_headers_of_absurd_size_and_letters_change_nothing(pusher):
    for value in ("x" * 100_000, "\xff\xfe", "%00%ff", "'; DROP TABLE stores_token; --"):
        pusher.headers |= {"user-agent": value, "x-request-id": value, "accept-language": value}
        assert pusher.get("me").status_code == 200
        assert Program(value).get("me").status_code == 401


def test_a_zip_bomb_is_refused_and_says_so(pusher):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.xml", b"0" * 50_000_000)
    said = check(pusher.post("files", packed.getvalue(), "application/zip"), 422)
    assert said["files"][0]["problem"]["code"] in {"zip_ratio", "member_too_large"}


def test_a_zip_that_climbs_out_or_is_cut_off_is_refused(pusher, tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../../climbs.xml", JOURNAL)
    check(pusher.post("files", packed.getvalue(), "application/zip"), 422)
    check(pusher.post("files", packed.getvalue()[:-30], "application/zip"), 422)
    assert not list(tmp_path.rglob("climbs.xml"))


def test_an_error_of_ours_tells_the_client_nothing_but_that(pusher, monkeypatch):
    def broken(**_):
        raise RuntimeError("the secret of the house")

    monkeypatch.setattr("transactions.api.sending.receive_upload", broken)
    response = pusher.push(body("1"))
    said = check(response, 500)
    assert said["type"].endswith(":internal")
    assert "secret" not in response.content.decode()


def test_a_question_that_takes_too_long_is_given_up(reader, monkeypatch, store):
    def slow(*_):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(5)")

    monkeypatch.setattr("transactions.api.file_queries.PATIENCE_MS", 50)
    monkeypatch.setattr("transactions.api.views.transactions.transactions_page", slow)
    response = reader.get("transactions")
    assert kind_of(response) == (503, "took_too_long")
    assert "since" in response.json()["what_to_do"]


def test_answers_set_no_cookie_and_need_no_form_token(pusher):
    for response in (pusher.get("me"), pusher.send(JOURNAL), Program().get("me")):
        assert not response.cookies
