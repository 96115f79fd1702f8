"""From the rows of one receipt to one canonical event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from transactions.formats.canonical import (
    Adjustment,
    AdjustmentKind,
    Confidence,
    Event,
    EventType,
    TimeBasis,
)
from transactions.formats.merchandise import is_pay_out
from transactions.formats.naxml.event_header import register_class
from transactions.formats.tabular.reader_lines import (
    add_line,
    add_override,
    add_reductions,
    has_goods,
    is_fuel,
)
from transactions.formats.tabular.reader_money import (
    signed_amount,
    stated_amount,
    take_totals,
    tenders_of,
)
from transactions.formats.tabular.roles import Role
from transactions.formats.tabular.types import TRAITS, Meaning, event_type_of

if TYPE_CHECKING:
    from decimal import Decimal

    from transactions.formats.canonical import FormatContext
    from transactions.formats.tabular.mapping import Mapping
    from transactions.formats.tabular.reader_facts import Facts
    from transactions.formats.tabular.reader_meaning import RowMeaning

_AMOUNT_IS_OWN: Final = frozenset(
    {Meaning.LINE_VOID, Meaning.MANUAL_DISCOUNT, Meaning.PRICE_OVERRIDE}
)
"""The row's amount is that of the trait, not what the customer paid."""
NO_WORD_TAG: Final = 40


def begin_event(facts: Facts, said: RowMeaning, mapping: Mapping, context: FormatContext) -> Event:
    """Who, where and when of a row. Its tag is the type word that the source wrote, so that
    the event keeps its identity when the word's meaning is changed later."""
    event = Event(event_type_of(said.meaning), f"row:{said.word.casefold()}"[:60])
    if mapping.store_column == "code":
        event.store_code = facts.text(Role.STORE)
    event.register = facts.text(Role.REGISTER, Role.TILL)
    event.till = facts.text(Role.TILL)
    event.cashier = facts.text(Role.CASHIER_ID, Role.CASHIER, Role.CASHIER_NAME)
    event.approver = facts.text(Role.APPROVER)
    event.shift_no = facts.text(Role.SHIFT)
    event.transaction_no = facts.text(Role.TRANSACTION_NO)
    event.linked_transaction_no = facts.text(Role.LINKED_NO)
    event.reason_text = facts.text(Role.REASON)
    event.time_basis = TimeBasis.ROW
    event.occurred_local, event.utc_offset = facts.local, facts.offset
    event.is_date_only = facts.is_date_only
    event.started_raw = _moment_named(event, facts)
    event.business_date = facts.business_date
    event.is_training, event.is_suspended = said.is_training, said.is_suspended
    event.register_class = register_class(event, context)
    return event


def _moment_named(event: Event, facts: Facts) -> str:
    """The moment as part of the row's identity: the same however an export writes it, since
    one day's list comes as Excel and as text, with the day first or last, with seconds or
    without. A row without a number needs its seconds to be told from others."""
    if facts.local is None:
        return facts.when_raw
    if facts.is_date_only:
        return facts.local.date().isoformat()
    is_numbered = event.transaction_no.strip("0") != ""
    return facts.local.isoformat(" ", "minutes" if is_numbered else "seconds")


def receipt_event(
    facts: Facts, said: RowMeaning, mapping: Mapping, context: FormatContext
) -> Event:
    """The event of a row that is a whole receipt, or one thing said of a receipt."""
    event = begin_event(facts, said, mapping, context)
    take_totals(event, facts)
    stated = stated_amount(facts, context.totals_formula)
    _settle_type(event, facts, said, stated)
    own = said.meaning in _AMOUNT_IS_OWN
    event.amount = None if own else signed_amount(event.event_type, stated)
    add_trait(event, facts, said, stated)
    if event.event_type is EventType.REFUND and is_pay_out(event, context):
        event.event_type, event.confidence = EventType.PAID_OUT, Confidence.LIKELY
    if not own:
        event.tenders = tenders_of(event, facts, context)
    return event


def add_trait(event: Event, facts: Facts, said: RowMeaning, stated: Decimal | None) -> None:
    """The row's item, and what it says was done to it or to the receipt."""
    line = None
    cancelled = said.meaning is Meaning.LINE_VOID or event.event_type is EventType.VOID
    needs_line = said.meaning in (Meaning.LINE_VOID, Meaning.AGE_BYPASS)
    if has_goods(facts) or needs_line:
        amount = facts.amounts.get(Role.LINE_AMOUNT)
        if amount is None and said.meaning not in (Meaning.MANUAL_DISCOUNT, Meaning.AGE_BYPASS):
            amount = stated
        line = add_line(event, facts, said, amount, cancelled=cancelled)
    if said.has_line_void:
        _add_removed(event, facts, said)
    add_reductions(event, facts, line)
    if said.meaning is Meaning.MANUAL_DISCOUNT and not facts.amounts.get(Role.DISCOUNT):
        _add_discount(event, facts, stated, line.sequence if line else None)
    if event.event_type in (EventType.SALE, EventType.RESUME):
        add_override(event, facts, said, line)


def _add_removed(event: Event, facts: Facts, said: RowMeaning) -> None:
    """A receipt of which only is known that something was taken off it."""
    removed = add_line(event, facts, said, None, cancelled=True)
    removed.sku = removed.description = removed.department = ""
    removed.quantity = removed.unit_price = removed.regular_price = None
    removed.status_raw = str(Role.HAS_LINE_VOID)


def _add_discount(event: Event, facts: Facts, stated: Decimal | None, line: int | None) -> None:
    amount = abs(stated) if stated is not None else None
    reason = facts.text(Role.REASON)
    kind = AdjustmentKind.MANUAL_DISCOUNT
    event.adjustments.append(Adjustment(kind, amount, line, reason=reason))


def _settle_type(event: Event, facts: Facts, said: RowMeaning, stated: Decimal | None) -> None:
    """A sale that gives money back is likely a refund; prepaid fuel coming back is none.

    Where nothing said what the row is, a sale is likely."""
    if said.meaning is Meaning.UNKNOWN and not said.is_said:
        event.event_type, event.confidence = EventType.SALE, Confidence.LIKELY
    if event.event_type is not EventType.SALE or said.meaning in TRAITS:
        return
    has_tender = bool(facts.text(Role.TENDER))
    if said.is_suspended and not has_tender:
        event.event_type = EventType.SUSPEND
    elif stated is not None and stated < 0 and not is_fuel(facts):
        event.event_type, event.confidence = EventType.REFUND, Confidence.LIKELY
