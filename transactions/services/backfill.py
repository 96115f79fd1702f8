"""History handed over in pieces: a year of journals, resumable, behind what is live.

A back-fill is one upload that stays open. Each piece is committed by itself, so that a run
that is killed loses at most the piece it was at; what is there already is passed over by
its hash and leaves no row, so that running again goes on where it stopped.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.tenancy import current_chain
from jobs import crashpoints
from stores import audit
from stores.models import AccessKind
from transactions.formats.canonical import UnreadableFileError
from transactions.models import Channel, Upload
from transactions.services.history import Broken
from transactions.services.incoming import Kept, Readable
from transactions.services.keep import keep_all
from transactions.services.receive import Incoming, known_digests, remember
from transactions.services.stored import BundleWriter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from accounts.models import User
    from stores.models import Store

PIECE_FILES = 500
PIECE_BYTES = 32 * 1024 * 1024
SMALL = 1024 * 1024
"""Larger files are not held in memory; they are hashed where they are kept."""


class BackfillClosedError(ValueError):
    """The back-fill was closed, or the upload is none."""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of files of a back-fill: taken, or known before."""

    taken: int
    known: int


def open_backfill(
    *,
    store: Store,
    user: User | None,
    name: str,
    expected_files: int | None = None,
    channel: Channel = Channel.UPLOAD,
) -> Upload:
    """Begin a back-fill of a store, or go on with its open one of that name."""
    with transaction.atomic():
        going = Upload.objects.filter(
            store=store, name=name[:255], is_backfill=True, is_complete=False
        ).first()
        if going is not None:
            if expected_files is not None:
                going.expected_files = expected_files
                going.save(update_fields=["expected_files"])
            return going
        upload = Upload.objects.create(
            store=store,
            channel=channel,
            name=name[:255],
            received_by=user,
            is_backfill=True,
            expected_files=expected_files,
            is_complete=False,
        )
        if user is not None:
            audit.record(AccessKind.UPLOADED_JOURNAL, user=user, about=("upload", upload.pk))
    return upload


def add_to_backfill(*, upload: Upload, files: Iterable[Incoming]) -> Added:
    """Keep one piece of a back-fill; committed when this returns. The caller bounds the
    piece (see :func:`pieces`). Raises BackfillClosedError."""
    if not upload.is_backfill or upload.is_complete:
        raise BackfillClosedError(upload.pk)
    bundle = BundleWriter(current_chain())
    store_id = upload.store_id
    try:
        kept = [each for file in files for each in _keep(bundle, store_id, file)]
        bundle.store()
    finally:
        bundle.close()
    crashpoints.reach("backfill.stored")
    with transaction.atomic():
        fresh = _fresh(store_id, kept)
        remember(upload, fresh, bundle.key)
    crashpoints.reach("backfill.after_commit")
    return Added(taken=len(fresh), known=len(kept) - len(fresh))


def _keep(bundle: BundleWriter, store_id: int, file: Incoming) -> list[Kept]:
    try:
        return keep_all(bundle, [file], lambda digest: known_digests(store_id, [digest]) != set())
    except UnreadableFileError as unreadable:
        name = hashlib.sha256(b"not opened:" + file.name.encode(errors="replace")).hexdigest()
        return [Kept(file.name, name, 0, refused=unreadable)]


def _fresh(store_id: int, kept: list[Kept]) -> list[Kept]:
    known = known_digests(store_id, [each.sha256 for each in kept])
    fresh = []
    for each in kept:
        if not each.is_again and each.sha256 not in known:
            known.add(each.sha256)
            fresh.append(each)
    return fresh


def close_backfill(*, upload: Upload) -> None:
    """All of it was handed over; what is still waiting is parsed in its turn."""
    Upload.objects.filter(pk=upload.pk, is_backfill=True).update(is_complete=True)
    upload.is_complete = True


def unknown_of(store: Store, files: Iterable[Incoming]) -> Iterator[Incoming | None]:
    """Small files that the store does not have; None for each that it has. Large ones pass:
    they are looked at where they are kept."""
    batch: list[tuple[Incoming, str]] = []
    for file in files:
        try:
            data = _all_of(file.stream, SMALL + 1)
        except UnreadableFileError as unreadable:
            yield Incoming(file.name, Broken(unreadable))
            continue
        held = Incoming(file.name, io.BytesIO(data))
        if len(data) > SMALL or data.startswith(b"PK\x03\x04"):
            yield from _unknown(store, batch)
            batch = []
            yield Incoming(file.name, _Rest(data, file))
            continue
        batch.append((held, hashlib.sha256(data).hexdigest()))
        if len(batch) >= PIECE_FILES:
            yield from _unknown(store, batch)
            batch = []
    yield from _unknown(store, batch)


def _unknown(store: Store, batch: list[tuple[Incoming, str]]) -> Iterator[Incoming | None]:
    known = known_digests(store.pk, [digest for _file, digest in batch])
    for file, digest in batch:
        yield None if digest in known else file


def _all_of(stream: Readable, most: int) -> bytes:
    """Up to ``most`` bytes: streams may give less than was asked for."""
    data = bytearray()
    while len(data) < most and (piece := stream.read(most - len(data))):
        data += piece
    return bytes(data)


class _Rest:
    """A stream whose beginning was read already."""

    def __init__(self, head: bytes, file: Incoming) -> None:
        self._head, self._file = io.BytesIO(head), file

    def read(self, size: int = -1, /) -> bytes:
        return self._head.read(size) or self._file.stream.read(size)


def pieces(files: Iterable[Incoming | None]) -> Iterator[tuple[list[Incoming], int]]:
    """Files in lists of bounded number and size, each with how many known ones were
    passed over before it. A large file is a piece of its own."""
    piece: list[Incoming] = []
    known = size = 0
    for file in files:
        if file is None:
            known += 1
            continue
        if not isinstance(file.stream, io.BytesIO):
            yield [file], 0
            continue
        piece.append(file)
        size += file.stream.getbuffer().nbytes
        if len(piece) >= PIECE_FILES or size >= PIECE_BYTES:
            yield piece, known
            piece, known, size = [], 0, 0
    if piece or known:
        yield piece, known
