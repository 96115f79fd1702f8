"""Packages made by hand, without a database, to be tampered with."""

from __future__ import annotations

import io
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

import evidence_verifier as verifier
from review.evidence.archive import PackageWriter

FILES = {
    "README.txt": b"read me\r\n",
    "transaction-1/receipt.html": b"<p>receipt</p>",
    "transaction-1/clip-1/original-1.mp4": bytes(range(256)) * 64,
    "transaction-1/clip-1/playback.mp4": b"another picture" * 200,
}


@dataclass(frozen=True, slots=True)
class Packed:
    content: bytes
    public: bytes
    key: Ed25519PrivateKey

    def report(self, content=None, is_known=None):
        return verifier.verify(io.BytesIO(content or self.content), is_known or self.knows)

    def knows(self, public):
        return public == self.public


def pack(files=None, key=None, named=None, order=None) -> Packed:
    """A signed package. ``named``: the key that the manifest speaks of."""
    key = key or Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes_raw()
    out = io.BytesIO()
    writer = PackageWriter(out)
    files = dict(FILES if files is None else files)
    for path in order or files:
        writer.add(path, files[path])
    writer.add(verifier.PUBLIC_KEY, verifier.pem_of(public))
    facts = {
        "format": verifier.FORMAT,
        "package": {"number": "1", "title": "Case 7"},
        "key": {"algorithm": "Ed25519", "fingerprint": verifier.fingerprint(named or public)},
    }
    writer.close(facts, key.sign)
    return Packed(out.getvalue(), public, key)


def entries_of(content: bytes):
    """The ZIP's files, and where their list begins."""
    file = io.BytesIO(content)
    entries, start, _end = verifier.read_directory(file, [])
    for entry in entries:
        verifier._trouble(file, entry, start)  # finds where its bytes are
    return entries, start


def rebuilt(content: bytes, change) -> bytes:
    """The same ZIP, well formed, after ``change`` did something to its (name, bytes) list:
    what somebody would make who repacks it."""
    entries, _start = entries_of(content)
    pairs = [[entry.name, content[entry.data : entry.data + entry.size]] for entry in entries]
    changed = change(pairs)
    pairs = pairs if changed is None else changed
    return zipped(pairs)


def zipped(pairs) -> bytes:
    import zlib

    out, made = io.BytesIO(), []
    for name, body in pairs:
        made.append(verifier.Entry(name, len(body), zlib.crc32(body), out.tell()))
        out.write(verifier.local_header(name, len(body), zlib.crc32(body)) + body)
    out.write(verifier.directory(made, out.tell()))
    return out.getvalue()
