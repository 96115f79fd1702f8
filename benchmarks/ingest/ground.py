"""One chain with one store to take journals in, emptied before each sample."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

from django.db import connection
from django.test.utils import override_settings
from django.utils import timezone

from accounts.models import Chain
from benchmarks.journal import STORE_CODE, TIMEZONE
from benchmarks.product import make_chain
from jobs.worker import work
from stores.models import Store
from transactions.formats.canonical import FormatContext
from transactions.models import Channel, SourceFile, Transaction, Upload
from transactions.services.receive import incoming_from_paths, receive_upload
from transactions.services.row_file import FileContext

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.journal import Journal

_SCHEMA: Final = "bench"
_EMPTY: Final = """
    TRUNCATE transactions_transaction, transactions_sourcefile, transactions_upload,
             public.jobs_job CASCADE
"""
_FINGERPRINT: Final = """
    SELECT count(*), (SELECT count(*) FROM transactions_review),
           coalesce(md5(string_agg(event_key || content_hash || flags::text, ','
                                   ORDER BY event_key)), '')
    FROM transactions_transaction
"""
_A_LONG_TIME: Final = 3600.0


class WrongResultError(AssertionError):
    """A fast wrong answer: the run fails."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a chain holds after a load: rows, reviews, and a hash over all of them."""

    rows: int
    reviews: int
    digest: str


class Ground:
    """The chain is open from here on; the parsing jobs follow no further stage."""

    def __init__(self, store: Store) -> None:
        self.store = store
        override_settings(JOBS_PIPELINE="benchmarks.ingest.pipeline.PIPELINE").enable()

    @classmethod
    def made(cls) -> Self:
        connection.set_tenant(make_chain(_SCHEMA))  # type: ignore[attr-defined]
        return cls(Store.objects.create(code=STORE_CODE, name="Bench", timezone=TIMEZONE))

    @classmethod
    def opened(cls) -> Self:
        """The one that another process made."""
        connection.set_tenant(Chain.objects.get(schema_name=_SCHEMA))  # type: ignore[attr-defined]
        return cls(Store.objects.get(code=STORE_CODE))

    def empty(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_EMPTY)

    def fingerprint(self) -> Fingerprint:
        with connection.cursor() as cursor:
            cursor.execute(_FINGERPRINT)
            return Fingerprint(*cursor.fetchone())

    def receive(self, path: Path) -> Upload:
        return receive_upload(
            store=self.store, user=None, files=incoming_from_paths([path]), channel=Channel.FOLDER
        )

    def work_off(self) -> None:
        """Claim and do the waiting jobs, as a worker does."""
        work("quick", seconds=_A_LONG_TIME)

    def ingest(self, path: Path) -> Upload:
        upload = self.receive(path)
        self.work_off()
        return upload

    def file_context(self) -> FileContext:
        """The rows of a file that is only remembered, for what is measured without one."""
        upload = Upload.objects.create(store=self.store, name="bench")
        source = SourceFile.objects.create(
            store=self.store, upload=upload, original_name="bench.xml", sha256="0" * 64, size=1
        )
        return FileContext(
            source_file_id=source.pk,
            store_id=self.store.pk,
            zone=self.store.zone,
            format=FormatContext(),
            received_at=timezone.now(),
        )


def check_holds(ground: Ground, journal: Journal) -> Fingerprint:
    """Every event is one row. Raises WrongResultError."""
    found = ground.fingerprint()
    if found.rows != journal.events:
        raise WrongResultError(f"{found.rows} rows of {journal.events} events")
    return found


def row_count() -> int:
    return Transaction.objects.count()
