"""Who may call: tokens that are known, of this chain, in time and not revoked."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.tenancy import in_chain
from stores.models import AccessKind, AccessLog, Store, Token, TokenScope, TokenUse
from stores.services.tokens import TokenError, make_token, revoke_token
from tests.cast import SOUTH
from tests.transactions.api.conftest import Program, made

ADDRESSES = ("files", "files/1", "transactions", "transactions/1", "problems", "me", "schema")


def refusal(response):
    assert response.status_code == 401
    assert response["WWW-Authenticate"].startswith('Bearer realm="api"')
    assert response["Content-Type"] == "application/problem+json"
    body = response.json()
    body.pop("instance")
    body.pop("request_id", None)
    return body


@pytest.mark.parametrize("address", ADDRESSES)
def test_without_a_token_no_address_says_anything(address, north):
    assert refusal(Program().get(address))["type"].endswith(":not_authenticated")


def test_every_wrong_token_is_refused_in_the_same_words(pushing, cast):
    token = pushing.token
    expired = make_token(name="Old", scope=TokenScope.PUSH, store=token.store, by=cast.owner)
    Token.objects.filter(pk=expired.token.pk).update(expires_at=timezone.now())
    revoked = make_token(name="Gone", scope=TokenScope.PUSH, store=token.store, by=cast.owner)
    revoke_token(token=revoked.token, by=cast.owner)
    keys = ["lp_nothing", pushing.key[:-1], pushing.key + "x", token.digest, token.prefix]
    keys += [expired.key, revoked.key, "x" * 5000]
    said = [refusal(Program(key).get("me")) for key in keys]
    assert all(each == said[0] for each in said)


@pytest.mark.parametrize("header", ["", "Bearer", "Basic abc", "Token {}", "{}", "Bearer {} x"])
def test_a_token_comes_as_a_bearer_token_only(header, pushing):
    program = Program()
    program.headers = {"authorization": header.format(pushing.key)}
    refusal(program.get("me"))


def test_a_token_in_the_address_opens_nothing(pushing):
    refusal(Program().get("me", token=pushing.key, access_token=pushing.key))


def test_a_log_in_opens_no_address_of_the_api(cast, north):
    response = cast.client("owner").get("/api/v1/me")
    refusal(response)


def test_a_token_opens_no_page(pusher):
    for page in ("/", "/files/", "/tokens/", "/uploads/"):
        response = pusher.client.get(page, headers=pusher.headers)
        assert (response.status_code, response["Location"][:16]) == (302, "/accounts/login/")


def test_a_revoked_token_is_refused_on_the_next_request(pusher, pushing, cast):
    assert pusher.get("me").status_code == 200
    revoke_token(token=pushing.token, by=cast.owner)
    refusal(pusher.get("me"))


def test_a_token_ends_by_itself(pusher, pushing):
    Token.objects.filter(pk=pushing.token.pk).update(expires_at=timezone.now() + timedelta(hours=1))
    assert pusher.get("me").status_code == 200
    Token.objects.filter(pk=pushing.token.pk).update(expires_at=timezone.now())
    refusal(pusher.get("me"))


def test_the_token_of_a_closed_store_opens_nothing(pusher, store):
    Store.objects.filter(pk=store.pk).update(is_active=False)
    refusal(pusher.get("me"))


def test_the_token_of_another_chain_opens_nothing_here(south, cast):
    theirs = made(south, TokenScope.READ, None)
    assert Program(theirs.key, SOUTH).get("me").status_code == 200
    refusal(Program(theirs.key).get("me"))


def test_an_unknown_host_says_nothing_of_tokens(pushing):
    response = Program(pushing.key, "nobody.testserver").get("me")
    assert response.status_code == 404


def test_the_public_host_has_no_api(pushing):
    assert Program(pushing.key, "testserver").get("me").status_code == 404


def test_me_says_what_the_token_is(pusher, pushing, reader_of_all):
    said = pusher.get("me").json()
    assert (said["scope"], said["store"], said["prefix"]) == ("push", "101", pushing.token.prefix)
    assert "send_files" in said["may"]
    assert "list_transactions" not in said["may"]
    assert reader_of_all.get("me").json()["store"] is None


def test_each_scope_does_its_own_only(pusher, reader):
    assert pusher.get("transactions").status_code == 403
    assert pusher.get("transactions/1").status_code == 403
    refused = reader.send(b"<a/>")
    assert refused.status_code == 403
    assert refused.json()["type"].endswith(":not_allowed")
    assert reader.push({}).status_code == 403


def test_the_last_use_is_remembered_with_its_place(pusher, pushing):
    pusher.headers["user-agent"] = "till/1.0\x01" + "x" * 500
    pusher.get("me")
    use = TokenUse.objects.get(token=pushing.token)
    assert use.address == "127.0.0.1"
    assert use.agent.startswith("till/1.0x")
    assert len(use.agent) == 120
    TokenUse.objects.update(at=timezone.now() - timedelta(hours=1))
    pusher.get("me")
    use.refresh_from_db()
    assert timezone.now() - use.at < timedelta(minutes=1)


def test_a_wrong_token_leaves_no_trace(pushing):
    Program("lp_wrong").get("me")
    assert not TokenUse.objects.exists()


def test_only_the_digest_of_a_key_is_kept(pushing):
    row = Token.objects.filter(pk=pushing.token.pk).values().get()
    assert pushing.key not in str(row)
    assert pushing.key.startswith(f"{row['prefix']}_lp"[: len(row["prefix"]) + 1])
    assert len(pushing.key) - len(row["prefix"]) > 40


def test_keys_are_never_logged(pusher, pushing, caplog):
    with caplog.at_level(logging.DEBUG):
        pusher.get("me")
        pusher.get("files/999")
        pusher.send(b"%PDF")
        Program(pushing.key[:-1]).get("me")
    assert pushing.key[:-1] not in caplog.text


def test_making_and_revoking_are_in_the_access_log(pushing, cast):
    revoke_token(token=pushing.token, by=cast.owner)
    revoke_token(token=pushing.token, by=cast.owner)
    kinds = AccessLog.objects.filter(object_type="token", object_id=pushing.token.pk)
    assert [each.kind for each in kinds.order_by("id")] == [
        AccessKind.MADE_TOKEN,
        AccessKind.REVOKED_TOKEN,
    ]
    assert pushing.key not in str(list(kinds.values()))


def test_a_token_that_cannot_be_is_refused_in_words(store, cast):
    by = cast.owner
    past = timezone.now() - timedelta(days=1)
    for wrong in (
        {"name": " ", "scope": TokenScope.READ, "store": store},
        {"name": "x" * 81, "scope": TokenScope.READ, "store": store},
        {"name": "No store", "scope": TokenScope.PUSH, "store": None},
        {"name": "Over", "scope": TokenScope.READ, "store": None, "expires_at": past},
    ):
        with pytest.raises(TokenError) as refused:
            make_token(by=by, **wrong)
        assert str(refused.value).endswith(".")
    assert not Token.objects.exists()


def test_two_keys_are_never_alike(south, cast):
    with in_chain(south):
        by = User.objects.get(email="southerner@example.com")
        keys = {
            make_token(name="n", scope=TokenScope.READ, store=None, by=by).key for _ in range(20)
        }
    assert len(keys) == 20
