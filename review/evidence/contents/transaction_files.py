"""One transaction with all that belongs to it, as files of a package."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from clips.models import Clip
from review.evidence.archive import readable_json
from review.evidence.contents import receipt_page
from review.evidence.contents.clip_files import ClipFiles, clip_folder
from review.evidence.contents.facts import facts_of
from review.ringtest.sample import as_written
from review.selectors.trail import trail_of
from transactions.formats.redaction import redact_text
from transactions.selectors.people import person_name
from transactions.selectors.reviews import notes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from review.evidence.archive import PackageWriter
    from review.evidence.contents.files import StoredFiles
    from review.evidence.contents.readme import Remarks
    from review.models import EvidencePackage
    from review.selectors.trail import Entry
    from transactions.models import Transaction

SOURCES = {
    "whole": "the kept file: it holds this event and no other",
    "cut": "the event's own element, cut out of the kept file",
}


@dataclass(frozen=True, slots=True)
class TransactionFiles:
    writer: PackageWriter
    stored: StoredFiles
    remarks: Remarks
    until: datetime

    def add(self, transaction: Transaction, folder: str) -> None:
        facts = facts_of(transaction, self.until)
        facts["source"] = self._add_source(transaction, folder)
        trail = self._trail(transaction)
        page = receipt_page.receipt_page(transaction, trail)
        self.writer.add(f"{folder}/transaction.json", readable_json(facts))
        self.writer.add(f"{folder}/history.json", readable_json(_history(trail)))
        self.writer.add(f"{folder}/receipt.html", receipt_page.as_html(page))
        self.writer.add(f"{folder}/receipt.pdf", receipt_page.as_pdf(page))
        files = ClipFiles(self.writer, self.stored, self.remarks, self.until)
        for number, clip in enumerate(clips_in(transaction), start=1):
            files.add(clip, clip_folder(folder, number, clip))

    def _add_source(self, transaction: Transaction, folder: str) -> dict[str, Any] | None:
        written = as_written(transaction)
        if written is None:
            said = gettext("%(folder)s holds no source: the register's own bytes were not kept.")
            self.remarks.lacking.append(said % {"folder": folder})
            return None
        name = f"source.{written.suffix}"
        listed = self.writer.add(f"{folder}/{name}", written.content)
        return {"file": name, "sha256": listed.sha256, "taken": SOURCES[written.how]}

    def _trail(self, transaction: Transaction) -> list[Entry]:
        """Oldest first, up to the moment that the package is about."""
        whole = trail_of(transaction, notes(transaction.pk), most=None)
        return [entry for entry in reversed(whole) if entry.at <= self.until]


def transactions_in(package: EvidencePackage) -> list[Transaction]:
    rows = package.transactions.select_related(
        "store", "register", "cashier", "source_file__upload"
    ).annotate(person=person_name())
    return list(rows.order_by("occurred_at", "pk"))


def clips_in(transaction: Transaction) -> list[Clip]:
    rows = Clip.objects.filter(transaction=transaction)
    return list(rows.select_related("store", "camera__recorder").order_by("position", "id"))


def stored_bytes(transactions: Iterable[Transaction], size_of: Callable[[str], int | None]) -> int:
    """How much video there is to copy, for the progress that is shown."""
    keys = [
        key
        for transaction in transactions
        for clip in clips_in(transaction)
        for key in (*(each["key"] for each in clip.originals), clip.playback_key, clip.sheet_key)
        if key
    ]
    return sum(size_of(key) or 0 for key in keys)


def _history(trail: Sequence[Entry]) -> dict[str, Any]:
    kinds = {"note": "notes", "view": "views"}
    told: dict[str, list[dict[str, str]]] = {"decisions": [], "notes": [], "views": []}
    for entry in trail:
        told[kinds.get(entry.kind, "decisions")].append(
            {
                "at_utc": entry.at.isoformat(),
                "who": entry.who,
                "what": entry.what,
                "text": redact_text(entry.text),
            }
        )
    return told
