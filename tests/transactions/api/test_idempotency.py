"""The same request with the same key is done once and answered the same."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.utils import timezone

from stores.models import TokenScope
from tests.transactions.api.conftest import Program, made
from tests.transactions.api.test_pushing_events import body, kind_of
from tests.transactions.journals import Ring, journal
from transactions.api import idempotency, sending
from transactions.api.idempotency import KEPT, LEASE
from transactions.models import ApiRequest, SourceFile, Upload

JOURNAL = journal(Ring(1))


def send(program, key, data=JOURNAL, name="a.xml"):
    return program.send(data, name, idempotency_key=key)


def test_the_same_key_and_file_get_the_same_answer(pusher):
    first, again = send(pusher, "k1"), send(pusher, "k1")
    assert "Idempotent-Replayed" not in first
    assert again["Idempotent-Replayed"] == "true"
    assert (again.status_code, again.json()) == (202, first.json())
    assert Upload.objects.count() == 1


def test_a_form_is_the_same_though_its_boundary_differs(pusher):
    said = []
    for _ in range(2):
        file = SimpleUploadedFile("a.xml", JOURNAL)
        headers = {**pusher.headers, "idempotency-key": "k1"}
        said.append(pusher.client.post("/api/v1/files", {"files": [file]}, headers=headers))
    assert said[0].json() == said[1].json()
    assert Upload.objects.count() == 1


def test_events_are_answered_once_too(pusher):
    first = pusher.push(body("1"), idempotency_key="k1")
    again = pusher.push(body("1"), idempotency_key="k1")
    assert again.json() == first.json()
    assert again["Idempotent-Replayed"] == "true"


@pytest.mark.parametrize("other", [{"data": journal(Ring(2))}, {"name": "b.xml"}])
def test_the_same_key_for_something_else_is_refused(other, pusher):
    send(pusher, "k1")
    assert kind_of(send(pusher, "k1", **other)) == (422, "key_reused")
    assert Upload.objects.count() == 1


def test_the_same_key_on_another_address_is_refused(pusher):
    send(pusher, "k1")
    assert kind_of(pusher.push(body("1"), idempotency_key="k1")) == (422, "key_reused")


def test_the_key_of_another_token_is_another_key(pusher, north):
    send(pusher, "k1")
    other = Program(made(north, TokenScope.PUSH, "102").key)
    assert send(other, "k1").status_code == 202
    assert Upload.objects.count() == 2


def test_a_request_that_is_being_done_is_waited_for(pusher, pushing):
    send(pusher, "k1")
    ApiRequest.objects.update(status=None, body=None)
    response = send(pusher, "k1")
    assert kind_of(response) == (409, "in_progress")
    assert int(response["Retry-After"]) > 0


def test_what_a_dead_process_left_is_done_anew(pusher):
    first = send(pusher, "k1").json()["files"][0]["id"]
    ApiRequest.objects.update(status=None, body=None, made_at=timezone.now() - LEASE)
    again = send(pusher, "k1")
    assert again.status_code == 200
    assert again.json()["files"][0]["duplicate_of"] == first


def test_after_a_day_a_key_is_free_again_and_old_ones_are_swept(pusher):
    send(pusher, "k1")
    send(pusher, "k2", journal(Ring(2)))
    old = timezone.now() - KEPT - timedelta(seconds=1)
    ApiRequest.objects.update(made_at=old)
    assert send(pusher, "k1", journal(Ring(3))).status_code == 202
    assert list(ApiRequest.objects.values_list("key", flat=True)) == ["k1"]


def test_a_refusal_leaves_the_key_free(pusher):
    assert send(pusher, "k1", b"%PDF-1.7").status_code == 422
    assert send(pusher, "k1").status_code == 202


def test_a_failure_leaves_the_key_free(pusher, monkeypatch):
    def broken(**_):
        raise OperationalError

    with monkeypatch.context() as patched:
        patched.setattr(sending, "receive_upload", broken)
        response = send(pusher, "k1")
        assert kind_of(response) == (503, "unavailable")
        assert response["Retry-After"]
    assert send(pusher, "k1").status_code == 202


@pytest.mark.parametrize("key", ["", "x" * 129, "späß", "a\tb"])
def test_an_unusable_key_is_refused(key, pusher):
    assert kind_of(send(pusher, key))[0] == 400
    assert not SourceFile.objects.exists()


def test_of_two_at_the_same_moment_one_is_done(live):
    program = live.program(live.key(TokenScope.PUSH))
    entered, go_on = threading.Event(), threading.Event()
    real = sending.receive_upload

    def slow(**words):
        entered.set()
        assert go_on.wait(20)
        return real(**words)

    def second():
        assert entered.wait(20)
        response = send(program, "k1")
        go_on.set()
        return response

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sending, "receive_upload", slow)
        first, other = live.at_once([lambda: send(program, "k1"), second], threads=2)
    assert first.status_code == 202
    assert kind_of(other) == (409, "in_progress")
    assert live.do(Upload.objects.count) == 1
    (again,) = live.at_once([lambda: send(program, "k1")], threads=1)
    assert again["Idempotent-Replayed"] == "true"


def test_the_lease_outlasts_no_day():
    assert idempotency.LEASE < idempotency.KEPT
