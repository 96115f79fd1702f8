"""Log-ins and refusals are in the access log of the chain on whose host they happened."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import Chain
from accounts.tenancy import in_chain
from stores.models import AccessLog
from tests.cast import NORTH, PASSWORD, SOUTH

LOGIN = "/accounts/login/"


def _log_in(host: str, email: str, password: str = PASSWORD) -> int:
    client = Client(headers={"host": host})
    return client.post(LOGIN, {"login": email, "password": password}).status_code


def _entries(chain: str) -> list[tuple[str, str]]:
    with in_chain(Chain.objects.get(schema_name=chain)):
        kinds = ["logged_in", "log_in_refused"]
        return list(AccessLog.objects.filter(kind__in=kinds).values_list("kind", "who"))


def test_a_members_login_is_written_down_in_their_chain_only(cast):
    assert _log_in(NORTH, "manager@example.com") == 302
    assert _entries("north") == [("logged_in", "Manager <manager@example.com>")]
    assert _entries("south") == []


def test_a_wrong_password_is_written_down(cast):
    assert _log_in(NORTH, "manager@example.com", "wrong password") == 200
    assert _entries("north") == [("log_in_refused", "manager@example.com")]


def test_a_stranger_with_the_right_password_was_not_let_in(cast):
    _log_in(NORTH, "southerner@example.com")
    assert _entries("north") == [("log_in_refused", "southerner@example.com")]
    assert _entries("south") == []


def test_support_staff_logging_in_is_written_down(cast):
    _log_in(SOUTH, "support@example.com")
    assert _entries("south") == [("logged_in", "Support <support@example.com>")]


def test_on_the_public_host_no_chain_is_told(cast):
    _log_in("testserver", "manager@example.com")
    _log_in("testserver", "manager@example.com", "wrong password")
    assert _entries("north") == _entries("south") == []


@pytest.mark.parametrize(
    "typed", ["hunter2", "correct horse battery", "a\nb@example.com", "x@\x00", ""]
)
def test_what_is_no_address_may_be_a_password_and_is_not_kept(north, typed):
    from stores.logins import note_refusal

    note_refusal(credentials={"email": typed, "password": "secret"})
    entry = AccessLog.objects.get(kind="log_in_refused")
    assert entry.who == "(not an e-mail address)"
    assert "secret" not in str(entry.params)


def test_a_very_long_address_is_cut(north):
    from stores.logins import note_refusal

    note_refusal(credentials={"email": "a" * 500 + "@example.com" + "b" * 500})
    assert len(AccessLog.objects.get(kind="log_in_refused").who) <= 200
