#!/usr/bin/env python3
"""Says whether an evidence package is as it was issued, or exactly what was changed.

    python3 evidence_verifier.py PACKAGE.zip [--key FINGERPRINT-OR-FILE] [--json]

Needs Python 3.10 or later and nothing else: no network, no other package. It is one file on
purpose, so that it can be read, kept and run by who trusts nobody. Answers with exit code 0
when the package is intact, 1 when it is not, 2 when it cannot be read at all, 3 when all is
intact but the key is not the one that was named.

What a package is: a ZIP without compression whose every byte follows from its files, so
that nothing can hide between them. ``manifest.json`` lists each file with size and SHA-256;
``manifest.sig`` is the Ed25519 signature (RFC 8032) of that very file.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import hashlib
import json
import struct
import sys
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

FORMAT = "lossprevention-evidence-1"
MANIFEST, SIGNATURE, PUBLIC_KEY = "manifest.json", "manifest.sig", "public-key.pem"
CHUNK = 1024 * 1024
MOST_ENTRIES = 100_000
MOST_DIRECTORY = MOST_MANIFEST = 64 * 1024 * 1024
INTACT, CHANGED, UNREADABLE, OTHER_KEY = 0, 1, 2, 3


def gettext_noop(message: str) -> str:
    """Marks a sentence for the translation tools of the product's own page."""
    return message


SENTENCES = {
    "not_zip": gettext_noop("This is not a package: the end of a ZIP is missing. It may be cut."),
    "too_much": gettext_noop("This lists more files than any package holds; it was not read on."),
    "directory": gettext_noop("The list of files inside the ZIP is damaged."),
    "after_end": gettext_noop("Something was added after the end of the ZIP."),
    "hidden": gettext_noop("Bytes that belong to no file are hidden before “%(path)s”."),
    "overlap": gettext_noop("“%(path)s” shares its bytes with another file of the ZIP."),
    "outside": gettext_noop("“%(path)s” is said to be where the ZIP has no such file."),
    "duplicate": gettext_noop("“%(path)s” is in the ZIP more than once."),
    "unsafe_name": gettext_noop("“%(path)s” is a name that could write outside its folder."),
    "two_names": gettext_noop("“%(path)s” has another name inside the ZIP: “%(other)s”."),
    "compressed": gettext_noop(
        "“%(path)s” is compressed or locked, which no package is; it was not unpacked."
    ),
    "changed": gettext_noop("“%(path)s” was changed."),
    "missing": gettext_noop("“%(path)s” is missing."),
    "added": gettext_noop("“%(path)s” was added."),
    "renamed": gettext_noop("“%(other)s” was renamed: it is now “%(path)s”."),
    "moved": gettext_noop("The files are in another order, first “%(path)s”."),
    "header": gettext_noop("What the ZIP says about “%(path)s” was changed, not the file itself."),
    "no_manifest": gettext_noop("The manifest is missing, so nothing can be compared."),
    "manifest_damaged": gettext_noop("The manifest cannot be read, so nothing can be compared."),
    "no_signature": gettext_noop("The signature is missing, so anybody may have made this."),
    "manifest_changed": gettext_noop(
        "The signature does not fit the manifest: one of the two was changed, or another key "
        "signed it."
    ),
    "no_key": gettext_noop("The public key is missing or cannot be read."),
    "other_key": gettext_noop("The package names the key %(named)s, and holds another: %(path)s."),
    "unknown_key": gettext_noop(
        "The key that signed this, %(path)s, is not a key of the chain: somebody else made it."
    ),
}
WORDS_OF_A_KEY = ("other_key", "unknown_key")

# --- The ZIP: every byte of it follows from names, sizes, sums and order -----------------

_LOCAL, _CENTRAL = struct.Struct("<4s5H3I2H"), struct.Struct("<4s6H3I5H2I")
_END, _END64, _PLACE64 = (
    struct.Struct("<4s4H2IH"),
    struct.Struct("<4sQ2H2I4Q"),
    struct.Struct("<4sIQI"),
)
_DAY = 33  # 1 January 1980: a ZIP's time says nothing, the manifest does
_MODE = 0o100644 << 16
_MADE_BY = 3 << 8 | 45
_FULL, _MANY = 0xFFFFFFFF, 0xFFFF


