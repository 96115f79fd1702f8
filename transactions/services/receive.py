"""Taking files in: redact, keep, remember, ask for parsing, and only then say yes.

Card numbers are masked before the first byte is written anywhere but a request's own
temporary file. What cannot be scanned for them is not kept: its name, size and hash are.
"""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

from django.db import connection, transaction

from accounts.tenancy import current_chain
from jobs import crashpoints
from jobs.models import Lane
from jobs.services import enqueue
from stores import audit
from stores.models import AccessKind, Store
from transactions.formats import sniff
from transactions.formats.archives import ArchiveLimits, iter_members
from transactions.formats.canonical import UnreadableFileError
from transactions.formats.redaction import Redactor
from transactions.models import Channel, FileState, SourceFile, Upload
from transactions.services.stored import CHUNK, BundleWriter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from accounts.models import User

PARSE = "parse_file"
HEAD = 4096


class Readable(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Incoming:
    """One file handed over: its name, and where its bytes are."""

    name: str
    stream: Readable


@dataclass(slots=True)
class _Kept:
    """What became of one incoming file before the database hears of it."""

    name: str
    sha256: str
    size: int
    redacted: int = 0
    offset: int = 0
    length: int = 0
    refused: UnreadableFileError | None = None
    params: dict[str, str] = field(default_factory=dict)


def receive_upload(
    *,
    store: Store,
    user: User | None,
    files: Iterable[Incoming],
    channel: Channel = Channel.UPLOAD,
    name: str = "",
    is_backfill: bool = False,
) -> Upload:
    """Keep ``files`` (ZIP archives are opened) for ``store`` and ask for their parsing.

    When this returns inside no transaction of the caller's, everything is committed. A
    file that cannot be taken is remembered as one that could not be read, with the
    reason; the others are unaffected.
    """
    bundle = BundleWriter(current_chain())
    try:
        kept = [_keep(bundle, each) for incoming in files for each in _opened(incoming)]
        bundle.store()
    finally:
        bundle.close()
    crashpoints.reach("receive.stored")
    with transaction.atomic():
        upload = Upload.objects.create(
            store=store,
            channel=channel,
            name=(name or _name_of(kept))[:255],
            received_by=user,
            is_backfill=is_backfill,
        )
        _remember(upload, kept, bundle.key)
        audit.record(
            AccessKind.UPLOADED_JOURNAL, user=user, about=("upload", upload.pk), files=len(kept)
        )
        crashpoints.reach("receive.before_commit")
    crashpoints.reach("receive.after_commit")
    return upload


def _name_of(kept: Sequence[_Kept]) -> str:
    return kept[0].name if len(kept) == 1 else f"{len(kept)} files"


def _opened(incoming: Incoming) -> Iterator[Incoming | _Kept]:
    """The file itself, or the members of a ZIP; what cannot be opened comes as refused."""
    with tempfile.TemporaryDirectory() as folder:
        head = incoming.stream.read(HEAD)
        if not head.startswith(b"PK\x03\x04"):
            yield Incoming(incoming.name, _Joined(head, incoming.stream))
            return
        path = Path(folder) / "archive.zip"
        digest, size = _spool(path, _Joined(head, incoming.stream))
        try:
            for member in iter_members(path, ArchiveLimits()):
                if member.problem is not None:
                    yield _Kept(member.name, _no_bytes(member.name), 0, refused=member.problem)
                else:
                    with member.open() as stream:
                        yield Incoming(member.name, stream)
        except UnreadableFileError as unreadable:
            yield _Kept(incoming.name, digest, size, refused=unreadable)


def _no_bytes(name: str) -> str:
    return hashlib.sha256(b"not opened:" + name.encode(errors="replace")).hexdigest()


def _spool(path: Path, stream: Readable) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with path.open("wb") as target:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            target.write(chunk)
    return digest.hexdigest(), size


class _Joined:
    """A stream whose first bytes were already looked at."""

    def __init__(self, head: bytes, rest: Readable) -> None:
        self._head, self._rest = head, rest

    def read(self, size: int = -1, /) -> bytes:
        if self._head:
            head, self._head = self._head, b""
            return head
        return self._rest.read(size)


def _keep(bundle: BundleWriter, incoming: Incoming | _Kept) -> _Kept:
    if isinstance(incoming, _Kept):
        return incoming
    digest, size, redactor = hashlib.sha256(), 0, Redactor()
    refused: UnreadableFileError | None = None
    bundle.begin()
    try:
        while chunk := incoming.stream.read(CHUNK):
            digest.update(chunk)
            if size == 0:
                _check_scannable(chunk, incoming.name)
            size += len(chunk)
            if refused is None:
                bundle.write(redactor.feed(chunk))
        bundle.write(redactor.finish())
    except UnreadableFileError as unreadable:
        refused = unreadable
        while chunk := _drain(incoming.stream):
            digest.update(chunk)
            size += len(chunk)
    kept = _Kept(incoming.name, digest.hexdigest(), size, redactor.redacted, refused=refused)
    if refused is not None or size == 0:
        bundle.drop()
        kept.refused = refused or UnreadableFileError("empty")
    else:
        kept.offset, kept.length = bundle.end()
    return kept


def _drain(stream: Readable) -> bytes:
    """The rest of a refused file, for its hash and size; a stream that broke is at its end."""
    try:
        return stream.read(CHUNK)
    except UnreadableFileError:
        return b""


UNSCANNABLE = {"pdf", "spreadsheet", "binary", "zip_inside"}


def _check_scannable(head: bytes, name: str) -> None:
    """Compressed and binary contents may hide a card number: they are not kept."""
    try:
        sniff(head, name)
    except UnreadableFileError as unreadable:
        if unreadable.code in UNSCANNABLE:
            raise


def _remember(upload: Upload, kept: Sequence[_Kept], bundle_key: str) -> None:
    """Write a row per file and the jobs that parse them, in the caller's transaction."""
    with connection.cursor() as cursor:
        # One at a time per store, so that the same file sent twice at once is seen twice.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('receive'), %s)", [upload.store_id])
    known = set(
        SourceFile.objects.filter(store=upload.store_id, sha256__in=[k.sha256 for k in kept])
        .exclude(state=FileState.DUPLICATE)
        .values_list("sha256", flat=True)
    )
    rows = []
    for each in kept:
        rows.append(_row(upload, each, bundle_key, is_new=each.sha256 not in known))
        known.add(each.sha256)
    made = SourceFile.objects.bulk_create(rows, batch_size=1000)
    enqueue(
        chain=current_chain().schema_name,
        kind=PARSE,
        keys=[str(row.pk) for row in made if row.state == FileState.RECEIVED],
        lane=Lane.BACKFILL if upload.is_backfill else Lane.LIVE,
    )


def _row(upload: Upload, kept: _Kept, bundle_key: str, *, is_new: bool) -> SourceFile:
    row = SourceFile(
        store_id=upload.store_id,
        upload=upload,
        original_name=Path(kept.name.replace("\\", "/")).name[:255] or "unnamed",
        sha256=kept.sha256,
        size=kept.size,
        redacted=kept.redacted,
    )
    if not is_new:
        row.state = FileState.DUPLICATE
    elif kept.refused is not None:
        row.state = FileState.QUARANTINED
        row.reason_code, row.reason_params = kept.refused.code, dict(kept.refused.params)
    else:
        row.stored_key = bundle_key
        row.stored_offset, row.stored_length = kept.offset, kept.length
    return row


def incoming_from_paths(paths: Iterable[Path]) -> Iterator[Incoming]:
    """Files and the files under folders, opened one after another."""
    for path in paths:
        for file in sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]:
            with file.open("rb") as stream:
                yield Incoming(file.name, _as_readable(stream))


def _as_readable(stream: BinaryIO) -> Readable:
    return stream
