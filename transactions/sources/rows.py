"""Rows of an API as the table that the confirm-mapping flow reads."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import orjson

from transactions.sources.answers import at_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def fields_of(text: str) -> dict[str, str]:
    """Lines ``Column = path.in.row`` as column to path; a path alone names its column."""
    fields: dict[str, str] = {}
    for line in text.splitlines():
        column, _equals, path = (part.strip() for part in line.partition("="))
        if column:
            fields[column] = path or column
    return fields


class Table:
    """Rows collected over pages. Without fields every value is a column, named by its path,
    in the order of first sight."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self._fields = fields
        self._columns: dict[str, None] = dict.fromkeys(fields)
        self._rows: list[dict[str, str]] = []

    @property
    def is_empty(self) -> bool:
        return not self._rows

    def add(self, rows: Iterable[Mapping[str, Any]]) -> None:
        for row in rows:
            flat = self._flat(row)
            self._columns.update(dict.fromkeys(flat))
            self._rows.append(flat)

    def _flat(self, row: Mapping[str, Any]) -> dict[str, str]:
        if self._fields:
            return {column: _text(at_path(row, path)) for column, path in self._fields.items()}
        return dict(_leaves(row, ""))

    def as_csv(self) -> bytes:
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, list(self._columns), restval="")
        writer.writeheader()
        writer.writerows(self._rows)
        return text.getvalue().encode()


def _leaves(value: Mapping[str, Any], prefix: str) -> Iterable[tuple[str, str]]:
    for name, inner in value.items():
        if isinstance(inner, dict):
            yield from _leaves(inner, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", _text(inner)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    return orjson.dumps(value).decode() if isinstance(value, list | dict) else str(value)
