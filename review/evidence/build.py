"""The job that makes a package: gathers, writes, signs, stores, and commits once.

An attempt that was overtaken by another worker leaves nothing: its own object is deleted,
and the row is written with the job's end in one commit.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction as database
from django.utils import timezone

import evidence_verifier as verifier
from clips import objects
from clips.services.attempt import Attempt
from jobs.registry import RetryLaterError
from jobs.services import StaleFenceError, finish
from review.evidence import signing
from review.evidence.archive import PackageWriter
from review.evidence.contents.files import StoredFiles, size_of
from review.evidence.contents.readme import Remarks, readme
from review.evidence.contents.transaction_files import (
    TransactionFiles,
    stored_bytes,
    transactions_in,
)
from review.evidence.numbers import package_number
from review.evidence.stored import PackageKeys
from review.models import EvidencePackage, MakingState
from transactions.formats.redaction import redact_text
from transactions.models import EVENT_TYPES

if TYPE_CHECKING:
    from pathlib import Path

    from accounts.models import Chain
    from jobs.registry import Claimed
    from review.models import SigningKey
    from transactions.models import Transaction


SOON = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Made:
    """A finished file and what the row says of it."""

    sha256: str
    size: int
    files: int
    manifest_sha256: str


def build_package(chain: Chain, job: Claimed) -> None:
    package = EvidencePackage.objects.get(pk=int(job.key))
    if package.state == MakingState.READY:
        finish(job, {"ready": True})
        return
    key = signing.key_in_use()
    keys = PackageKeys(chain.uuid, package.uuid)
    stored = keys.key("package", f"f{job.fence}", ".zip")
    try:
        with objects.workspace() as folder:
            path = folder / "package.zip"
            made = write_package(chain, package, key, path, Attempt(job))
            objects.put(keys, stored, path)
    except objects.StorageAwayError as away:
        raise RetryLaterError(timezone.now() + SOON, "storage_away") from away
    try:
        _settle(job, package, key, stored, made)
    except StaleFenceError:
        objects.delete(keys, [stored])
        raise


def bury(package_id: int) -> None:
    """The job has failed for good, and the page says so."""
    EvidencePackage.objects.filter(pk=package_id, state=MakingState.MAKING).update(
        state=MakingState.FAILED, reason_code="not_made"
    )


def write_package(
    chain: Chain, package: EvidencePackage, key: SigningKey, path: Path, attempt: Attempt
) -> Made:
    """The whole ZIP at ``path``. Raises clips.objects.StorageAwayError."""
    transactions = transactions_in(package)
    progress = _Progress(attempt, stored_bytes(transactions, size_of))
    with path.open("w+b") as target:
        writer, remarks = PackageWriter(target), Remarks()
        files = TransactionFiles(
            writer, StoredFiles(writer, progress.on_bytes), remarks, package.until
        )
        folders = []
        for place, transaction in enumerate(transactions, start=1):
            folder = f"transaction-{place}"
            files.add(transaction, folder)
            folders.append((folder, _words(transaction)))
        number = package_number(chain.uuid, package.uuid)
        writer.add(
            "README.txt",
            readme(
                package,
                number=number,
                chain=chain.name,
                key=key,
                folders=folders,
                remarks=remarks,
            ),
        )
        writer.add(verifier.PUBLIC_KEY, signing.pem_of(key))
        manifest, size = writer.close(
            _manifest_facts(chain, package, key, number), lambda text: signing.sign(key, text)
        )
        target.seek(0)
        sha256 = hashlib.file_digest(target, "sha256").hexdigest()
    return Made(sha256, size, len(writer.files), hashlib.sha256(manifest).hexdigest())


def _manifest_facts(
    chain: Chain, package: EvidencePackage, key: SigningKey, number: str
) -> dict[str, Any]:
    return {
        "format": verifier.FORMAT,
        "package": {
            "number": number,
            "title": redact_text(package.title),
            "chain": chain.name,
            "ordered_by": package.ordered_by_name,
            "state_as_of": package.until.isoformat(),
        },
        "key": {"algorithm": "Ed25519", "fingerprint": key.fingerprint},
    }


def _words(transaction: Transaction) -> str:
    """Which transaction a folder is of, in a line."""
    local = transaction.occurred_at.astimezone(transaction.store.zone)
    parts = [
        str(EVENT_TYPES[transaction.event_type]),
        transaction.transaction_no,
        f"{local:%Y-%m-%d %H:%M:%S}",
        str(transaction.store),
        transaction.register.said if transaction.register else "",
    ]
    return ", ".join(part for part in parts if part)


def _settle(
    job: Claimed, package: EvidencePackage, key: SigningKey, stored: str, made: Made
) -> None:
    with database.atomic():
        row = EvidencePackage.objects.select_for_update().get(pk=package.pk)
        row.state, row.reason_code, row.made_at = MakingState.READY, "", timezone.now()
        row.key, row.stored_key = key, stored
        row.sha256, row.size, row.files = made.sha256, made.size, made.files
        row.manifest_sha256 = made.manifest_sha256
        row.save()
        finish(job, {"ready": True, "size": made.size})


class _Progress:
    """Bytes that have passed, of all that will; stops when the job is no longer ours."""

    def __init__(self, attempt: Attempt, total: int) -> None:
        self._attempt, self._total, self._done = attempt, max(total, 1), 0

    def on_bytes(self, count: int) -> None:
        self._done += count
        self._attempt.progress("gather", min(1.0, self._done / self._total))
        if self._attempt.cancelled():
            raise StaleFenceError(str(self._attempt.job))
