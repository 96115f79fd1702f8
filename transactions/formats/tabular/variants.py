"""Files of one confirmed layout that are written otherwise: another decimal mark, or the day
and the month the other way round.

Which way a file is written is its cells' to say: the first of the ways in question that no
cell contradicts. Nothing is ever tried that a person did not confirm.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO, Final

from transactions.formats.canonical import Problem, UnreadableFileError
from transactions.formats.tabular.dates import DAY_FIRST, MONTH_FIRST
from transactions.formats.tabular.grid import iter_sheets
from transactions.formats.tabular.header_table import open_table
from transactions.formats.tabular.mapping import Mapping, MappingError
from transactions.formats.tabular.reader_sheet import SheetReader
from transactions.formats.tabular.reader_tally import Tally
from transactions.formats.tabular.values import COMMA, POINT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Mapping as JsonObject

    from transactions.formats.canonical import FormatContext
    from transactions.formats.tabular.header_table import Table

WRITTEN_OTHERWISE: Final = frozenset({"date_order_differs", "decimal_mark_differs"})
"""Why a file is refused that another way of writing would explain."""
_SETTINGS: Final = ("date_order", "decimal_mark", "decimal_marks")
_WAYS: Final = "ways"


def settings_of(mapping: Mapping) -> dict[str, Any]:
    """How a mapping says that the file is written, as plain JSON."""
    whole = mapping.to_json()
    return {name: whole[name] for name in _SETTINGS}


def with_ways(
    definition: JsonObject[str, Any], ways: Sequence[JsonObject[str, Any]]
) -> dict[str, Any]:
    """``definition`` for files that may be written in several ways, the likeliest first:
    each way is settings that replace the definition's own, none for the definition itself."""
    return {**definition, _WAYS: [dict(way) for way in ways]}


def ways_near(base: Mapping, shown: Mapping) -> list[dict[str, Any]]:
    """All ways in which a file of ``base`` could be written, the layout's own first; ``shown``
    is what a look at the file's own cells proposes."""
    other = COMMA if base.decimal_mark == POINT else POINT
    marks = [
        (base.decimal_mark, dict(base.decimal_marks)),
        (shown.decimal_mark, dict(shown.decimal_marks)),
        (other, {}),
    ]
    orders = (base.date_order, DAY_FIRST if base.date_order == MONTH_FIRST else MONTH_FIRST)
    return [
        {"date_order": order, "decimal_mark": mark, "decimal_marks": columns}
        for order in orders
        for mark, columns in marks
    ]


def ways_of(found: JsonObject[str, Any]) -> list[dict[str, Any]]:
    """The ways in question of a definition, as :func:`with_ways` takes them."""
    return list(found.get(_WAYS, [{}]))


def chosen_ways(stream: BinaryIO, name: str, context: FormatContext) -> dict[str, Mapping]:
    """The way in which each table of the file is written, where several are in question;
    the first of them where none fits, whose reading then says why."""
    several = {key for key, found in context.mappings.items() if _WAYS in found}
    if not several:
        return {}
    present = {table.fingerprint for table in _tables(stream, name)} & several
    return {key: _chosen(stream, name, context, key) for key in sorted(present)}


def _chosen(stream: BinaryIO, name: str, context: FormatContext, key: str) -> Mapping:
    ways = _read_ways(context.mappings[key])
    for way in ways:
        tables = (each for each in _tables(stream, name) if each.fingerprint == key)
        if all(_fits(table, way, context) for table in tables):
            return way
    return ways[0]


def _read_ways(found: JsonObject[str, Any]) -> list[Mapping]:
    try:
        return [Mapping.from_json(_plain(found) | way) for way in ways_of(found)]
    except MappingError as error:
        raise UnreadableFileError(error.code, **error.params) from error


def _plain(found: JsonObject[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in found.items() if name != _WAYS}


def _tables(stream: BinaryIO, name: str) -> Iterator[Table]:
    for sheet in iter_sheets(stream, name):
        if (table := open_table(sheet, name)) is not None:
            yield table


def _fits(table: Table, mapping: Mapping, context: FormatContext) -> bool:
    return SheetReader(table, mapping, context, Tally(), "").is_written_so()


def said_otherwise(mapping: Mapping, found: JsonObject[str, Any] | None) -> Problem | None:
    """That a file was not read as its layout's other files are; None when it was."""
    if found is None or settings_of(Mapping.from_json(_plain(found))) == settings_of(mapping):
        return None
    day = "12/31/2026" if mapping.date_order == MONTH_FIRST else "31/12/2026"
    amount = "1,234.50" if mapping.decimal_mark == POINT else "1.234,50"
    return Problem("read_otherwise", {"amount": amount, "day": day})
