"""Support and API tokens: seen and revoked, never made, their keys nowhere."""

from __future__ import annotations

import pytest

from stores.models import AccessKind, AccessLog, Token
from stores.services.tokens import make_token
from tests.cast import NORTH


@pytest.fixture
def made(north, cast, store):
    return make_token(name="Back office", scope="push", store=store, by=cast.admin)


def test_support_revokes_a_token_and_the_chain_can_see_who_did(made, cast):
    client = cast.client("support", NORTH)
    page = client.get(f"/admin/stores/token/{made.token.pk}/change/")
    assert made.token.prefix in page.text
    assert made.key not in page.text
    client.post(f"/admin/stores/token/{made.token.pk}/revoke_one/", {"_form_submitted": "on"})
    assert Token.objects.get().revoked_at is not None
    assert AccessLog.objects.filter(
        kind=AccessKind.REVOKED_TOKEN, user=cast.support, object_id=made.token.pk
    ).exists()


def test_support_cannot_make_a_token(north, cast):
    assert cast.client("support", NORTH).get("/admin/stores/token/add/").status_code == 403
