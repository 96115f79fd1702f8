"""Reading files without a database: what is in them, and what would be flagged.

The files take the same way as an upload: ZIP archives are opened, card numbers masked,
and a file that cannot be read to its end gives no event at all.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, Any, BinaryIO, Final, cast

from transactions.flags import find_flags
from transactions.formats import AUTO, open_journal
from transactions.formats.archives import ArchiveLimits, iter_members
from transactions.formats.canonical import FormatContext, UnreadableFileError
from transactions.formats.problems import sentence
from transactions.formats.redaction import Redactor
from transactions.formats.tabular.arrival import pieces_of
from transactions.formats.tabular.containers import is_workbook
from transactions.formats.tabular.conversion import binary_container
from transactions.formats.to_json import event_to_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from zoneinfo import ZoneInfo

    from transactions.formats.canonical import Event

_IN_MEMORY: Final = 8 * 1024 * 1024
_START_BYTES: Final = 16


@dataclass(slots=True)
class Inspection:
    """Reads ``paths`` (files, folders, ZIP archives) one after the other."""

    zone: ZoneInfo
    format: str = AUTO
    context: FormatContext = field(default_factory=lambda: FormatContext(accept_proposed=True))
    files: int = 0
    quarantined: int = 0
    by_type: Counter[str] = field(default_factory=Counter)
    by_flag: Counter[str] = field(default_factory=Counter)
    unknown_elements: Counter[str] = field(default_factory=Counter)
    problems: list[dict[str, str]] = field(default_factory=list)

    @property
    def exit_status(self) -> int:
        """0 when every file was read, 1 when one or more were quarantined."""
        return 1 if self.quarantined else 0

    def lines(self, paths: Iterable[Path]) -> Iterator[dict[str, Any]]:
        """A dict per event in file order, then ``{"summary": …}``."""
        for path in paths:
            for file in _files_below(path):
                yield from self._path(file)
        yield {"summary": self._summary()}

    def _summary(self) -> dict[str, Any]:
        return {
            "files": self.files,
            "events": self.by_type.total(),
            "by_type": dict(self.by_type),
            "by_flag": dict(self.by_flag),
            "unknown_elements": dict(self.unknown_elements),
            "problems": self.problems,
        }

    def _path(self, path: Path) -> Iterator[dict[str, Any]]:
        try:
            with path.open("rb") as stream:
                if not _is_archive(path, stream):
                    yield from self._file(stream, str(path), path.name)
                    return
            yield from self._archive(path)
        except UnreadableFileError as unreadable:
            self._quarantine(str(path), unreadable)
        except OSError as error:
            self._quarantine(str(path), UnreadableFileError("unreadable", reason=str(error)))

    def _archive(self, path: Path) -> Iterator[dict[str, Any]]:
        try:
            for member in iter_members(path, ArchiveLimits()):
                label = f"{path}/{member.name}"
                if member.problem is not None:
                    self._quarantine(label, member.problem)
                else:
                    with member.open() as stream:
                        yield from self._file(stream, label, Path(member.name).name)
        except UnreadableFileError as unreadable:
            self._quarantine(str(path), unreadable)

    def _file(self, stream: BinaryIO, label: str, name: str) -> Iterator[dict[str, Any]]:
        with SpooledTemporaryFile(max_size=_IN_MEMORY) as spool:
            try:
                size = _redact_into(spool, pieces_of(stream, name))
                reader = open_journal(cast("BinaryIO", spool), name, self.context, self.format)
                kept = _all_or_nothing(reader, small=size <= _IN_MEMORY)
            except UnreadableFileError as unreadable:
                self._quarantine(label, unreadable)
                return
            self.files += 1
            for event in kept:
                yield self._event(event, label)
        self.unknown_elements += reader.unknown_elements
        for problem in reader.problems:
            self._note(label, problem.code, problem.params)

    def _event(self, event: Event, label: str) -> dict[str, Any]:
        hits = find_flags(event, self.context)
        self.by_type[str(event.event_type)] += 1
        self.by_flag.update(str(hit.flag) for hit in hits)
        return event_to_json(event, hits, file=label, zone=self.zone)

    def _quarantine(self, label: str, unreadable: UnreadableFileError) -> None:
        self.files += 1
        self.quarantined += 1
        self._note(label, unreadable.code, unreadable.params)

    def _note(self, label: str, code: str, params: Mapping[str, str]) -> None:
        self.problems.append({"file": label, "reason": sentence(code, params)})


def _files_below(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from sorted(file for file in path.rglob("*") if file.is_file())
    else:
        yield path


def _is_archive(path: Path, stream: BinaryIO) -> bool:
    """Whether a file holds files; a spreadsheet begins like one."""
    head = stream.read(_START_BYTES)
    stream.seek(0)
    return is_workbook(head) and binary_container(path) is None


def _redact_into(spool: SpooledTemporaryFile[bytes], pieces: Iterable[bytes]) -> int:
    """Copy with card numbers masked; the number of bytes."""
    redactor = Redactor()
    for piece in pieces:
        spool.write(redactor.feed(piece))
    spool.write(redactor.finish())
    return spool.tell()


def _all_or_nothing(reader: Iterable[Event], *, small: bool) -> Iterable[Event]:
    """Events only once the file is known to be readable to its end.

    A small file's events are kept; a large one is read twice, to stay in flat memory.
    """
    if small:
        return list(reader)
    for _ in reader:
        pass
    return reader
