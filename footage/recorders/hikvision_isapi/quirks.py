"""What worked on one recorder, learnt once and given back to it through its settings."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final

from footage.errors import UnsupportedError

if TYPE_CHECKING:
    from collections.abc import Mapping

TRACK_LISTS: Final = ("trackList", "trackIDList", "trackID")
POSITIONS: Final = ("searchResultPostion", "searchResultPosition", "startTime")
"""The first is how the specification misspells it. ``startTime``: the recorder ignores
positions, so that the next page is asked for by moving the search's start."""
METHODS: Final = ("POST", "GET")
ANSWERS: Final = ("yes", "no")
_CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "search_list": TRACK_LISTS,
    "search_position": POSITIONS,
    "download_method": METHODS,
    "by_time": ANSWERS,
}
NAMES: Final = frozenset(_CHOICES)


@dataclass(slots=True)
class Quirks:
    """Empty: not known yet. Learnt while asking, hence not frozen."""

    search_list: str = ""
    search_position: str = ""
    download_method: str = ""
    by_time: str = ""

    @classmethod
    def from_settings(cls, settings: Mapping[str, str]) -> Quirks:
        told = {name: settings[name] for name in NAMES if settings.get(name)}
        for name, value in told.items():
            if value not in _CHOICES[name]:
                raise UnsupportedError(f"{name}={value}")
        return cls(**told)

    def as_settings(self) -> dict[str, str]:
        told = {field.name: str(getattr(self, field.name)) for field in fields(self)}
        return {name: value for name, value in told.items() if value}
