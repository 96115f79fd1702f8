"""A whole store day in one namespaced document of version 3.6, as other back offices send.

The same events as in Passport's files, in another order: by register and number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .event_xml import event_text, write_moment
from .passport import write_transmission_header
from .xml_text import XmlText

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lossprevention.simulator.store_day import StoreDay

NAMESPACE = "http://www.naxml.org/POSBO/Vocabulary/2003-10-16"


def write_day_file(day: StoreDay, folder: Path) -> Path:
    """Write ``<folder>/<business date>.xml``; an interrupted write leaves no such file."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{day.date.isoformat()}.xml"
    unfinished = target.with_suffix(".part")
    with unfinished.open("wb") as file:
        file.writelines(day_document(day))
    return unfinished.replace(target)


def day_document(day: StoreDay) -> Iterator[bytes]:
    """The document in pieces, one event at a time."""
    yield _opening(day).encode()
    for event in sorted(day.events, key=lambda e: (int(e.register), int(e.transaction_no))):
        yield event_text(day.profile, event).encode()
    yield b"  </JournalReport>\n</NAXML-POSJournal>\n"


def _opening(day: StoreDay) -> str:
    head = XmlText(1)
    write_transmission_header(head, day.profile)
    report = XmlText(2)
    with report.node("JournalHeader"):
        report.leaf("ReportSequenceNumber", str(day.date.toordinal()))
        report.leaf("PrimaryReportPeriod", "2", interval="day")
        report.leaf("SecondaryReportPeriod", "0", interval="shift")
        write_moment(report, "Begin", day.profile, day.start)
        write_moment(report, "End", day.profile, day.end)
        report.leaf("BusinessDate", day.date.isoformat())
    return (
        '<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n'
        f'<NAXML-POSJournal xmlns="{NAMESPACE}" version="3.6">\n'
        f"{head.text()}  <JournalReport>\n{report.text()}"
    )
