"""Seeded journals of a given size, written as registers write them."""

from __future__ import annotations

import hashlib
import itertools
import zipfile
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from lossprevention.simulator.profiles import default_stores
from lossprevention.simulator.store_day import generate
from lossprevention.simulator.writers.day_file import day_document
from lossprevention.simulator.writers.passport import file_name, journal_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lossprevention.simulator.store_day import StoreDay

STORE_CODE: Final = "101"
TIMEZONE: Final = "America/New_York"
_FIRST_DAY: Final = date(2026, 1, 5)
_MANY_DAYS: Final = 4_000


@dataclass(frozen=True, slots=True)
class Journal:
    """A journal file, and what a reader of it should come to."""

    path: Path
    events: int
    size: int
    sha256: str

    @property
    def megabytes(self) -> float:
        return self.size / 1e6


def write_journal(path: Path, *, megabytes: float, seed: int) -> Journal:
    """One namespaced file of many events (about 3.4 KB each) and business dates."""
    digest, size, events = hashlib.sha256(), 0, 0
    with path.open("wb") as file:
        for piece in _document(int(megabytes * 1e6), seed):
            file.write(piece)
            digest.update(piece)
            size += len(piece)
            events += 1
    return Journal(path, events - 2, size, digest.hexdigest())


def _document(most: int, seed: int) -> Iterator[bytes]:
    """The opening, one piece per event, the closing."""
    size = 0
    for number, day in enumerate(_days(seed)):
        opening, *events, closing = day_document(day)
        if number == 0:
            yield opening
        for event in events:
            yield event
            size += len(event)
            if size >= most:
                yield closing
                return


def write_archive(path: Path, *, files: int, seed: int) -> Journal:
    """A ZIP of one-event files, as a store's back office sends a day."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        size = 0
        events = ((day, event) for day in _days(seed) for event in day.events)
        for day, event in itertools.islice(events, files):
            content = journal_file(day.profile, event)
            archive.writestr(file_name(day.profile, event), content)
            size += len(content)
    return Journal(path, files, size, hashlib.sha256(path.read_bytes()).hexdigest())


def one_event_files(*, seed: int, count: int) -> Iterator[tuple[str, bytes]]:
    """Names and contents of files as a register writes them, one event each."""
    events = ((day, event) for day in _days(seed) for event in day.events)
    for day, event in itertools.islice(events, count):
        yield file_name(day.profile, event), journal_file(day.profile, event)


def _days(seed: int) -> Iterator[StoreDay]:
    profiles = default_stores(1)
    return generate(seed=seed, stores=profiles, days=_MANY_DAYS, start_date=_FIRST_DAY)
