"""Taking files in: keep, remember, ask for parsing, and only then say yes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from django.db import connection, transaction

from accounts.tenancy import current_chain
from jobs import crashpoints
from jobs.models import Lane
from jobs.services import enqueue
from stores import audit
from stores.models import AccessKind, Store
from transactions.models import Channel, FileState, SourceFile, Upload
from transactions.services.keep import Incoming, Kept, Readable, keep_all
from transactions.services.stored import BundleWriter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from accounts.models import User
    from stores.models import Source, Token

__all__ = [
    "PARSE",
    "Incoming",
    "incoming_from_paths",
    "known_digests",
    "receive_upload",
    "remember",
]

PARSE = "parse_file"


def receive_upload(
    *,
    store: Store,
    user: User | None,
    files: Iterable[Incoming],
    channel: Channel = Channel.UPLOAD,
    name: str = "",
    is_backfill: bool = False,
    source: Source | None = None,
    token: Token | None = None,
) -> Upload:
    """Keep ``files`` (ZIP archives are opened) for ``store`` and ask for their parsing.

    When this returns inside no transaction of the caller's, everything is committed. A
    file that cannot be taken is remembered as one that could not be read, with the
    reason; the others are unaffected.
    """
    bundle = BundleWriter(current_chain())
    try:
        kept = keep_all(bundle, files, lambda sha256: known_digests(store.pk, [sha256]) != set())
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
            source=source,
            token=token,
        )
        remember(upload, kept, bundle.key)
        if user is not None:  # what programs deliver is in the list of uploads, by the thousand
            audit.record(
                AccessKind.UPLOADED_JOURNAL, user=user, about=("upload", upload.pk), files=len(kept)
            )
        crashpoints.reach("receive.before_commit")
    crashpoints.reach("receive.after_commit")
    return upload


def _name_of(kept: Sequence[Kept]) -> str:
    return kept[0].name if len(kept) == 1 else f"{len(kept)} files"


def remember(upload: Upload, kept: Sequence[Kept], bundle_key: str) -> None:
    """Write a row per file and the jobs that parse them, in the caller's transaction."""
    known = _known_alone(upload.store_id, [each.sha256 for each in kept])
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


# One at a time per store, so that the same file sent twice at once is seen twice. Two statements
# in one trip: the second must begin to look only when the lock is ours.
_KNOWN_ALONE = """
    SELECT pg_advisory_xact_lock(hashtext('receive'), %(store)s);
    SELECT DISTINCT sha256 FROM transactions_sourcefile
    WHERE store_id = %(store)s AND sha256 = ANY(%(digests)s) AND state <> %(duplicate)s
"""


def _known_alone(store_id: int, digests: list[str]) -> set[str]:
    """:func:`known_digests`, and nobody else remembers files of the store until we commit."""
    with connection.cursor() as cursor:
        cursor.execute(
            _KNOWN_ALONE,
            {"store": store_id, "digests": digests, "duplicate": FileState.DUPLICATE.value},
        )
        return {sha256 for (sha256,) in cursor.fetchall()}


def known_digests(store_id: int, digests: Sequence[str]) -> set[str]:
    """Those of the sha256 ``digests`` that a file kept for this store has."""
    same = SourceFile.objects.filter(store=store_id, sha256__in=digests)
    return set(same.exclude(state=FileState.DUPLICATE).values_list("sha256", flat=True))


def _row(upload: Upload, kept: Kept, bundle_key: str, *, is_new: bool) -> SourceFile:
    row = SourceFile(
        store_id=upload.store_id,
        upload=upload,
        original_name=Path(kept.name.replace("\\", "/")).name[:255] or "unnamed",
        sha256=kept.sha256,
        size=kept.size,
        redacted=kept.redacted,
    )
    if kept.is_again or not is_new:
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