class NotAPackageError(Exception):
    """The file cannot be read as a ZIP at all; ``code`` is of SENTENCES."""

    def __init__(self, code: str) -> None:
        super().__init__(SENTENCES[code])
        self.code = code


@dataclass
class Entry:
    """One file of the ZIP as its directory tells of it."""

    name: str
    size: int
    crc: int
    offset: int
    method: int = 0
    flags: int = 0
    packed: int = 0
    data: int = 0
    """Where its bytes begin."""
    sha256: str = ""


def local_header(name: str, size: int, crc: int) -> bytes:
    """What stands before a file's bytes."""
    raw, big = name.encode("ascii"), size >= _FULL
    extra = struct.pack("<HHQQ", 1, 16, size, size) if big else b""
    shown = _FULL if big else size
    head = (b"PK\x03\x04", 45 if big else 20, 0, 0, 0, _DAY, crc, shown, shown, len(raw))
    return _LOCAL.pack(*head, len(extra)) + raw + extra


def directory(entries: Sequence[Entry], start: int) -> bytes:
    """The list of files and the end of the ZIP; the list begins at byte ``start``."""
    listed = b"".join(_listed(entry) for entry in entries)
    count, tail = len(entries), b""
    if count >= _MANY or start >= _FULL:
        end64 = (b"PK\x06\x06", 44, _MADE_BY, 45, 0, 0, count, count, len(listed), start)
        tail = _END64.pack(*end64) + _PLACE64.pack(b"PK\x06\x07", 0, start + len(listed), 1)
    shown = min(count, _MANY)
    end = (b"PK\x05\x06", 0, 0, shown, shown, len(listed), min(start, _FULL), 0)
    return listed + tail + _END.pack(*end)


def _listed(entry: Entry) -> bytes:
    raw = entry.name.encode("ascii")
    big = [value for value in (entry.size, entry.size, entry.offset) if value >= _FULL]
    extra = struct.pack(f"<HH{len(big)}Q", 1, 8 * len(big), *big) if big else b""
    shown, needed = min(entry.size, _FULL), 45 if big else 20
    head = (b"PK\x01\x02", _MADE_BY, needed, 0, 0, 0, _DAY, entry.crc, shown, shown, len(raw))
    return _CENTRAL.pack(*head, len(extra), 0, 0, 0, _MODE, min(entry.offset, _FULL)) + raw + extra


def read_directory(file: IO[bytes], found: list[Finding]) -> tuple[list[Entry], int, int]:
    """The files that the ZIP lists, where the list begins and where the ZIP ends.

    Raises NotAPackageError."""
    end = _find_end(file, found)
    count, length, start, first = _read_end(file, end)
    if count > MOST_ENTRIES or length > MOST_DIRECTORY:
        raise NotAPackageError("too_much")
    if start + length != first:
        raise NotAPackageError("directory")
    file.seek(start)
    raw, at, entries = file.read(length), 0, []
    for _ in range(count):
        entry, at = _read_listed(raw, at)
        entries.append(entry)
    if at != len(raw):
        raise NotAPackageError("directory")
    return entries, start, end + _END.size


def _find_end(file: IO[bytes], found: list[Finding]) -> int:
    size = file.seek(0, 2)
    begin = max(0, size - _END.size - _MANY)
    file.seek(begin)
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06", 0, max(0, len(tail) - _END.size) + 4)
    if at < 0:
        raise NotAPackageError("not_zip")
    if begin + at + _END.size != size:
        found.append(Finding("after_end"))
    return begin + at


