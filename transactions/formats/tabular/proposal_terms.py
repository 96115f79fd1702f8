"""The parts of a proposal, as a page shows them. Codes become sentences with the reader."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class ProposedColumn:
    header: str
    role: str
    why: str
    """``exact``, ``words``, ``spelling`` (how the name fits), ``content`` (what its cells
    show), ``second`` (another column has this role), ``not_fitting`` (its cells deny the
    name), ``per_line``, ``unknown``."""
    examples: tuple[str, ...] = ()
    filled: int = 0


@dataclass(frozen=True, slots=True)
class TypeWord:
    word: str
    count: int
    meaning: str
    is_known: bool


@dataclass(frozen=True, slots=True)
class Question:
    """What a person must answer before the layout is read without asking again."""

    code: str
    setting: str
    """The mapping's field that the answer goes to, e.g. ``columns``, ``date_order``."""
    params: Mapping[str, str] = field(default_factory=dict)
    choices: tuple[str, ...] = ()
    default: str = ""


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One row as it would be read; times are the register's wall clock."""

    row: int
    kind: str
    """A :class:`~.reader_rows.RowClass`."""
    cells: tuple[str, ...]
    event_type: str = ""
    flags: tuple[str, ...] = ()
    occurred_local: str = ""
    is_date_only: bool = False
    register: str = ""
    cashier: str = ""
    transaction_no: str = ""
    amount: str = ""
    joined_to: int | None = None
    """The row of whose receipt this one is a part."""
    code: str = ""
    """Why it could not be read, with ``params`` for the sentence."""
    params: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)
