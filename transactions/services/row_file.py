"""What the rows of one file share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from transactions.formats.canonical import SourceRank

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from transactions.formats.canonical import FormatContext


@dataclass(frozen=True, slots=True)
class FileContext:
    source_file_id: int
    store_id: int
    zone: ZoneInfo
    format: FormatContext
    received_at: datetime
    rank: SourceRank = SourceRank.JOURNAL