def _read_end(file: IO[bytes], end: int) -> tuple[int, int, int, int]:
    """Number of files, length and start of their list, and where what follows it begins."""
    file.seek(end)
    _, _, _, _, count, length, start, _ = _END.unpack(file.read(_END.size))
    if count != _MANY and start != _FULL and length != _FULL:
        return count, length, start, end
    place = end - _PLACE64.size
    file.seek(max(0, place))
    raw = file.read(_PLACE64.size)
    if place < 0 or raw[:4] != b"PK\x06\x07":
        raise NotAPackageError("directory")
    first = _PLACE64.unpack(raw)[2]
    file.seek(min(first, end))
    raw = file.read(_END64.size)
    if len(raw) != _END64.size or raw[:4] != b"PK\x06\x06":
        raise NotAPackageError("directory")
    told = _END64.unpack(raw)
    return told[7], told[8], told[9], first


def _read_listed(raw: bytes, at: int) -> tuple[Entry, int]:
    head = raw[at : at + _CENTRAL.size]
    if len(head) != _CENTRAL.size or head[:4] != b"PK\x01\x02":
        raise NotAPackageError("directory")
    told = _CENTRAL.unpack(head)
    flags, method, crc, packed, size = told[3], told[4], told[7], told[8], told[9]
    names, extras, comment, offset = told[10], told[11], told[12], told[16]
    at += _CENTRAL.size
    name, extra = raw[at : at + names], raw[at + names : at + names + extras]
    size, packed, offset = _large(extra, size, packed, offset)
    entry = Entry(
        name.decode("utf-8", "backslashreplace"), size, crc, offset, method, flags, packed
    )
    return entry, at + names + extras + comment


def _large(extra: bytes, *values: int) -> list[int]:
    """Sizes above 4 GiB stand in the extra field, in order, where the header is full."""
    wide = [value == _FULL for value in values]
    if not any(wide) or len(extra) < 4 + 8 * sum(wide) or extra[:2] != b"\x01\x00":
        return list(values)
    told = iter(struct.unpack_from(f"<{sum(wide)}Q", extra, 4))
    return [next(told) if is_wide else value for value, is_wide in zip(values, wide, strict=True)]


# --- Findings ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong; ``code`` is of SENTENCES."""

    code: str
    path: str = ""
    other: str = ""

    def sentence(self, translate: Callable[[str], str] = str) -> str:
        shown = {"path": self.path, "other": self.other, "named": self.other}
        return translate(SENTENCES[self.code]) % shown


@dataclass
class Report:
    """``is_key_known`` is None where nobody said which keys are the chain's."""

    findings: list[Finding] = field(default_factory=list)
    manifest: dict[str, Any] = field(default_factory=dict)
    fingerprint: str = ""
    is_signed: bool = False
    is_key_known: bool | None = None
    files: int = 0
    sha256: str = ""

    @property
    def is_intact(self) -> bool:
        return self.is_signed and not self.findings

    @property
    def package(self) -> dict[str, str]:
        """What the manifest says of the package; only text, whoever wrote it."""
        told = self.manifest.get("package")
        pairs = told.items() if isinstance(told, dict) else ()
        return {str(name): str(value)[:300] for name, value in pairs}

    @property
    def exit_code(self) -> int:
        codes = {finding.code for finding in self.findings}
        if codes and codes <= set(WORDS_OF_A_KEY):
            return OTHER_KEY
        if codes & {"not_zip", "too_much", "directory"}:
            return UNREADABLE
        return INTACT if self.is_intact else CHANGED


# --- Verifying ---------------------------------------------------------------------------


def verify(file: IO[bytes], is_known: Callable[[bytes], bool] | None = None) -> Report:
    """Everything that can be said of a package. ``is_known`` tells of a public key (32
    bytes) whether it is the chain's; without it only the signature itself is checked."""
    report = Report()
    try:
        entries, start, end = read_directory(file, report.findings)
    except NotAPackageError as error:
        report.findings.append(Finding(error.code))
        return report
    safe = _check_places(file, entries, start, report.findings)
    for entry in safe:
        _sum(file, entry)
    named = {entry.name: entry for entry in reversed(safe)}
    _check_signature(file, named, report, is_known)
    if report.manifest:
        _compare(entries, named, report)
    if not report.findings:
        _check_every_byte(file, entries, start, end, report)
    report.files = len(entries)
    report.sha256 = _sha256_of(file)
    return report


