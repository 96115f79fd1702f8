"""What every journal format gives back, whatever the register's make."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator
    from datetime import datetime

    from transactions.formats.canonical import ControlTotal, Event, Problem


class JournalReader(Protocol):
    """One pass over one journal file.

    Iterating yields the file's events in file order, in flat memory. It raises
    :class:`~transactions.formats.canonical.UnreadableFileError` when the file must be
    quarantined whole, possibly after events were yielded: a caller that keeps events
    as they come must be able to take them back. The attributes below are right once
    iteration has finished.
    """

    @property
    def format(self) -> str: ...

    @property
    def format_version(self) -> str: ...

    @property
    def vendor(self) -> str: ...

    @property
    def vendor_version(self) -> str: ...

    @property
    def store_code(self) -> str: ...

    @property
    def declared_at(self) -> datetime | None:
        """When the source says it made the file: register wall clock, no zone."""
        ...

    @property
    def problems(self) -> list[Problem]:
        """What could not be understood inside a file that was otherwise read."""
        ...

    @property
    def unknown_elements(self) -> Counter[str]:
        """Local names of elements (or columns) that no rule understood, with how often."""
        ...

    @property
    def control_totals(self) -> list[ControlTotal]:
        """What the register counted itself, where the file holds its report."""
        ...

    def __iter__(self) -> Iterator[Event]: ...
