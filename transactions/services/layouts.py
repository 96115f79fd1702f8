"""The spreadsheet layouts that people confirmed, asked for when a spreadsheet comes."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from transactions.models import Mapping as Layout

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LAYOUTS_OF: Final = "tabular"
"""The format whose files are read by a confirmed layout."""


class ConfirmedLayouts:
    """Of the open chain; of each fingerprint the greatest version. One query, and none
    while no spreadsheet comes."""

    @cached_property
    def _found(self) -> dict[str, Layout]:
        newest = Layout.objects.order_by("fingerprint", "-version").distinct("fingerprint")
        return {layout.fingerprint: layout for layout in newest}

    @cached_property
    def definitions(self) -> Mapping[str, Mapping[str, Any]]:
        return {key: layout.definition for key, layout in self._found.items()}

    def version(self, fingerprints: Sequence[str]) -> int | None:
        """That of the first layout that a file was read by."""
        first = next(iter(fingerprints), None)
        found = self._found.get(first) if first else None
        return found.version if found else None