def _check_places(
    file: IO[bytes], entries: Sequence[Entry], start: int, found: list[Finding]
) -> list[Entry]:
    """Finds the tricks that ZIPs know; answers the entries whose bytes may be read."""
    good, seen, reached = [], set(), 0
    for entry in sorted(entries, key=lambda each: each.offset):
        trouble = _trouble(file, entry, start)
        if trouble:
            found.append(trouble)
            continue
        if entry.offset < reached:
            found.append(Finding("overlap", entry.name))
            continue
        if entry.offset > reached:
            found.append(Finding("hidden", entry.name))
        reached = entry.data + entry.size
        if entry.name in seen:
            found.append(Finding("duplicate", entry.name))
            continue
        seen.add(entry.name)
        good.append(entry)
    if reached != start and not found:
        found.append(Finding("hidden", "the list of files"))
    return good


def _trouble(file: IO[bytes], entry: Entry, start: int) -> Finding | None:
    """What makes an entry unfit to be read; else ``data`` is set."""
    if not is_safe_name(entry.name):
        return Finding("unsafe_name", entry.name)
    if entry.method or entry.flags & 1 or entry.packed != entry.size:
        return Finding("compressed", entry.name)
    file.seek(min(entry.offset, start))
    head = file.read(_LOCAL.size)
    if len(head) != _LOCAL.size or head[:4] != b"PK\x03\x04":
        return Finding("outside", entry.name)
    told = _LOCAL.unpack(head)
    name = file.read(told[9]).decode("utf-8", "backslashreplace")
    if name != entry.name:
        return Finding("two_names", entry.name, name)
    entry.data = entry.offset + _LOCAL.size + told[9] + told[10]
    return Finding("outside", entry.name) if entry.data + entry.size > start else None


def is_safe_name(name: str) -> bool:
    """Only plain names of plain letters below the package's own folder."""
    is_plain = name.isascii() and name.isprintable() and not set(name) & set('\\:*?"<>|')
    parts = name.split("/")
    return is_plain and all(part.strip(". ") and part == part.rstrip(". ") for part in parts)


def _sum(file: IO[bytes], entry: Entry) -> None:
    digest, crc, left = hashlib.sha256(), 0, entry.size
    file.seek(entry.data)
    while left > 0 and (chunk := file.read(min(CHUNK, left))):
        digest.update(chunk)
        crc, left = zlib.crc32(chunk, crc), left - len(chunk)
    entry.sha256, entry.crc = digest.hexdigest(), crc


