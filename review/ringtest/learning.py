"""How a register writes something, learned from one event that somebody rang."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import structlog

from review.ringtest.cutting import JOURNALS, cut_event
from transactions.formats.canonical import UnreadableFileError
from transactions.services.stored import opened

if TYPE_CHECKING:
    from review.ringtest.cutting import Piece
    from transactions.models import Transaction

log = structlog.get_logger(__name__)


def learned_of(row: Transaction) -> dict[str, Any]:
    """The JSON of ``RingStep.learned``; ``elements`` is empty for what is no journal."""
    file = row.source_file
    return {
        "read_as": row.event_type,
        "flags": list(row.flags),
        "confidence": row.type_confidence,
        "elements": elements_of(row),
        "unknown": list(row.receipt.get("unknown", [])),
        "format": file.format,
        "format_version": file.format_version,
        "vendor": file.vendor,
        "parser_version": file.parser_version,
        "number": row.transaction_no,
    }


def elements_of(row: Transaction) -> list[str]:
    """Local names of the parts that the register wrote, as first met."""
    piece = piece_of(row)
    return list(piece.elements) if piece else []


def piece_of(row: Transaction) -> Piece | None:
    """The event's own part of its kept file; None where that is no journal or cannot be
    had, which is logged: what was seen counts all the same."""
    file = row.source_file
    if file.format != JOURNALS or not file.stored_key:
        return None
    try:
        with opened(file) as stream:
            return cut_event(stream, row.source_index)
    except (OSError, EOFError, UnreadableFileError) as error:
        log.warning("event_not_cut", file=file.pk, error=type(error).__name__)
        return None
