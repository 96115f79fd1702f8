"""A receipt whose items are rows of their own, next to each other."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from transactions.formats.canonical import (
    Adjustment,
    AdjustmentKind,
    Confidence,
    Event,
    EventType,
    LineStatus,
)
from transactions.formats.merchandise import is_pay_out
from transactions.formats.tabular.reader_events import begin_event
from transactions.formats.tabular.reader_lines import (
    REDUCTIONS,
    add_line,
    add_override,
    add_reductions,
    has_goods,
)
from transactions.formats.tabular.reader_money import (
    signed_amount,
    stated_amount,
    take_totals,
    tender_of,
    tenders_of,
)
from transactions.formats.tabular.roles import Role
from transactions.formats.tabular.types import Meaning

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from transactions.formats.canonical import FormatContext
    from transactions.formats.tabular.mapping import Mapping
    from transactions.formats.tabular.reader_facts import Facts
    from transactions.formats.tabular.reader_meaning import RowMeaning

Said = tuple["Facts", "RowMeaning"]

_BESIDE: Final = frozenset(
    {
        Meaning.LINE_VOID, Meaning.PAYMENT, Meaning.TAX, Meaning.MANUAL_DISCOUNT,
        Meaning.PROMOTION, Meaning.PRICE_OVERRIDE, Meaning.AGE_BYPASS,
    }
)  # fmt: skip
"""Rows that tell of a receipt without saying what kind it is."""


class ReceiptError(Exception):
    """Rows of one receipt that contradict each other: ``mixed_types``, ``total_varies``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def lines_event(rows: Sequence[Said], mapping: Mapping, context: FormatContext) -> Event:
    """One event of rows that are its lines. Raises :class:`ReceiptError`."""
    main, voided = _main_row(rows)
    event = begin_event(*main, mapping, context)
    take_totals(event, main[0])
    event.tax = event.tax if len(rows) == 1 else None
    _merge_answers(event, rows)
    repeated = _repeated(rows)
    for facts, said in rows:
        _add_row(event, facts, said, context, skip=repeated, voided=voided)
    for role, kind in REDUCTIONS:
        if (value := repeated.get(role)) is not None:
            event.adjustments.append(Adjustment(kind, abs(value)))
    _finish(event, rows, context)
    return event


def _main_row(rows: Sequence[Said]) -> tuple[Said, bool]:
    """The row whose meaning the receipt has, and whether voided rows are single items."""
    own = {said.meaning for _, said in rows if said.is_said} - _BESIDE
    if not own:
        return rows[0], False
    voided = Meaning.VOID in own and len(own) > 1
    kinds = own - {Meaning.VOID} if voided else own
    if kinds == {Meaning.SALE, Meaning.REFUND}:
        kinds = {Meaning.SALE}
    if len(kinds) > 1:
        raise ReceiptError("mixed_types")
    (kind,) = kinds
    return next(row for row in rows if row[1].meaning is kind), voided


def _merge_answers(event: Event, rows: Sequence[Said]) -> None:
    trained = [said.is_training for _, said in rows if said.is_training is not None]
    event.is_training = any(trained) if trained else None
    for facts, _ in rows:
        event.approver = event.approver or facts.text(Role.APPROVER)
        event.reason_text = event.reason_text or facts.text(Role.REASON)


def _repeated(rows: Sequence[Said]) -> dict[str, Decimal]:
    """Reductions of the whole receipt, which each of its rows repeats beside the whole
    receipt's amount: counted once."""
    first = rows[0][0].amounts
    if len(rows) < 2 or Role.AMOUNT not in first:
        return {}
    return {
        role: first[role]
        for role, _ in REDUCTIONS
        if first.get(role) and len({facts.amounts.get(role) for facts, _ in rows}) == 1
    }


def _add_row(
    event: Event,
    facts: Facts,
    said: RowMeaning,
    context: FormatContext,
    *,
    skip: Container[str],
    voided: bool,
) -> None:
    amount = facts.amounts.get(Role.LINE_AMOUNT)
    if said.meaning is Meaning.PAYMENT:
        code = facts.text(Role.TENDER) or facts.text(Role.DESCRIPTION) or said.word
        event.tenders.append(tender_of(code, amount, context))
    elif said.meaning is Meaning.TAX:
        event.tax = (event.tax or Decimal(0)) + (amount or Decimal(0))
    elif said.meaning in (Meaning.MANUAL_DISCOUNT, Meaning.PROMOTION):
        _add_reduction(event, facts, said, amount)
    else:
        gone = said.meaning is Meaning.LINE_VOID or event.event_type is EventType.VOID
        removed = gone or (voided and said.meaning is Meaning.VOID) or said.has_line_void
        if not (removed or has_goods(facts) or facts.text(Role.DEPARTMENT)):
            add_reductions(event, facts, None, skip)
            return
        back = said.meaning is Meaning.REFUND and event.event_type is EventType.SALE
        line_amount = -abs(amount) if back and amount is not None else amount
        line = add_line(event, facts, said, line_amount, cancelled=removed)
        add_reductions(event, facts, line, skip)
        if line.status is LineStatus.NORMAL and event.event_type is EventType.SALE:
            add_override(event, facts, said, line)


def _add_reduction(event: Event, facts: Facts, said: RowMeaning, amount: Decimal | None) -> None:
    manual = said.meaning is Meaning.MANUAL_DISCOUNT
    kind = AdjustmentKind.MANUAL_DISCOUNT if manual else AdjustmentKind.PROMOTION
    reason = facts.text(Role.REASON) or facts.text(Role.DESCRIPTION)
    given = abs(amount) if amount is not None else None
    event.adjustments.append(Adjustment(kind, given, reason=reason))


def _finish(event: Event, rows: Sequence[Said], context: FormatContext) -> None:
    stated = _total(event, rows, context)
    if event.event_type is EventType.SALE and stated is not None and stated < 0:
        event.event_type, event.confidence = EventType.REFUND, Confidence.LIKELY
    event.amount = signed_amount(event.event_type, stated)
    if event.event_type is EventType.REFUND and is_pay_out(event, context):
        event.event_type, event.confidence = EventType.PAID_OUT, Confidence.LIKELY
    if not event.tenders:
        event.tenders = tenders_of(event, rows[0][0], context)


def _total(event: Event, rows: Sequence[Said], context: FormatContext) -> Decimal | None:
    """The receipt's total where the rows repeat it, else its lines that stand, less what
    rows of discounts took off, plus rows of tax."""
    found = {stated_amount(facts, context.totals_formula) for facts, _ in rows} - {None}
    if len(found) > 1:
        raise ReceiptError("total_varies")
    if found:
        return found.pop()
    gone = event.event_type is EventType.VOID
    lines = [ln for ln in event.lines if gone or ln.status is LineStatus.NORMAL]
    amounts = [line.amount for line in lines if line.amount is not None]
    if not amounts:
        return None
    taken = [a.amount for a in event.adjustments if a.amount and a.line is None]
    return sum(amounts, Decimal(0)) - sum(taken, Decimal(0)) + (event.tax or Decimal(0))