def _sha256_of(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    file.seek(0)
    while chunk := file.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def _bytes_of(file: IO[bytes], entry: Entry | None) -> bytes | None:
    if entry is None or entry.size > MOST_MANIFEST:
        return None
    file.seek(entry.data)
    return file.read(entry.size)


def _check_signature(
    file: IO[bytes],
    named: dict[str, Entry],
    report: Report,
    is_known: Callable[[bytes], bool] | None,
) -> None:
    manifest = _bytes_of(file, named.get(MANIFEST))
    signature = _bytes_of(file, named.get(SIGNATURE))
    public = public_key_of(_bytes_of(file, named.get(PUBLIC_KEY)) or b"")
    if manifest is None:
        report.findings.append(Finding("no_manifest"))
        return
    report.manifest = read_manifest(manifest) or {}
    if not report.manifest:
        report.findings.append(Finding("manifest_damaged"))
    judge(report, manifest, signature, public, is_known)


def judge(
    report: Report,
    manifest: bytes,
    signature: bytes | None,
    public: bytes | None,
    is_known: Callable[[bytes], bool] | None,
) -> None:
    """Whose signature it is, and whether it fits."""
    if signature is None:
        report.findings.append(Finding("no_signature"))
    if public is None:
        report.findings.append(Finding("no_key"))
        return
    report.fingerprint = fingerprint(public)
    key = report.manifest.get("key")
    named = str(key.get("fingerprint", "")) if isinstance(key, dict) else ""
    if report.manifest and named != report.fingerprint:
        report.findings.append(Finding("other_key", report.fingerprint, named))
    if signature is not None:
        report.is_signed = is_signed(public, manifest, signature)
        if not report.is_signed:
            report.findings.append(Finding("manifest_changed"))
    if is_known is not None:
        report.is_key_known = is_known(public)
        if not report.is_key_known:
            report.findings.append(Finding("unknown_key", report.fingerprint))


def read_manifest(raw: bytes) -> dict[str, Any] | None:
    """The manifest, or None when it is none."""
    try:
        told = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    files = told.get("files") if isinstance(told, dict) else None
    if not isinstance(files, list) or told.get("format") != FORMAT:
        return None
    is_good = all(
        isinstance(each, dict)
        and isinstance(each.get("path"), str)
        and isinstance(each.get("sha256"), str)
        and type(each.get("size")) is int
        for each in files
    )
    return told if is_good else None


def _compare(entries: Sequence[Entry], named: dict[str, Entry], report: Report) -> None:
    """Manifest against ZIP: changed, missing, added, renamed, moved."""
    listed = {each["path"]: each for each in report.manifest["files"]}
    told = {finding.path for finding in report.findings}
    extra = {
        name: entry
        for name, entry in named.items()
        if name not in listed and name not in (MANIFEST, SIGNATURE)
    }
    for path, each in listed.items():
        entry = named.get(path)
        if entry is not None:
            if (entry.size, entry.sha256) != (each["size"], each["sha256"]):
                report.findings.append(Finding("changed", path))
        elif path not in told:
            report.findings.append(_gone(path, each, extra))
    report.findings += [Finding("added", name) for name in extra]
    expected = [*listed, MANIFEST, SIGNATURE]
    order = [entry.name for entry in sorted(entries, key=lambda each: each.offset)]
    if not report.findings and (order != expected or [e.name for e in entries] != expected):
        there = next((a for a, b in zip(order, expected, strict=False) if a != b), expected[0])
        report.findings.append(Finding("moved", there))


def _gone(path: str, each: dict[str, Any], extra: dict[str, Entry]) -> Finding:
    same = [name for name, entry in extra.items() if entry.sha256 == each["sha256"]]
    if not same:
        return Finding("missing", path)
    del extra[same[0]]
    return Finding("renamed", same[0], path)


def _check_every_byte(
    file: IO[bytes], entries: Sequence[Entry], start: int, end: int, report: Report
) -> None:
    """What is not a file's own bytes must be exactly what a package has there."""
    for entry in entries:
        file.seek(entry.offset)
        expected = local_header(entry.name, entry.size, entry.crc)
        if file.read(entry.data - entry.offset) != expected:
            report.findings.append(Finding("header", entry.name))
    file.seek(start)
    if not report.findings and file.read(end - start) != directory(entries, start):
        report.findings.append(Finding("directory"))


# --- Ed25519 (RFC 8032), verifying only --------------------------------------------------

_P = 2**255 - 19
_L = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, _P - 2, _P) % _P
_ROOT = pow(2, (_P - 1) // 4, _P)
_SPKI = bytes.fromhex("302a300506032b6570032100")
Point = tuple[int, ...]  # (X, Y, Z, T): x = X/Z, y = Y/Z, xy = T/Z


def _x_of(y: int, sign: int) -> int | None:
    square = (y * y - 1) * pow(_D * y * y + 1, _P - 2, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * _ROOT % _P
    if (x * x - square) % _P or (x == 0 and sign):
        return None
    return _P - x if x & 1 != sign else x


def _point(raw: bytes) -> Point | None:
    number = int.from_bytes(raw, "little")
    sign, y = number >> 255, number & (1 << 255) - 1
    x = _x_of(y, sign) if len(raw) == 32 and y < _P else None
    return None if x is None else (x, y, 1, x * y % _P)


def _add(a: Point, b: Point) -> Point:
    p = (a[1] - a[0]) * (b[1] - b[0]) % _P
    q = (a[1] + a[0]) * (b[1] + b[0]) % _P
    r, s = 2 * a[3] * b[3] * _D % _P, 2 * a[2] * b[2] % _P
    e, f, g, h = q - p, s - r, s + r, q + p
    return (e * f % _P, g * h % _P, f * g % _P, e * h % _P)


def _times(number: int, point: Point) -> Point:
    total: Point = (0, 1, 1, 0)
    while number:
        if number & 1:
            total = _add(total, point)
        point, number = _add(point, point), number >> 1
    return total


def _packed(point: Point) -> bytes:
    inverse = pow(point[2], _P - 2, _P)
    x, y = point[0] * inverse % _P, point[1] * inverse % _P
    return int(y | (x & 1) << 255).to_bytes(32, "little")


_BASE: Point = _point(int(4 * pow(5, _P - 2, _P) % _P).to_bytes(32, "little")) or ()


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether ``signature`` is of ``message`` and by the key ``public``."""
    key = _point(public)
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or len(signature) != 64 or scalar >= _L:
        return False
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    challenge = int.from_bytes(digest, "little") % _L
    minus = (_P - key[0], key[1], key[2], _P - key[3])
    return _packed(_add(_times(scalar, _BASE), _times(challenge, minus))) == signature[:32]


def fingerprint(public: bytes) -> str:
    return hashlib.sha256(public).hexdigest()


def pem_of(public: bytes) -> bytes:
    """The key as every other program reads it, OpenSSL among them."""
    body = base64.b64encode(_SPKI + public)
    return b"-----BEGIN PUBLIC KEY-----\n" + body + b"\n-----END PUBLIC KEY-----\n"


def public_key_of(pem: bytes) -> bytes | None:
    lines = [line.strip() for line in pem.splitlines() if not line.startswith(b"-")]
    try:
        raw = base64.b64decode(b"".join(lines), validate=True)
    except binascii.Error:
        return None
    public = raw[len(_SPKI) :]
    return public if raw[: len(_SPKI)] == _SPKI and len(public) == 32 else None


# --- The command -------------------------------------------------------------------------


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Is this evidence package as it was issued?")
    parser.add_argument("package", type=Path, help="the ZIP")
    parser.add_argument(
        "--key", help="the chain's key: its fingerprint (64 letters and digits), or a PEM file"
    )
    parser.add_argument("--json", action="store_true", help="the answer for programs")
    options = parser.parse_args(arguments)
    try:
        is_known = _named_key(options.key) if options.key else None
        with options.package.open("rb") as file:
            report = verify(file, is_known)
    except (OSError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return UNREADABLE
    lines = [json.dumps(_told(report))] if options.json else _lines(report)
    sys.stdout.write("\n".join(lines) + "\n")
    return report.exit_code


def _named_key(said: str) -> Callable[[bytes], bool]:
    """Raises ValueError for what is neither a fingerprint nor a key."""
    plain = "".join(said.split()).replace(":", "").lower()
    if len(plain) != 64 or set(plain) - set("0123456789abcdef"):
        public = public_key_of(Path(said).read_bytes())
        if public is None:
            raise ValueError(f"{said} is neither a fingerprint nor a public key.")
        plain = fingerprint(public)
    return lambda key: fingerprint(key) == plain


def _told(report: Report) -> dict[str, Any]:
    return {
        "intact": report.is_intact,
        "signed": report.is_signed,
        "key_known": report.is_key_known,
        "fingerprint": report.fingerprint,
        "sha256": report.sha256,
        "package": report.package,
        "findings": [
            {"code": each.code, "path": each.path, "other": each.other, "says": each.sentence()}
            for each in report.findings
        ],
    }


def _lines(report: Report) -> Iterable[str]:
    about = [f"{name}: {value}" for name, value in report.package.items()]
    if not report.is_intact:
        return ["NOT INTACT", *(f"- {each.sentence()}" for each in report.findings), *about]
    key = f"Signed with the key {report.fingerprint}"
    if report.is_key_known is None:
        key += ".\nWhose key that is, this file cannot prove: compare it with the fingerprint that"
        key += "\nthe chain shows at its own address under /verify/keys/, or give it by --key."
    else:
        key += ", which is the one you named."
    return [f"INTACT: all {report.files} files are as they were issued.", key, *about]


if __name__ == "__main__":
    sys.exit(main())
