"""A simulation's files in the order in which stores write them, cut into rounds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import TYPE_CHECKING, Final

from transactions.flags import find_flags
from transactions.formats import open_journal
from transactions.formats.canonical import EventType, FormatContext

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from lossprevention.simulator.profiles import StoreProfile

_STAMP: Final = re.compile(r"PJR\d{3}(\d{12})(\d+)\.xml")
MOST_FILES: Final = 200
"""Of a round in which nothing but plain sales happens."""


@dataclass(frozen=True, slots=True, order=True)
class File:
    """Written by its store at ``at``."""

    at: datetime
    store: str
    number: int
    path: Path


def files_of(folder: Path, stores: Iterable[StoreProfile]) -> list[File]:
    return sorted(chain.from_iterable(_of_store(folder, store) for store in stores))


def _of_store(folder: Path, store: StoreProfile) -> Iterator[File]:
    for path in (folder / store.code / "PJR").rglob("*.xml"):
        stamp = _STAMP.fullmatch(path.name)
        if stamp is None:
            raise ValueError(f"not a file of a journal: {path.name}")
        at = datetime.strptime(stamp[1], "%y%m%d%H%M%S").replace(tzinfo=store.zone)
        yield File(at, store.code, int(stamp[2]), path)


def rounds(files: Iterable[File]) -> Iterator[list[File]]:
    """Each ends with an event that is no plain sale, so that the rules look at every such
    event when it happens, as they do when a store's files come one by one."""
    waiting: list[File] = []
    for file in files:
        waiting.append(file)
        if len(waiting) >= MOST_FILES or not _is_plain(file.path):
            yield waiting
            waiting = []
    if waiting:
        yield waiting


def _is_plain(path: Path) -> bool:
    context = FormatContext()
    with path.open("rb") as stream:
        events = list(open_journal(stream, path.name, context))
    return all(
        event.event_type == EventType.SALE and not find_flags(event, context) for event in events
    )
