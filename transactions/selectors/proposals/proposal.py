"""One row of a map: what holds, what the data proposes, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from stores.services.maps import key_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from stores.models import Store

State = Literal["unknown", "proposed", "confirmed"]
_ORDER = {"unknown": 0, "proposed": 1, "confirmed": 2}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is proposed; the sentence is made by the reader's language."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """``value`` is what holds now, "" for nothing; ``proposed`` what the data says, "" when
    it does not tell. ``count`` is how often the code was seen in the sample."""

    code: str
    name: str
    value: str
    proposed: str
    reason: Reason
    count: int
    state: State
    said_by: str = ""
    said_at: str = ""

    @property
    def differs(self) -> bool:
        """A person said one thing and the data another."""
        return self.state == "confirmed" and self.proposed not in ("", self.value)


@dataclass(frozen=True, slots=True)
class Tally:
    """How much of a map is done."""

    confirmed: int
    proposed: int
    unknown: int

    @property
    def all(self) -> int:
        return self.confirmed + self.proposed + self.unknown


def make_row(
    store: Store,
    kind: str,
    *,
    code: str,
    name: str,
    value: str,
    proposed: str,
    reason: Reason,
    count: int,
    confirmed: bool,
) -> Row:
    """``confirmed``: a person said ``value``; what nobody said and the data does not tell
    is unknown."""
    mark = store.confirmed.get(key_of(kind, code), {})
    return Row(
        code=code,
        name=name,
        value=value,
        proposed=proposed,
        reason=reason,
        count=count,
        state="confirmed" if confirmed else "proposed" if proposed else "unknown",
        said_by=mark.get("who", "") if confirmed else "",
        said_at=mark.get("at", "") if confirmed else "",
    )


def in_order(rows: Iterable[Row]) -> list[Row]:
    """What needs a person first, then the proposals, then what is done; often seen first."""
    return sorted(rows, key=lambda row: (_ORDER[row.state], -row.count, natural(row.code)))


def tally(rows: Iterable[Row]) -> Tally:
    states = [row.state for row in rows]
    return Tally(*(states.count(state) for state in ("confirmed", "proposed", "unknown")))


def natural(code: str) -> tuple[int, str]:
    """``9`` before ``10``, and numbers before words."""
    return (int(code), "") if code.isdecimal() and len(code) < 12 else (10**12, code)
