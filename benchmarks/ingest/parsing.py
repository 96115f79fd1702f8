"""P2: reading events beside expat reading nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.parsers import expat

from benchmarks.bench import timed
from benchmarks.ingest.goals import PARSING
from benchmarks.ingest.ground import WrongResultError
from transactions.flags import find_flags
from transactions.formats import open_journal
from transactions.formats.canonical import FormatContext

if TYPE_CHECKING:
    from benchmarks.bench import Bench
    from benchmarks.journal import Journal

_PIECE = 64 * 1024


def measure(bench: Bench, journal: Journal) -> None:
    finding = bench.compare(
        PARSING,
        reference=lambda: timed(lambda: expat_without_handlers(journal)),
        subject=lambda: timed(lambda: read_events(journal, flags=False)),
    )
    bench.figure("P2 expat without handlers", journal.megabytes / finding.reference, "MB/s")
    bench.figure("P2 events read", journal.megabytes / finding.subject, "MB/s")
    bench.figure("P2 events read", journal.events / finding.subject, "events/s")
    flagged = timed(lambda: read_events(journal, flags=True))
    bench.figure("P2 events read and flagged", journal.megabytes / flagged, "MB/s")
    bench.figure("P2 events read and flagged, over expat", finding.reference / flagged, "x")


def expat_without_handlers(journal: Journal) -> None:
    """The limit of the C parser in Python's own library: it checks, and tells nobody."""
    parser = expat.ParserCreate()
    with journal.path.open("rb") as file:
        while piece := file.read(_PIECE):
            parser.Parse(piece)
        parser.Parse(b"", True)


def read_events(journal: Journal, *, flags: bool) -> None:
    """Every event as callers of the formats see it. Raises WrongResultError."""
    context, count = FormatContext(), 0
    with journal.path.open("rb") as file:
        for event in open_journal(file, journal.path.name, context):
            count += 1
            if flags:
                find_flags(event, context)
    if count != journal.events:
        raise WrongResultError(f"{count} events read of {journal.events}")
