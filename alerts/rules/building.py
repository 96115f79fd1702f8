"""From the grammar's tree to drafts, one for each side of the rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

import lark

from alerts.rules import limits
from alerts.rules.bits import READ, measured
from alerts.rules.drafting import Draft, Measured, Place, Said
from alerts.rules.times import close_days, close_times
from alerts.rules.tree import Amount, Op
from alerts.rules.vocabulary import NO_AMOUNT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alerts.rules.problems import Problem
    from alerts.rules.scanning import Token

NUMBERS = frozenset({"amount", "quantity"})


def drafts_of(
    tree: lark.Tree[lark.Token], problems: list[Problem]
) -> tuple[list[Draft], Token | None]:
    """One draft, or two and the link between them."""
    parts = [node for node in tree.children if isinstance(node, lark.Tree)]
    groups = [part for part in parts if part.data == "group"]
    links = [part for part in parts if part.data == "link"]
    drafts = [_draft(group, problems) for group in groups]
    return drafts, _tokens(links[0])[0] if links else None


def _tokens(node: lark.Tree[lark.Token]) -> list[Token]:
    """As they were scanned: Lark's own only carry them."""
    return [leaf.value for leaf in node.children if isinstance(leaf, lark.Token)]


def _draft(group: lark.Tree[lark.Token], problems: list[Problem]) -> Draft:
    draft = Draft(problems)
    bits = [_bit(node) for node in group.children]
    totals = _totals(bits, problems)
    for place, (name, tokens) in enumerate(bits):
        at = _place(tokens)
        if place in totals:
            draft.totals.append(measured(draft, tokens, at))
        elif name != "total":
            READ[name](draft, tokens, at)
    close_times(draft)
    close_days(draft)
    return draft


def _bit(node: object) -> tuple[str, list[Token]]:
    """A phrase's own subtree, past the wrapper that holds its preposition."""
    if not isinstance(node, lark.Tree):  # pragma: no cover - the grammar makes only trees here
        raise TypeError(node)
    inner = [child for child in node.children if isinstance(child, lark.Tree)]
    named = inner[-1] if node.data == "bit" else node
    return str(named.data), _tokens(named)


def _place(tokens: Sequence[Token]) -> Place:
    return Place(tokens[0].start, tokens[-1].end)


def _totals(bits: Sequence[tuple[str, list[Token]]], problems: list[Problem]) -> set[int]:
    """Which of the numbers are totals: the one after the word "total", else the one before."""
    found: set[int] = set()
    for place, (name, tokens) in enumerate(bits):
        if name != "total":
            continue
        named = place + 1 < len(bits) and bits[place + 1][0] == "kinds"  # "total refunds > $100"
        beside = [p for p in (place + 1 + named, place - 1) if 0 <= p < len(bits)]
        numbers = [p for p in beside if bits[p][0] in NUMBERS]
        if numbers:
            found.add(numbers[0])
        else:
            Draft(problems).wrong("total_of_what", _place(tokens))
    return found


def add_amounts(draft: Draft, *, windowed: bool) -> list[Said[Measured]]:
    """Numbers that are amounts become conditions; the others, which count, are handed back."""
    counts: list[Said[Measured]] = []
    for said in draft.numbers:
        number = said.value
        only_counts = draft.kinds is not None and NO_AMOUNT.issuperset(draft.kinds.value or [None])
        counting = number.times or number.leading or (only_counts and windowed)
        if not number.money and counting and not counts:
            counts.append(said)
        elif not number.money and windowed and not counts:
            shown = f"{number.number}"
            draft.wrong("dollars_or_times", said.at, f"> ${shown}", f"> {shown} times")
        else:
            _add_amount(draft, said)
    _check_amounts(draft)
    return counts


def _add_amount(draft: Draft, said: Said[Measured]) -> None:
    op, value = said.value.op, said.value.number
    if op is None:
        shown = f"${value}"
        draft.wrong("how_compared", said.at, f"> {shown}", f">= {shown}", f"= {shown}")
    elif draft.right(limits.wrong_money(value), said.at):
        draft.add(Amount(op, value), said.at, again=True)


def _check_amounts(draft: Draft) -> None:
    said = [one for one in draft.conditions if isinstance(one.value, Amount)]
    if not said:
        return
    at = Place(min(one.at.start for one in said), max(one.at.end for one in said))
    amounts = [one.value for one in said if isinstance(one.value, Amount)]
    draft.right(limits.wrong_amounts(amounts), at)
    if draft.kinds and draft.kinds.value and NO_AMOUNT.issuperset(draft.kinds.value):
        draft.wrong("no_amount", at)


def trimmed(op: Op | None) -> Op:
    """A bare number ("3 no sales in 5 minutes") means at least so many."""
    return op if op is not None else Op.AT_LEAST
