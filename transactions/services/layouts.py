"""The spreadsheet layouts that people confirmed, asked for when a spreadsheet comes."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from transactions.formats.tabular.variants import with_ways
from transactions.models import LayoutVariant
from transactions.models import Mapping as Layout

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from transactions.models import SourceFile

LAYOUTS_OF: Final = "tabular"
"""The format whose files are read by a confirmed layout."""


class ConfirmedLayouts:
    """Of the open chain; of each fingerprint the greatest version. Two queries, and none
    while no spreadsheet comes."""

    @cached_property
    def _found(self) -> dict[str, Layout]:
        newest = Layout.objects.order_by("fingerprint", "-version").distinct("fingerprint")
        return {layout.fingerprint: layout for layout in newest}

    @cached_property
    def _variants(self) -> dict[str, list[LayoutVariant]]:
        found: dict[str, list[LayoutVariant]] = {}
        for variant in LayoutVariant.objects.order_by("pk"):
            found.setdefault(variant.fingerprint, []).append(variant)
        return found

    def definitions(self, file: SourceFile) -> Mapping[str, Mapping[str, Any]]:
        """How tables are read in this file: of a layout that comes in several ways of
        writing, with all that were confirmed."""
        found = {key: layout.definition for key, layout in self._found.items()}
        for key in self._variants.keys() & found.keys():
            found[key] = with_ways(found[key], _ways(self._variants[key], file))
        return found

    def version(self, fingerprints: Sequence[str]) -> int | None:
        """That of the first layout that a file was read by."""
        first = next(iter(fingerprints), None)
        found = self._found.get(first) if first else None
        return found.version if found else None


def _ways(variants: Sequence[LayoutVariant], file: SourceFile) -> list[dict[str, Any]]:
    """What was said of the file itself comes first, then of its store, then the layout's own
    way. What was said of another store is tried last: a file is read so only where its cells
    leave no doubt."""
    own = [each.written for each in variants if each.source_file_id == file.pk]
    stores = [each.written for each in variants if each.store_id == file.store_id]
    others = [each.written for each in variants if each.store_id not in {None, file.store_id}]
    found: list[dict[str, Any]] = []
    for way in [*own, *stores, {}, *others]:
        if way not in found:
            found.append(way)
    return found
