"""Passwords at rest: sealed, opened, put under another key, and what operators grant."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from accounts.models import Chain, ChainState
from stores.granting import networks_of, roots_of
from stores.models import Source
from stores.sealing import SealBrokenError, reseal, seal, unseal

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


@pytest.fixture(autouse=True)
def _keys(settings):
    settings.FIELD_KEYS = [OLD]


def test_what_is_sealed_is_not_in_the_bytes_and_comes_back():
    sealed = seal({"password": "correct horse", "private_key": ""})
    assert b"horse" not in sealed
    assert unseal(sealed) == {"password": "correct horse"}
    assert (seal({}), unseal(b"")) == (b"", {})


def test_a_lost_key_and_damaged_bytes_are_said_without_the_secret(settings):
    sealed = seal({"password": "correct horse"})
    for broken in (sealed[:-3], b"x" + sealed, b"nonsense"):
        with pytest.raises(SealBrokenError):
            unseal(broken)
    settings.FIELD_KEYS = [NEW]
    with pytest.raises(SealBrokenError) as told:
        unseal(sealed)
    assert "horse" not in repr(told.value)


def test_keys_are_changed_with_both_in_place(settings):
    sealed = seal({"password": "x"})
    settings.FIELD_KEYS = [NEW, OLD]
    again = reseal(sealed)
    settings.FIELD_KEYS = [NEW]
    assert unseal(again) == {"password": "x"}


@pytest.mark.parametrize("keys", [[], ["too short"]])
def test_without_good_keys_nothing_is_sealed(settings, keys):
    settings.FIELD_KEYS = keys
    with pytest.raises(ImproperlyConfigured):
        seal({"password": "x"})


def test_the_command_reseals_every_chain_and_names_what_it_cannot_open(
    north, store, settings, capsys
):
    good = Source.objects.create(store=store, kind="sftp", name="Good", sealed=seal({"p": "x"}))
    settings.FIELD_KEYS = [NEW, OLD]
    call_command("reseal")
    assert "1 secrets resealed" in capsys.readouterr().out
    settings.FIELD_KEYS = [NEW]
    good.refresh_from_db()
    assert unseal(good.sealed) == {"p": "x"}
    Source.objects.create(store=store, kind="sftp", name="Bad", sealed=b"nonsense")
    with pytest.raises(CommandError, match="north: Bad"):
        call_command("reseal")


def test_each_chain_is_granted_its_own_and_nothing_of_another(north, south, settings):
    settings.SOURCE_ROOTS = ["north=/srv/n", "south=/srv/s", "/srv/by-name/{chain}", "/srv/all"]
    assert roots_of(north) == (Path("/srv/n"), Path("/srv/by-name/north"))
    assert roots_of(south) == (Path("/srv/s"), Path("/srv/by-name/south"))


def test_a_grant_without_a_name_holds_only_where_there_is_one_chain(north, south, settings):
    settings.SOURCE_ROOTS = ["/srv/all"]
    assert roots_of(north) == ()
    Chain.objects.exclude(pk=north.pk).exclude(schema_name="public").update(
        state=ChainState.SUSPENDED
    )
    assert roots_of(north) == (Path("/srv/all"),)


def test_networks_that_are_none_stop_the_product_with_the_reason(north, settings):
    settings.ALLOWED_SOURCE_NETWORKS = ["north=10.0.0.0/8", "south=192.168.0.0/16"]
    assert [str(network) for network in networks_of(north)] == ["10.0.0.0/8"]
    settings.ALLOWED_SOURCE_NETWORKS = ["north=10.0.0.1/8"]
    with pytest.raises(ImproperlyConfigured, match="ALLOWED_SOURCE_NETWORKS"):
        networks_of(north)
