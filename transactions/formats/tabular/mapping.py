"""The confirmed meaning of one layout: what a person agreed to, as plain JSON.

A mapping is looked up by its fingerprint and holds all that reading needs, so that a
later proposal, made by better rules, changes nothing that was confirmed.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any

from transactions.formats.tabular.dates import MONTH_FIRST
from transactions.formats.tabular.mapping_check import checked
from transactions.formats.tabular.mapping_terms import VERSION, Grain, MappingError
from transactions.formats.tabular.types import Meaning
from transactions.formats.tabular.values import POINT

if TYPE_CHECKING:
    from collections.abc import Mapping as JsonObject

__all__ = ["Grain", "Mapping", "MappingError"]


@dataclass(frozen=True, slots=True)
class Mapping:
    """How the rows below one header are read."""

    fingerprint: str
    headers: tuple[str, ...]
    columns: tuple[str, ...]
    """A role for each header, in the same order; "" for a column nobody needs or knows."""
    sheet: str = ""
    version: int = VERSION
    ignored: bool = False
    """A sheet that holds nothing we want."""
    types: JsonObject[str, str] = field(default_factory=dict)
    """Type words (lower case, single spaces) to a :class:`~.types.Meaning`."""
    row_type: str = Meaning.UNKNOWN
    """The meaning of rows that no column gives one."""
    date_order: str = MONTH_FIRST
    serial_epoch: int = 1900
    decimal_mark: str = POINT
    decimal_marks: JsonObject[str, str] = field(default_factory=dict)
    """Column number from 0, as text, to its own mark where it is not ``decimal_mark``."""
    grain: str = Grain.RECEIPT
    store_column: str = "code"
    """``code`` when the store column holds our store codes, ``ignore`` when it does not."""

    def to_json(self) -> dict[str, Any]:
        """Plain lists, dicts, text and numbers; :meth:`from_json` gives the mapping back."""
        found: dict[str, Any] = {each.name: getattr(self, each.name) for each in fields(self)}
        found |= {name: list(found[name]) for name in ("headers", "columns")}
        found |= {name: dict(found[name]) for name in ("types", "decimal_marks")}
        return found | {name: str(found[name]) for name in ("row_type", "grain")}

    @classmethod
    def from_json(cls, data: JsonObject[str, Any]) -> Mapping:
        """A checked mapping. Raises :class:`MappingError` that says what is wrong with it."""
        return cls(**checked(data))

    def changed(self, **changes: Any) -> Mapping:
        """A copy with some fields replaced, checked like any that comes from outside."""
        return Mapping.from_json(replace(self, **changes).to_json())

    def mark_of(self, column: int) -> str:
        return self.decimal_marks.get(str(column), self.decimal_mark)
