"""Whatever is done to a package, the verifier names it."""

from __future__ import annotations

import io
import json
import random
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from hypothesis import given
from hypothesis import strategies as st

import evidence_verifier as verifier
from tests.review.evidence.packing import FILES, entries_of, pack, rebuilt, zipped

CLIP = "transaction-1/clip-1/original-1.mp4"
RECEIPT = "transaction-1/receipt.html"


@pytest.fixture(scope="module")
def packed():
    return pack()


def found(report):
    return [(each.code, each.path, each.other) for each in report.findings]


def test_an_untouched_package_is_intact_and_opens_with_any_program(packed):
    report = packed.report()
    assert report.is_intact and report.is_key_known and not report.findings
    with zipfile.ZipFile(io.BytesIO(packed.content)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in FILES} == FILES


def test_the_same_files_make_the_same_bytes(packed):
    assert pack(key=packed.key).content == packed.content


def changed(pairs):
    body = bytearray(dict(pairs)[CLIP])
    body[1000] ^= 1
    return [[name, bytes(body) if name == CLIP else each] for name, each in pairs]


def deleted(pairs):
    return [pair for pair in pairs if pair[0] != CLIP]


def added(pairs):
    return [pairs[0], ["transaction-1/extra.txt", b"more"], *pairs[1:]]


def renamed(pairs):
    return [["transaction-1/clip-1/other.mp4" if n == CLIP else n, each] for n, each in pairs]


def shortened(pairs):
    return [[name, each[:-10] if name == CLIP else each] for name, each in pairs]


def reordered(pairs):
    return [pairs[1], pairs[0], *pairs[2:]]


def swapped(pairs):
    bodies = dict(pairs)
    other = {CLIP: RECEIPT, RECEIPT: CLIP}
    return [[name, bodies[other.get(name, name)]] for name, _ in pairs]


def of_the_manifest(pairs):
    told = json.loads(dict(pairs)[verifier.MANIFEST])
    told["package"]["title"] = "Another case"
    text = json.dumps(told, sort_keys=True, separators=(",", ":")).encode()
    return [[name, text if name == verifier.MANIFEST else each] for name, each in pairs]


def without_signature(pairs):
    return [pair for pair in pairs if pair[0] != verifier.SIGNATURE]


def without_manifest(pairs):
    return [pair for pair in pairs if pair[0] != verifier.MANIFEST]


def with_no_json(pairs):
    return [[name, b"[" * 5000 if name == verifier.MANIFEST else each] for name, each in pairs]


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        (changed, [("changed", CLIP, "")]),
        (deleted, [("missing", CLIP, "")]),
        (added, [("added", "transaction-1/extra.txt", "")]),
        (renamed, [("renamed", "transaction-1/clip-1/other.mp4", CLIP)]),
        (shortened, [("changed", CLIP, "")]),
        (reordered, [("moved", RECEIPT, "")]),
        (swapped, [("changed", CLIP, ""), ("changed", RECEIPT, "")]),
        (of_the_manifest, [("manifest_changed", "", "")]),
        (without_signature, [("no_signature", "", "")]),
        (without_manifest, [("no_manifest", "", "")]),
        (with_no_json, [("manifest_damaged", "", ""), ("manifest_changed", "", "")]),
    ],
)
def test_what_was_done_is_named_and_nothing_else(packed, change, codes):
    report = packed.report(rebuilt(packed.content, change))
    assert not report.is_intact
    assert sorted(found(report)) == sorted(codes)


def test_a_manifest_edited_and_signed_by_another_key_is_a_strangers(packed):
    other = pack(named=None)
    report = packed.report(other.content)
    assert found(report) == [("unknown_key", verifier.fingerprint(other.public), "")]
    assert report.is_signed and not report.is_intact
    assert report.exit_code == verifier.OTHER_KEY


def test_a_package_that_names_one_key_and_bears_another(packed):
    other = pack(named=packed.public)
    codes = [each.code for each in packed.report(other.content).findings]
    assert codes == ["other_key", "unknown_key"]


def test_without_known_keys_a_strangers_package_is_whole_and_says_whose_it_is():
    report = verifier.verify(io.BytesIO(pack().content))
    assert report.is_intact and report.is_key_known is None and len(report.fingerprint) == 64


def test_no_single_byte_can_be_turned_anywhere():
    """A sample of all bytes: of headers, of files, of the list and of the end."""
    packed = pack({"a.txt": b"one", "b/c.mp4": bytes(300)})
    for at in random.Random(7).sample(range(len(packed.content)), 120):
        bent = bytearray(packed.content)
        bent[at] ^= 1 << (at % 8)
        assert not packed.report(bytes(bent)).is_intact, at


def test_no_cut_and_no_addition_goes_unseen(packed):
    content = packed.content
    for length in range(0, len(content), 211):
        assert not packed.report(content[:length] or b"x").is_intact
    for more in (content + b"x", content + content, b"x" + content):
        report = packed.report(more)
        assert not report.is_intact and report.findings


def test_the_end_is_named_when_it_is_cut_and_when_something_follows(packed):
    assert found(packed.report(packed.content[:-30]))[0][0] == "not_zip"
    assert found(packed.report(packed.content + b"x"))[0][0] == "after_end"


