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

    from transactions.formats.canonical import Event
    from transactions.formats.naxml.extract import Extractor, Fields
    from transactions.formats.naxml.part import Part

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
    x: Extractor, element: Part, kind: LineKind, status_raw: str, approver: str, event: Event
) -> Line:
    """Append the line, and any adjustment of it, to ``event``."""
    number = x.decimals
    fields = element.fields
    get = fields.get
    code, description = get("itemcode"), get("description")
    department, method = get("merchandisecode"), get("entrymethod")
    quantity, price = get("salesquantity"), get("actualsalesprice")
    regular, amount = get("regularsellprice"), get("salesamount")
    line = Line(
        kind,
        _STATUSES.get(status_raw) or status_of(status_raw),
        status_raw,
        len(event.lines) + 1,
        text_of(get("fuelgradeid")) if code is None else _item_code(code),
        _pump(get("fuelpositionid")) if description is None else text_of(description),
        "" if department is None else text_of(department),
        None if quantity is None else number[quantity.text],
        None if price is None else number[price.text],
        None if regular is None else number[regular.text],
        _other_amount(x, fields) if amount is None else number[amount.text],
        "" if method is None else method.attributes.get("method") or text_of(method),
        approver,
    )
    event.lines.append(line)
    if not fields.keys() <= _PLAIN_FIELDS:
        _read_rare(x, element, fields, line, event)
    return line


def _read_rare(x: Extractor, element: Part, fields: Fields, line: Line, event: Event) -> None:
    for name in fields.keys() - _PLAIN_FIELDS - _RARE_FIELDS:
        if not name.startswith(PREFIX):
            x.note_unknown(name)
    if "restrictedsalesdetail" in fields:
        line.age_bypassed = _is_bypassed(x, fields["restrictedsalesdetail"])
    if "linkedtransactioninfo" in fields:
        link = fields["linkedtransactioninfo"].fields
        line.linked_transaction_no = text_of(link.get("originaltransactionid"))
    line.approver = line.approver or text_of(fields.get("approverid"))
    event.adjustments += read_adjustments(x, element.parts, line)


def _other_amount(x: Extractor, fields: Fields) -> Decimal | None:
    """Fees and money orders name their amount in their own way."""
    return next(
        (x.amount(field) for name, field in fields.items() if name.endswith("amount")), None
    )


def _item_code(code: Part) -> str:
    inventory = ""
    for child in code.parts:
        name = child.name
        if name == "poscode" and (text := text_of(child)):
            return text
        if name == "inventoryitemid":
            inventory = text_of(child)
    return inventory


def _pump(position: Part | None) -> str:
    number = text_of(position)
    return f"Pump {number}" if number else ""


def _is_bypassed(x: Extractor, detail: Part) -> bool:
    """Whether the cashier skipped the age check; birth dates are not looked at."""
    return any(
        below.name == "cashierbypassedflag" and x.flag(below) is True for below in detail.iter()
    )
