"""One goods line (item, department ring, fuel, fee, …) with all that hangs below it.

This is the hot loop of the product: each child is visited once, and nothing below a
child is looked at unless a rule needs it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from transactions.formats.canonical import Line, LineKind, LineStatus
from transactions.formats.naxml.adjustments import read_adjustments
from transactions.formats.naxml.extract import text_of
from transactions.formats.naxml.names import name_set
from transactions.formats.naxml.overrides import PREFIX

if TYPE_CHECKING:
    from decimal import Decimal

    from lxml.etree import _Element

    from transactions.formats.canonical import Event
    from transactions.formats.naxml.extract import Extractor, Fields

KINDS: Final = {
    "itemline": LineKind.ITEM,
    "merchandisecodeline": LineKind.OPEN_DEPARTMENT,
    "fuelline": LineKind.FUEL,
    "fuelprepayline": LineKind.FUEL_PREPAY,
    "feeline": LineKind.FEE,
    "washcodeline": LineKind.WASH,
    "carwashline": LineKind.WASH,
    "moneyorderline": LineKind.MONEY_ORDER,
    "loyalty": LineKind.LOYALTY,
    "loyaltyline": LineKind.LOYALTY,
    "loyaltyinfo": LineKind.LOYALTY,
}

_NORMAL: Final = ("", "normal", "active", "ok", "sale", "refund", "return")
_CANCELLED: Final = (
    "cancel", "cancelled", "canceled", "void", "voided", "delete", "deleted", "errorcorrect",
)  # fmt: skip
_STATUSES: Final = dict.fromkeys(_NORMAL, LineStatus.NORMAL) | dict.fromkeys(
    _CANCELLED, LineStatus.CANCELLED
)

_PLAIN_FIELDS: Final = name_set(
    """itemcode description entrymethod actualsalesprice merchandisecode sellingunits
    regularsellprice salesquantity salesamount itemtax itemtypecode itemtypesubcode
    salesrestriction fuelgradeid fuelpositionid pricetiercode timetiercode servicelevelcode
    salesuom taxlevelid feeamount feecode washcode moneyorderamount moneyordernumber
    prepayamount loyaltyid loyaltyprogramid loyaltyentrymethod loyaltyrewardid loyaltyamount
    driveoffflag ticketnumber extension"""
)
_RARE_FIELDS: Final = frozenset(
    {"promotion", "discount", "restrictedsalesdetail", "linkedtransactioninfo", "approverid"}
)


def status_of(raw: str) -> LineStatus:
    """A missing status is a normal line; an unheard-of one is neither."""
    known = _STATUSES.get(raw)
    return known or _STATUSES.get(raw.strip().lower().replace(" ", ""), LineStatus.UNKNOWN)


def read_goods(
    x: Extractor, element: _Element, kind: LineKind, status_raw: str, approver: str, event: Event
) -> Line:
    """Append the line, and any adjustment of it, to ``event``."""
    fields = x.children(element)
    get, amount = fields.get, x.amount
    code = get("itemcode")
    line = Line(
        kind,
        status_of(status_raw),
        status_raw,
        len(event.lines) + 1,
        text_of(get("fuelgradeid")) if code is None else _item_code(x, code),
        text_of(get("description")) or _pump(get("fuelpositionid")),
        text_of(get("merchandisecode")),
        amount(get("salesquantity")),
        amount(get("actualsalesprice")),
        amount(get("regularsellprice")),
        _amount(x, fields),
        _entry_method(get("entrymethod")),
        approver,
    )
    event.lines.append(line)
    if not fields.keys() <= _PLAIN_FIELDS:
        _read_rare(x, element, fields, line, event)
    return line


def _read_rare(x: Extractor, element: _Element, fields: Fields, line: Line, event: Event) -> None:
    for name in fields.keys() - _PLAIN_FIELDS - _RARE_FIELDS:
        if not name.startswith(PREFIX):
            x.note_unknown(name)
    if "restrictedsalesdetail" in fields:
        line.age_bypassed = _is_bypassed(x, fields["restrictedsalesdetail"])
    if "linkedtransactioninfo" in fields:
        link = x.children(fields["linkedtransactioninfo"])
        line.linked_transaction_no = text_of(link.get("originaltransactionid"))
    line.approver = line.approver or text_of(fields.get("approverid"))
    event.adjustments += read_adjustments(x, element, line)


def _amount(x: Extractor, fields: Fields) -> Decimal | None:
    if (element := fields.get("salesamount")) is not None:
        return x.amount(element)
    for name, element in fields.items():
        if name.endswith("amount"):
            return x.amount(element)
    return None


def _item_code(x: Extractor, code: _Element) -> str:
    fields = x.children(code)
    return text_of(fields.get("poscode")) or text_of(fields.get("inventoryitemid"))


def _entry_method(element: _Element | None) -> str:
    if element is None:
        return ""
    return element.get("method") or text_of(element)


def _pump(position: _Element | None) -> str:
    number = text_of(position)
    return f"Pump {number}" if number else ""


def _is_bypassed(x: Extractor, detail: _Element) -> bool:
    """Whether the cashier skipped the age check; birth dates are not looked at."""
    return any(
        x.names[below.tag] == "cashierbypassedflag" and x.flag(below) is True
        for below in detail.iter()
    )
