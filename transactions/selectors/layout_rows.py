"""The rows of a spreadsheet as a layout reads them, for a person to look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext

from transactions.models import EVENT_TYPES
from transactions.selectors import reasons
from transactions.selectors.wording import money

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transactions.formats.tabular.proposal_terms import PreviewRow


@dataclass(frozen=True, slots=True)
class ShownRow:
    """``tone`` is "", ``flagged``, ``unread`` or ``out``: what is not read as a transaction."""

    number: int
    read_as: str
    flags: list[str]
    time: str
    register: str
    cashier: str
    transaction_no: str
    amount: str
    cells: list[str]
    why: str
    tone: str


def rows_shown(rows: Sequence[PreviewRow]) -> list[ShownRow]:
    return [_row(row) for row in rows]


def _row(row: PreviewRow) -> ShownRow:
    why = reasons.problem(row.code, {**row.params, "row": str(row.row)}) if row.code else ""
    if row.event_type:
        read_as, tone = str(EVENT_TYPES[row.event_type]), "flagged" if row.flags else ""
    elif row.joined_to is not None and not row.code:
        read_as, tone = gettext("Part of row %(row)s") % {"row": row.joined_to}, "out"
    else:
        read_as = kind_word(row.kind)
        tone = "unread" if row.code or row.kind == "unread" else "out"
    at = datetime.fromisoformat(row.occurred_local) if row.occurred_local else None
    return ShownRow(
        number=row.row,
        read_as=read_as,
        flags=[reasons.label(flag) for flag in row.flags],
        time=_moment(at, is_day=row.is_date_only) if at else "",
        register=row.register,
        cashier=row.cashier,
        transaction_no=row.transaction_no,
        amount=money(row.amount),
        cells=[cell for cell in row.cells if cell],
        why=why,
        tone=tone,
    )


def kind_word(kind: str) -> str:
    """What a row is that is no transaction."""
    words = {
        "total": gettext("Totals row: checks the sums"),
        "heading": gettext("Heading of the rows below"),
        "repeated_header": gettext("The column names once more"),
        "footer": gettext("Remark below the table"),
        "ignored": gettext("Left out"),
        "unread": gettext("Not read"),
    }
    return words.get(kind, gettext("Adds nothing of its own"))


def _moment(at: datetime, *, is_day: bool) -> str:
    day = date_format(at.date(), "j M Y")
    return day if is_day else f"{day} {at:%H:%M:%S}"
