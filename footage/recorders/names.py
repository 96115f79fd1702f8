"""File names that say whose footage they hold and when it starts.

A template is a relative path with fields in braces::

    {camera}/{start:%Y%m%dT%H%M%SZ}_{seconds}.mp4          the default
    {start:%Y-%m-%d}/{camera}/{start:%H.%M.%S}.mp4         start in parts
    ch{camera}_{start:%Y%m%d%H%M%S}_{end:%Y%m%d%H%M%S}.mp4 start and end
    {camera}-{start_unix}_{any}.dav                        Unix seconds, anything

The written clock is UTC, or local where a zone is given.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from footage.clock import utc_candidates
from footage.errors import UnsupportedError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

DEFAULT_TEMPLATE = "{camera}/{start:%Y%m%dT%H%M%SZ}_{seconds}.mp4"

_FIELD = re.compile(r"\{(?P<name>\w+)(?::(?P<format>[^{}]+))?\}")
_DIRECTIVE = re.compile(r"%(.)")
_DIGITS: dict[str, str] = {
    "Y": r"\d{4}",
    "y": r"\d{2}",
    "m": r"\d{2}",
    "d": r"\d{2}",
    "H": r"\d{2}",
    "I": r"\d{2}",
    "M": r"\d{2}",
    "S": r"\d{2}",
    "f": r"\d{1,6}",
    "p": r"[AaPp][Mm]",
}
_PLAIN_FIELDS: dict[str, str] = {
    "camera": r"[^/]+?",
    "seconds": r"\d+(?:\.\d+)?",
    "start_unix": r"\d{9,11}",
    "any": r"[^/]*?",
}
_ERRORS: tuple[tuple[str, float], ...] = (("f", 0.001), ("S", 1.0), ("M", 60.0), ("H", 3600.0))
_LONGEST_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class NamedSegment:
    """What one file name says. ``starts`` has two entries in the hour that occurs twice."""

    camera: str
    starts: tuple[datetime, ...]
    seconds: float | None
    """Declared length; None when the name does not tell."""


@dataclass(slots=True)
class NameTemplate:
    """A template compiled to one pattern per level of the path."""

    template: str = DEFAULT_TEMPLATE
    zone: ZoneInfo | None = None
    """None: the names are UTC."""
    levels: tuple[re.Pattern[str], ...] = field(init=False)

    def __post_init__(self) -> None:
        seen: set[str] = set()
        parts = self.template.strip("/").split("/")
        if any(part in {"", ".", ".."} for part in parts):
            raise UnsupportedError("a name pattern that leaves its folder")
        self.levels = tuple(re.compile(_level_pattern(part, seen), re.ASCII) for part in parts)
        whole_date = {"start_m", "start_d", "start_H"} <= seen and bool(
            seen & {"start_Y", "start_y"}
        )
        if not whole_date and "start_unix" not in seen:
            raise UnsupportedError("a name pattern without a full start time")

    @property
    def time_error(self) -> float:
        """Seconds within which a start is known: the finest unit that the name writes."""
        groups = {group for level in self.levels for group in level.groupindex}
        if "start_unix" in groups:
            return 1.0
        return next(error for unit, error in _ERRORS if f"start_{unit}" in groups)

    def read(self, groups: Mapping[str, str]) -> NamedSegment | None:
        """The segment a path's matched groups describe; None for an impossible date."""
        try:
            starts = self._starts(groups)
            seconds = self._seconds(groups, starts[0])
        except (ValueError, OverflowError, OSError):
            return None
        return NamedSegment(groups.get("camera", ""), starts, seconds)

    @property
    def is_sortable(self) -> bool:
        """Starts can be put in order as text, without reading them as times."""
        groups = {group for level in self.levels for group in level.groupindex}
        return "start_I" not in groups

    def sort_key(self, groups: Mapping[str, str]) -> str:
        """Text that sorts as the written starts do, to the second."""
        if "start_unix" in groups:
            return groups["start_unix"].rjust(12, "0")
        year = groups.get("start_Y") or "20" + groups["start_y"]
        date = f"{year}{groups['start_m']}{groups['start_d']}"
        minute, second = groups.get("start_M", "00"), groups.get("start_S", "00")
        return f"{date}{groups['start_H']}{minute}{second}"

    def sort_text(self, at: datetime) -> str:
        """What :meth:`sort_key` would be of ``at``, give or take the zone."""
        if any("start_unix" in level.groupindex for level in self.levels):
            return str(int(at.timestamp())).rjust(12, "0")
        return at.strftime("%Y%m%d%H%M%S")

    def _starts(self, groups: Mapping[str, str]) -> tuple[datetime, ...]:
        if "start_unix" in groups:
            return (datetime.fromtimestamp(int(groups["start_unix"]), UTC),)
        return self._real(_written(groups, "start"))

    def _seconds(self, groups: Mapping[str, str], start: datetime) -> float | None:
        if "seconds" in groups:
            return min(float(groups["seconds"]), _LONGEST_SECONDS)
        if "end_H" not in groups:
            return None
        # A name may write only the end's time of day: then it is the start's day or the next.
        end = _written({**_dates_of(groups), **groups}, "end")
        for candidate in (*self._real(end), *self._real(end + timedelta(days=1))):
            length = (candidate - start).total_seconds()
            if 0 < length <= _LONGEST_SECONDS:
                return length
        return None

    def _real(self, written: datetime) -> tuple[datetime, ...]:
        if self.zone is None:
            return (written.replace(tzinfo=UTC),)
        return utc_candidates(written, self.zone)


