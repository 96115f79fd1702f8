"""The recorder's own way of writing times. Only this module knows it.

Every time it writes ends in ``Z`` or an offset, and neither can be believed: most write
their wall clock, some write UTC, and in summer the offset is often winter's. What is meant
is measured (:mod:`footage.calibration`) and told by the ``time_base`` setting.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from footage.clock import utc_candidates
from footage.errors import BadAnswerError, ClockUntrustedError

if TYPE_CHECKING:
    from footage.window import UtcWindow

_WRITTEN: Final = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)[T ](\d\d):?(\d\d):?(\d\d)(?:\.\d+)?(?:[Zz]|[+-]\d\d:?\d\d)?",
    re.ASCII,
)
_ALMOST: Final = timedelta(microseconds=999_999)


class TimeBase(StrEnum):
    LOCAL = "local"
    UTC = "utc"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class RecorderTime:
    """``zone``: the recorder's; needed for LOCAL."""

    base: TimeBase
    zone: tzinfo | None = None

    def written(self, at: datetime) -> datetime:
        """What the recorder calls ``at``: naive, cut to the second."""
        return at.astimezone(self._zone()).replace(tzinfo=None, microsecond=0, fold=0)

    def real(self, written: datetime) -> tuple[datetime, ...]:
        """Every instant the recorder may have called so, earlier first."""
        return utc_candidates(written, self._zone())

    def reach(self, window: UtcWindow) -> tuple[datetime, datetime]:
        """Written times between which lies everything the recorder may have recorded in
        ``window``: in the night the clocks go back, that is an hour more."""
        offsets = [self._offset(window.start), self._offset(window.end)]
        start, end = window.start.replace(tzinfo=None), window.end.replace(tzinfo=None)
        return _floor(start + min(offsets)), _ceil(end + max(offsets))

    def is_plain(self, window: UtcWindow) -> bool:
        """No written time of ``window`` fits two instants."""
        return self.keeps_pace(window) and all(
            len(self.real(self.written(at))) == 1 for at in (window.start, window.end)
        )

    def keeps_pace(self, window: UtcWindow) -> bool:
        """The recorder's clock is not moved within ``window``."""
        return self._offset(window.start) == self._offset(window.end)

    def _offset(self, at: datetime) -> timedelta:
        return at.astimezone(self._zone()).utcoffset() or timedelta(0)

    def _zone(self) -> tzinfo:
        if self.base is TimeBase.UTC:
            return UTC
        if self.base is TimeBase.UNKNOWN or self.zone is None:
            raise ClockUntrustedError("time_base")
        return self.zone


def read_time(text: str) -> datetime:
    """A time as the recorder wrote it, naive: its ``Z`` or offset is not believed.

    Raises BadAnswerError.
    """
    match = _WRITTEN.fullmatch(text.strip())
    try:
        if match is not None:
            return datetime(*map(int, match.groups()))  # type: ignore[arg-type] # noqa: DTZ001
    except ValueError as error:
        raise BadAnswerError("unreadable", "time") from error
    raise BadAnswerError("unreadable", "time")


def in_search(written: datetime) -> str:
    return f"{written:%Y-%m-%dT%H:%M:%SZ}"


def in_address(written: datetime) -> str:
    return f"{written:%Y%m%dT%H%M%SZ}"


def _floor(at: datetime) -> datetime:
    return at.replace(microsecond=0)


def _ceil(at: datetime) -> datetime:
    return _floor(at + _ALMOST)
