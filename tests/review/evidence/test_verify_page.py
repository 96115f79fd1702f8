"""The page that checks: for everybody, on every host, and without telling of the chain."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

import evidence_verifier
from accounts.tenancy import in_chain
from review.evidence import signing
from review.evidence.numbers import package_number, read_number
from review.models import SigningKey
from review.views import verify
from tests.cast import NORTH, SOUTH
from tests.review.evidence.ground import a_case, content_of, files_in, made
from tests.review.evidence.packing import pack, rebuilt

PUBLIC = "testserver"


@pytest.fixture
def package(cast, north, store):
    return made(cast.member("owner"), a_case(store), title="Case 7")


@pytest.fixture
def visitor(db):
    def at(host):
        return Client(headers={"host": host})

    return at


def brought(client, content):
    return client.post("/verify/check/", {"package": SimpleUploadedFile("p.zip", content)})


@pytest.mark.parametrize("host", [NORTH, PUBLIC])
def test_an_untouched_package_is_intact_on_both_hosts(visitor, package, host):
    answer = brought(visitor(host), content_of(package))
    assert answer.status_code == 200
    assert "verdict-intact" in answer.text and package.sha256 in answer.text


@pytest.mark.parametrize("host", [NORTH, PUBLIC])
def test_what_was_changed_is_named(visitor, package, host):
    def bend(pairs):
        return [[n, body + b"!" if n.endswith("receipt.html") else body] for n, body in pairs]

    answer = brought(visitor(host), rebuilt(content_of(package), bend))
    assert "verdict-changed" in answer.text
    assert "“transaction-1/receipt.html” was changed." in answer.text
    assert "Case 7" not in answer.text, "what is not intact is not repeated as true"


def test_a_strangers_package_is_not_ours(visitor, package):
    for host in (NORTH, PUBLIC):
        answer = brought(visitor(host), pack().content)
        assert "verdict-stranger" in answer.text


def test_another_chains_host_does_not_know_it(visitor, package):
    answer = brought(visitor(SOUTH), content_of(package))
    assert "verdict-stranger" in answer.text and "North" not in answer.text


@pytest.mark.parametrize("host", [NORTH, PUBLIC])
def test_number_and_sum_are_enough(visitor, package, north, host):
    client, number = visitor(host), package_number(north.uuid, package.uuid)
    good = client.post("/verify/look-up/", {"number": number, "sha256": package.sha256.upper()})
    assert "verdict-intact" in good.text
    bad = client.post("/verify/look-up/", {"number": number, "sha256": "0" * 64})
    assert "yours was changed" in bad.text
    other = package_number(north.uuid, north.uuid)
    none = client.post("/verify/look-up/", {"number": other, "sha256": package.sha256})
    assert "No package of this number" in none.text
    assert client.post("/verify/look-up/", {"number": number}).status_code == 400


def test_the_manifest_alone_is_enough(visitor, package):
    manifest = files_in(package)["manifest.json"].decode()
    good = visitor(PUBLIC).post("/verify/look-up/", {"manifest": manifest})
    assert "verdict-intact" in good.text
    bent = manifest.replace('"title":"Case 7"', '"title":"Case 8"')
    assert bent != manifest
    bad = visitor(NORTH).post("/verify/look-up/", {"manifest": bent})
    assert "yours was changed" in bad.text
    assert "No package" in visitor(NORTH).post("/verify/look-up/", {"manifest": "{}"}).text


def test_too_much_is_refused_before_it_is_read(visitor, settings, monkeypatch):
    settings.MAX_VIDEO_BYTES = 10
    read = []
    monkeypatch.setattr(verify, "_check_zip", read.append)
    answer = brought(visitor(PUBLIC), bytes(200_000))
    assert answer.status_code == 413 and not read
    long = visitor(PUBLIC).post(
        "/verify/look-up/", {"manifest": "x"}, headers={"content-length": str(2**40)}
    )
    assert long.status_code == 413


def test_only_two_are_checked_at_once(visitor):
    taken = [verify._AT_ONCE.acquire(blocking=False) for _ in range(2)]
    try:
        assert all(taken)
        assert brought(visitor(PUBLIC), b"x").status_code == 503
    finally:
        for _ in taken:
            verify._AT_ONCE.release()
    assert brought(visitor(PUBLIC), b"x").status_code == 200


def test_forms_of_other_sites_are_refused(db):
    client = Client(headers={"host": PUBLIC}, enforce_csrf_checks=True)
    assert brought(client, b"x").status_code == 403


def test_the_keys_of_a_chain_and_nothing_else_of_it(visitor, package, north, south):
    key = SigningKey.objects.get()
    shown = signing.grouped(key.fingerprint)
    mine = visitor(NORTH).get("/verify/keys/").text
    public = visitor(PUBLIC).get(f"/verify/keys/{north.uuid}/").text
    assert shown in mine and shown in public
    assert "North Chain" not in public and "Case 7" not in public
    assert visitor(PUBLIC).get("/verify/keys/").status_code == 404
    assert shown not in visitor(SOUTH).get(f"/verify/keys/{north.uuid}/").text
    with in_chain(south):
        assert not SigningKey.objects.exists()


def test_the_program_is_the_very_one_that_checks_here(visitor):
    answer = visitor(PUBLIC).get("/verify/evidence_verifier.py")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer.content == Path(evidence_verifier.__file__).read_bytes()
    shown = visitor(PUBLIC).get("/verify/").text
    assert hashlib.sha256(answer.content).hexdigest() in shown


def test_numbers_are_read_as_they_are_written(north):
    number = package_number(north.uuid, north.uuid)
    assert read_number(f" {number.upper()} ") == (north.uuid, north.uuid)
    for wrong in ("", "x", number[:-1], number.replace("-", "")):
        assert read_number(wrong) is None