def test_one_name_twice(packed):
    def twice(pairs):
        return [*pairs, [CLIP, b"another"]]

    assert ("duplicate", CLIP, "") in found(packed.report(rebuilt(packed.content, twice)))


@pytest.mark.parametrize(
    "name",
    ["../evil.txt", "/etc/passwd", "a/../../b", "C:/x", "a\\b", "a//b", "a/./b", "x\ny", ". /x"],
)
def test_a_name_that_leads_out_of_the_folder(packed, name):
    report = packed.report(rebuilt(packed.content, lambda pairs: [*pairs, [name, b"x"]]))
    assert ("unsafe_name", name) in [(each.code, each.path) for each in report.findings]


def test_a_bomb_is_not_unpacked(packed):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.bin", bytes(2_000_000))
    assert ("compressed", "bomb.bin", "") in found(packed.report(out.getvalue()))


def test_two_files_over_the_same_bytes(packed):
    """As the densest bombs do it: many entries that all lead to one place."""
    entries, start = entries_of(packed.content)
    twin = verifier.Entry("twin.mp4", entries[2].size, entries[2].crc, entries[2].offset)
    forged = packed.content[:start] + verifier.directory([*entries, twin], start)
    codes = {each.code for each in packed.report(forged).findings}
    assert codes & {"overlap", "two_names"}
    nested = verifier.Entry(entries[2].name, entries[2].size, entries[2].crc, entries[2].offset)
    forged = packed.content[:start] + verifier.directory([*entries, nested], start)
    assert ("overlap", CLIP, "") in found(packed.report(forged))


def test_another_name_inside_than_in_the_list(packed):
    bent = packed.content.replace(b"receipt.html", b"receipt.htmX", 1)
    report = packed.report(bent)
    assert ("two_names", RECEIPT, "transaction-1/receipt.htmX") in found(report)


def test_bytes_hidden_between_files(packed):
    entries, start = entries_of(packed.content)
    at = entries[1].offset
    moved = [
        verifier.Entry(e.name, e.size, e.crc, e.offset + (5 if e.offset >= at else 0))
        for e in entries
    ]
    forged = packed.content[:at] + b"12345" + packed.content[at:start]
    forged += verifier.directory(moved, start + 5)
    assert ("hidden", RECEIPT, "") in found(packed.report(forged))


def test_a_list_of_a_million_files_is_not_read(packed):
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 60000, 60000, 200_000_000, 0, 0)
    assert found(packed.report(end))[0][0] in {"too_much", "directory"}


@given(st.binary(max_size=400))
def test_whatever_is_brought_is_answered(junk):
    assert not verifier.verify(io.BytesIO(junk)).is_intact


@given(st.data())
def test_whatever_is_put_into_the_list_of_files_is_answered(data):
    content = bytearray(zipped([["a.txt", b"abc"], ["b.txt", b"def"]]))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    assert not verifier.verify(io.BytesIO(bytes(content))).is_intact


@given(st.binary(max_size=80), st.binary(min_size=64, max_size=64))
def test_signatures_are_judged_as_another_library_judges_them(message, noise):
    key = Ed25519PrivateKey.from_private_bytes(noise[:32])
    public, signature = key.public_key().public_bytes_raw(), key.sign(message)
    assert verifier.is_signed(public, message, signature)
    assert not verifier.is_signed(public, message + b".", signature)
    bent = bytes([signature[0] ^ 1]) + signature[1:]
    assert not verifier.is_signed(public, message, bent)
    assert verifier.is_signed(public, message, noise) == _says_the_library(public, message, noise)


def _says_the_library(public, message, signature):
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def test_a_signature_with_a_second_spelling_is_refused(packed):
    """S + L says the same to a careless verifier."""
    signature = packed.key.sign(b"m")
    scalar = int.from_bytes(signature[32:], "little") + verifier._L
    again = signature[:32] + scalar.to_bytes(32, "little")
    assert not verifier.is_signed(packed.public, b"m", again)


@pytest.fixture
def run(tmp_path, packed):
    """The file alone, in a Python that sees nothing else of the product."""

    def run(content, *words):
        path = tmp_path / "package.zip"
        path.write_bytes(content)
        program = tmp_path / "evidence_verifier.py"
        program.write_bytes(Path(verifier.__file__).read_bytes())
        command = [sys.executable, "-I", "-S", str(program), str(path), *words]
        return subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)

    return run


def test_the_program_needs_nobody(run, packed):
    good = run(packed.content, "--key", verifier.fingerprint(packed.public).upper())
    assert (good.returncode, good.stderr) == (0, "")
    assert good.stdout.startswith("INTACT: all 7 files")
    bad = run(rebuilt(packed.content, changed))
    assert bad.returncode == 1
    assert f"“{CLIP}” was changed." in bad.stdout
    assert run(b"nothing").returncode == 2


def test_the_program_asks_whose_key_it_is(run, packed, tmp_path):
    assert "cannot prove" in run(packed.content).stdout
    stranger = pack()
    pem = tmp_path / "key.pem"
    pem.write_bytes(verifier.pem_of(packed.public))
    other = run(stranger.content, "--key", str(pem), "--json")
    told = json.loads(other.stdout)
    assert other.returncode == 3
    assert (told["intact"], told["key_known"]) == (False, False)
    assert told["findings"][0]["code"] == "unknown_key"
    assert run(packed.content, "--key", "not a key").returncode == 2
