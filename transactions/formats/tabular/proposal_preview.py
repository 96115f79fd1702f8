"""Rows as they would be read: what a person looks at before confirming a layout."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

# The package, not the function: flags import the vocabulary, and with it every format.
from transactions import flags
from transactions.formats.canonical import UnreadableFileError
from transactions.formats.tabular.proposal_terms import PreviewRow
from transactions.formats.tabular.reader_sheet import SheetReader
from transactions.formats.tabular.reader_steps import Made, RowResult
from transactions.formats.tabular.reader_tally import Tally
from transactions.formats.tabular.values_codes import code_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transactions.formats.canonical import Event, FormatContext
    from transactions.formats.tabular.cells import Row
    from transactions.formats.tabular.header_table import Table
    from transactions.formats.tabular.mapping import Mapping


def preview_rows(
    table: Table, sample: Sequence[Row], mapping: Mapping, context: FormatContext, rows: int
) -> list[PreviewRow]:
    """The first ``rows`` of the sample; a receipt that begins in them is read to its end."""
    reader = SheetReader(replace(table, rows=iter(sample)), mapping, context, Tally(), "")
    shown: dict[int, PreviewRow] = {}
    first = latest = 0  # rows whose event is still to come, and the last that is shown
    try:
        for step in reader.steps():
            if isinstance(step, Made):
                if step.row in shown:
                    shown[step.row] = _with_event(shown[step.row], step.event, context)
                first = latest if step.row < latest else 0
            elif len(shown) >= rows and step.row.number not in shown:
                if not first:
                    break
            else:
                shown[step.row.number] = _plain(step)
                latest = step.row.number
                first = first or latest
    except UnreadableFileError as error:
        _refuse(shown, sample, error)
    return _joined(list(shown.values()))


def _plain(result: RowResult) -> PreviewRow:
    params = {"column": result.column, "value": result.value} if result.code else {}
    cells = tuple(code_text(cell) for cell in result.row.cells)
    return PreviewRow(result.row.number, str(result.kind), cells, code=result.code, params=params)


def _with_event(row: PreviewRow, event: Event, context: FormatContext) -> PreviewRow:
    hits = flags.find_flags(event, context)
    return replace(
        row,
        event_type=str(event.event_type),
        flags=tuple(str(hit.flag) for hit in hits),
        occurred_local=event.occurred_local.isoformat(" ") if event.occurred_local else "",
        is_date_only=event.is_date_only,
        register=event.register,
        cashier=event.cashier,
        transaction_no=event.transaction_no,
        amount=f"{event.amount:f}" if event.amount is not None else "",
    )


def _joined(rows: list[PreviewRow]) -> list[PreviewRow]:
    """Data rows without an event of their own belong to the receipt above them."""
    found: list[PreviewRow] = []
    above: int | None = None
    for row in rows:
        if row.event_type:
            above = row.row
        is_part = row.kind == "data" and not row.event_type and above is not None
        found.append(replace(row, joined_to=above) if is_part else row)
    return found


def _refuse(
    shown: dict[int, PreviewRow], sample: Sequence[Row], error: UnreadableFileError
) -> None:
    """The row that shows the sheet to be written otherwise than the mapping says."""
    for row in sample:
        if str(row.number) == error.params.get("row"):
            cells = tuple(code_text(cell) for cell in row.cells)
            shown[row.number] = PreviewRow(
                row.number, "unread", cells, code=error.code, params=dict(error.params)
            )