def _dates_of(groups: Mapping[str, str]) -> dict[str, str]:
    return {f"end_{u}": groups[f"start_{u}"] for u in "Yymd" if f"start_{u}" in groups}


def _written(groups: Mapping[str, str], which: str) -> datetime:
    """What the name's clock showed, naive."""

    def number(unit: str, default: int = 0) -> int:
        return int(groups.get(f"{which}_{unit}", default))

    year = number("Y") or 2000 + number("y")
    hour = number("H")
    if f"{which}_I" in groups:
        hour = number("I") % 12 + (12 if groups.get(f"{which}_p", "").lower() == "pm" else 0)
    micros = int(groups.get(f"{which}_f", "0").ljust(6, "0"))
    # Naive on purpose: the template's zone is applied by the caller.
    return datetime(  # noqa: DTZ001
        year, number("m", 1), number("d", 1), hour, number("M"), number("S"), micros
    )


def _level_pattern(part: str, seen: set[str]) -> str:
    pattern, at = "", 0
    for match in _FIELD.finditer(part):
        pattern += _literal(part[at : match.start()]) + _field_pattern(match, seen)
        at = match.end()
    return pattern + _literal(part[at:])


def _literal(text: str) -> str:
    if "{" in text or "}" in text:
        raise UnsupportedError("a name pattern with a broken field")
    return re.escape(text)


def _field_pattern(match: re.Match[str], seen: set[str]) -> str:
    name, time_format = match["name"], match["format"]
    if name in {"start", "end"} and time_format:
        return _time_pattern(name, time_format, seen)
    if name not in _PLAIN_FIELDS or time_format:
        raise UnsupportedError(f"the field {match[0]} in a name pattern")
    if name == "any":
        return _PLAIN_FIELDS[name]
    return _group(name, _PLAIN_FIELDS[name], seen)


def _time_pattern(name: str, time_format: str, seen: set[str]) -> str:
    pattern, at = "", 0
    for match in _DIRECTIVE.finditer(time_format):
        if match[1] not in _DIGITS:
            raise UnsupportedError(f"the time code {match[0]} in a name pattern")
        pattern += re.escape(time_format[at : match.start()])
        pattern += _group(f"{name}_{match[1]}", _DIGITS[match[1]], seen)
        if match[1] == "I":
            seen.add(f"{name}_H")
        at = match.end()
    return pattern + re.escape(time_format[at:])


def _group(name: str, pattern: str, seen: set[str]) -> str:
    if name in seen:
        raise UnsupportedError(f"a name pattern that says {name} twice")
    seen.add(name)
    return f"(?P<{name}>{pattern})"
