"""Names of clips: ``storeID_date_time_register_eventType.mp4``.

The parts come from journals, so anything may stand in them; what leaves here is safe as a
file name, a storage key and an HTTP header on every system.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

_UNSAFE = re.compile(r"[^A-Za-z0-9.-]+")
_UNSAFE_EVENT = re.compile(r"[^a-z0-9]+")
_DOTS = re.compile(r"\.{2,}")
_PART_LENGTH = 40
EXTENSION = ".mp4"


def clip_name(
    store: str,
    occurred_local: datetime,
    register: str,
    event_type: str,
    *,
    camera: int = 1,
    taken: Collection[str] = (),
) -> str:
    """E.g. ``101_2026-11-23_140307_2_refund.mp4``.

    ``occurred_local`` is the store's wall clock. The second camera's clip ends in
    ``_cam2``; a name in ``taken`` (whatever its case) gets ``_2``, ``_3`` and so on.
    """
    stem = "_".join(
        (
            _part(store),
            occurred_local.date().isoformat(),
            f"{occurred_local:%H%M%S}",
            _part(register),
            _event(event_type),
        )
    )
    if camera > 1:
        stem += f"_cam{camera}"
    return _free_name(stem, {name.casefold() for name in taken})


def _free_name(stem: str, taken: Collection[str]) -> str:
    name, number = stem + EXTENSION, 2
    while name.casefold() in taken:
        name = f"{stem}_{number}{EXTENSION}"
        number += 1
    return name


def _ascii(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _part(text: str) -> str:
    """Letters, digits, dots and dashes; underscores separate parts, so none inside one."""
    safe = _UNSAFE.sub("-", _ascii(text))
    safe = _DOTS.sub(".", safe).strip("-.")
    return safe[:_PART_LENGTH].strip("-.") or "unknown"


def _event(text: str) -> str:
    safe = _UNSAFE_EVENT.sub("_", _ascii(text).lower()).strip("_")
    return safe[:_PART_LENGTH].strip("_") or "unknown"
