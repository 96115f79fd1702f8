"""A sample for support: what exactly was rung, as the register wrote it, card numbers masked.

Nothing else of the files goes along: an event among others is cut out, and where a format
cannot be cut, the event goes as it was read.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import orjson
import structlog

from review.ringtest.events import steps_of
from review.ringtest.learning import piece_of
from review.ringtest.steps import WAVE
from transactions.services.stored import opened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from review.models import RingStep, RingTest
    from transactions.models import Transaction

log = structlog.get_logger(__name__)

MOST_WHOLE: Final = 2 * 1024 * 1024
"""A file of one event that is larger is not taken whole."""
_READ: Final = (
    "event_type",
    "type_confidence",
    "source_event_tag",
    "occurred_at",
    "time_basis",
    "time_quality",
    "business_date",
    "transaction_no",
    "is_training",
    "is_suspended",
    "is_recalled",
    "amount",
    "gross",
    "net",
    "tax",
    "grand",
    "flags",
    "flag_details",
    "receipt",
)


@dataclass(frozen=True, slots=True)
class Written:
    """An event as the register wrote it, card numbers masked. ``how`` it was taken: the
    ``whole`` kept file, where it holds this event only, or ``cut`` out of it."""

    content: bytes
    suffix: str
    how: str


def sample_of(test: RingTest) -> bytes:
    """A ZIP: ``manifest.json``, and for each event rung a file named by its step."""
    steps = steps_of(test)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        entries = [_add(archive, step) for step in steps]
        archive.writestr("manifest.json", _json(_manifest(test, entries)))
    return out.getvalue()


def _add(archive: zipfile.ZipFile, step: RingStep) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "step": step.step,
        "outcome": step.outcome,
        "asked_at": step.asked_at,
        "occurred_at": step.occurred_at,
        "received_at": step.received_at,
        "delay_ms": step.delay_ms,
    }
    if step.step == WAVE or step.transaction is None:
        return entry
    name, content, how = _content(step, step.transaction)
    archive.writestr(name, content)
    file = step.transaction.source_file
    return entry | {
        "file": name,
        "taken": how,
        "learned": step.learned,
        "read": {field: getattr(step.transaction, field) for field in _READ},
        "masked_in_file": file.redacted,
    }


def _content(step: RingStep, row: Transaction) -> tuple[str, bytes, str]:
    """Name, bytes, and how they were taken: ``whole``, ``cut`` or ``as_read``."""
    stem = f"{step.position:02}-{step.step}"
    written = as_written(row)
    if written is not None:
        return f"{stem}.{written.suffix}", written.content, written.how
    return f"{stem}.json", _json({field: getattr(row, field) for field in _READ}), "as_read"


def as_written(row: Transaction) -> Written | None:
    """The event and nothing else of its file; None where that cannot be had."""
    whole = _whole(row)
    if whole is not None:
        suffix = row.source_file.original_name.rpartition(".")[2].lower()
        safe = suffix if suffix.isalnum() and suffix.isascii() and len(suffix) < 6 else "txt"
        return Written(whole, safe, "whole")
    piece = piece_of(row)
    return Written(piece.document, "xml", "cut") if piece is not None else None


def _whole(row: Transaction) -> bytes | None:
    """The kept file, when the event is all that it holds."""
    file = row.source_file
    if file.events != 1 or not file.stored_key or file.size > MOST_WHOLE:
        return None
    try:
        with opened(file) as stream:
            return stream.read(MOST_WHOLE + 1)
    except (OSError, EOFError) as error:
        log.warning("kept_file_not_read", file=file.pk, error=type(error).__name__)
        return None


def _manifest(test: RingTest, entries: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {
        "ring_test": test.pk,
        "store": test.store.code,
        "register": test.register.code if test.register else None,
        "time_zone": test.store.timezone,
        "started_at": test.started_at,
        "ended_at": test.ended_at,
        "steps": entries,
        "card_numbers": "masked before the files were stored",
    }


def _json(value: dict[str, Any]) -> bytes:
    return orjson.dumps(value, default=str, option=orjson.OPT_INDENT_2)
