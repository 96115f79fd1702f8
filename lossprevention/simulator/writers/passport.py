"""Passport's layout: one event per file, ISO-8859-1, no namespace, versions 3.3 and 3.4."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .event_xml import event_text, write_moment
from .xml_text import XmlText

if TYPE_CHECKING:
    from pathlib import Path

    from lossprevention.simulator.journal import JournalEvent
    from lossprevention.simulator.profiles import StoreProfile
    from lossprevention.simulator.store_day import StoreDay

VENDOR, VENDOR_VERSION = "Gilbarco-VeederRoot", "23.01.14.01"
VERSIONS = ("3.3", "3.4")
# The space before the equals sign is Passport's own.
DECLARATION = '<?xml version ="1.0" encoding="ISO-8859-1" standalone="no"?>'


def file_name(profile: StoreProfile, event: JournalEvent, version: str = "3.4") -> str:
    """``PJR340yyMMddHHmmss<counter>.xml``, by the wall clock when the event ended."""
    ended = event.ended.astimezone(profile.zone)
    return f"PJR{version.replace('.', '')}0{ended:%y%m%d%H%M%S}{event.file_no}.xml"


def journal_file(profile: StoreProfile, event: JournalEvent, version: str = "3.4") -> bytes:
    """The whole file of one event. Raises ``ValueError`` for a version nobody writes."""
    if version not in VERSIONS:
        raise ValueError(f"Passport writes {' or '.join(VERSIONS)}, not {version}")
    head = XmlText(1)
    write_transmission_header(head, profile)
    text = (
        f"{DECLARATION}\n"
        f'<NAXML-POSJournal version="{version}" release="{version}.0">\n'
        f"{head.text()}"
        f"  <JournalReport>\n{_journal_header(profile, event)}"
        f"{event_text(profile, event)}"
        "  </JournalReport>\n</NAXML-POSJournal>\n"
    )
    return text.encode("iso-8859-1", "xmlcharrefreplace")


def write_passport_day(day: StoreDay, folder: Path, version: str = "3.4") -> int:
    """Write a store day's files into ``<folder>/<business date>``; returns how many."""
    target = folder / day.date.isoformat()
    target.mkdir(parents=True, exist_ok=True)
    for event in day.events:
        name = file_name(day.profile, event, version)
        (target / name).write_bytes(journal_file(day.profile, event, version))
    return len(day.events)


def write_transmission_header(xml: XmlText, profile: StoreProfile) -> None:
    with xml.node("TransmissionHeader"):
        xml.leaf("StoreLocationID", profile.code)
        xml.leaf("VendorName", VENDOR)
        xml.leaf("VendorModelVersion", VENDOR_VERSION)


def _journal_header(profile: StoreProfile, event: JournalEvent) -> str:
    xml = XmlText(2)
    with xml.node("JournalHeader"):
        xml.leaf("ReportSequenceNumber", str(event.file_no))
        xml.leaf("PrimaryReportPeriod", "2", interval="day")
        xml.leaf("SecondaryReportPeriod", "0", interval="shift")
        write_moment(xml, "Begin", profile, event.started)
        write_moment(xml, "End", profile, event.ended)
    return xml.text()
