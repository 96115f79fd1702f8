"""Each phrase of the grammar, put into the draft of its side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alerts.rules import limits
from alerts.rules.drafting import Draft, Measured, Place, Said
from alerts.rules.problems import Problem
from alerts.rules.times import read_after, read_before, read_days, read_not_days, read_range
from alerts.rules.tree import (
    AlsoFlagged,
    Approved,
    AtRegisters,
    AtStores,
    ByCashiers,
    FirstOfShift,
    HasItem,
    LastOfShift,
    Linked,
    Op,
    PaidBy,
    RegisterKind,
    WhileClosed,
    WholeDollars,
)
from transactions.formats.canonical import Flag

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from alerts.rules.scanning import Token

    Read = Callable[[Draft, Sequence[Token], Place], None]

OPPOSITE = {Op.MORE, Op.AT_LEAST}, {Op.LESS, Op.AT_MOST}


def read_kinds(draft: Draft, tokens: Sequence[Token], at: Place) -> None:
    kinds = [token.value for token in tokens if token.type == "KIND"]
    known = () if None in kinds else tuple(dict.fromkeys(kinds))
    draft.kinds = Said(known, at)
    draft.joined_by_and = any(t.type == "LIST" and t.value == "and" for t in tokens)


def measured(draft: Draft, tokens: Sequence[Token], at: Place) -> Said[Measured]:
    by_type = {token.type: token for token in tokens}
    number = by_type.get("MONEY") or by_type["NUMBER"]
    op = by_type["OP"].value if "OP" in by_type else None
    if "SUFFIX" in by_type:
        suffix = by_type["SUFFIX"].value
        if any(op in side and suffix not in side for side in OPPOSITE):
            draft.wrong("never_true", at)
        op = suffix
    money, times = number.type == "MONEY", "TIMES" in by_type
    return Said(Measured(op, number.value, money, times, draft.kinds is None), at)


def read_number(draft: Draft, tokens: Sequence[Token], at: Place) -> None:
    draft.numbers.append(measured(draft, tokens, at))


def _read_tenders(draft: Draft, tokens: Sequence[Token], at: Place) -> None:
    tenders = dict.fromkeys(token.value for token in tokens if token.type == "TENDER")
    draft.add(PaidBy(tuple(tenders)), at)


def _read_closed(draft: Draft, tokens: Sequence[Token], at: Place) -> None:
    draft.add(WhileClosed(), at)


def _read_whole(draft: Draft, tokens: Sequence[Token], at: Place) -> None:
    draft.add(WholeDollars(), at)


def _names_into(make: type[AtStores | AtRegisters | ByCashiers]) -> Read:
    def read(draft: Draft, tokens: Sequence[Token], at: Place) -> None:
        said = [n.strip() for t in tokens if t.type == "CODE" for n in t.value]
        names = tuple(dict.fromkeys(said))
        if draft.right(limits.wrong_names(names), at):
            draft.add(make(names), at)

    return read


def _read_register_kind(draft: Draft, tokens: Sequence[Token], at: Place) -> None:
    draft.add(RegisterKind(tokens[-1].value), at)


def _read_key(draft: Draft, tokens: Sequence[Token], at: Place) -> None:
    if any(said.value is not tokens[-1].value for said in draft.keys):
        draft.wrong("two_keys", at)
    draft.keys.append(Said(tokens[-1].value, at))


def _read_edge(draft: Draft, tokens: Sequence[Token], at: Place) -> None:
    span = next(token.value for token in tokens if token.type == "DURATION")
    first = any(token.type == "FIRST" for token in tokens)
    if draft.right(limits.wrong_span(span), at):
        draft.add(FirstOfShift(span) if first else LastOfShift(span), at)


def _read_window(draft: Draft, tokens: Sequence[Token], at: Place) -> None:
    if draft.windows:
        draft.wrong("said_twice", at)
        return
    draft.windows.append(Said(tokens[-1].value, at))


def _read_item(draft: Draft, tokens: Sequence[Token], at: Place) -> None:
    text = " ".join(tokens[-1].value.split())
    if draft.right(limits.wrong_item(text), at):
        draft.add(HasItem(text), at, again=True)


def _read_approved(draft: Draft, tokens: Sequence[Token], at: Place) -> None:
    draft.add(Approved(tokens[-1].value), at)


def _read_linked(draft: Draft, tokens: Sequence[Token], at: Place) -> None:
    draft.add(Linked(tokens[-1].value), at)


def _read_also(draft: Draft, tokens: Sequence[Token], at: Place) -> None:
    kinds = list(dict.fromkeys(token.value for token in tokens if token.type == "KIND"))
    flags = tuple(kind for kind in kinds if isinstance(kind, Flag))
    if len(flags) < len(kinds):
        draft.problems.append(Problem("not_a_trait", {}, at.start, at.end))
    else:
        draft.add(AlsoFlagged(flags), at)


def _read_two(draft: Draft, tokens: Sequence[Token], at: Place) -> None:
    draft.two = at


READ: dict[str, Read] = {
    "kinds": read_kinds,
    "amount": read_number,
    "quantity": read_number,
    "range": read_range,
    "after": read_after,
    "before": read_before,
    "tenders": _read_tenders,
    "days": read_days,
    "not_days": read_not_days,
    "closed": _read_closed,
    "stores": _names_into(AtStores),
    "registers": _names_into(AtRegisters),
    "cashiers": _names_into(ByCashiers),
    "register_kind": _read_register_kind,
    "key": _read_key,
    "edge": _read_edge,
    "window": _read_window,
    "item": _read_item,
    "approved": _read_approved,
    "linked": _read_linked,
    "whole": _read_whole,
    "also": _read_also,
    "two": _read_two,
}
