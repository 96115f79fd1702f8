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
from transactions.formats.naxml.part import NOTHING, Below, Pick

if TYPE_CHECKING:
    from decimal import Decimal

    from transactions.formats.canonical import Event
    from transactions.formats.naxml.extract import Extractor
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
_FIELDS: Final = Pick(
    """itemcode description merchandisecode salesquantity actualsalesprice regularsellprice
    salesamount entrymethod"""
)
_NO_REDUCTIONS: Final = name_set("restrictedsalesdetail linkedtransactioninfo approverid")
_RARE_FIELDS: Final = _NO_REDUCTIONS | {"promotion", "discount"}
_BYPASSED: Final = Below("cashierbypassedflag")


def status_of(raw: str) -> LineStatus:
    """A missing status is a normal line; an unheard-of one is neither."""
    known = _STATUSES.get(raw)
    return known or _STATUSES.get(raw.strip().lower().replace(" ", ""), LineStatus.UNKNOWN)


def read_goods(
    x: Extractor, element: Part, kind: LineKind, status_raw: str, approver: str, event: Event
) -> Line:
    """Append the line, and any adjustment of it, to ``event``."""
    number = x.decimals
    (code, description, department, quantity, price, regular, amount, method) = _FIELDS.of(element)
    line = Line(
        kind,
        _STATUSES.get(status_raw) or status_of(status_raw),
        status_raw,
        len(event.lines) + 1,
        _fuel_grade(element) if code is NOTHING else _item_code(code),
        _pump(element) if description is NOTHING else description.text,
        department.text,
        number[quantity.text],
        number[price.text],
        number[regular.text],
        _other_amount(x, element) if amount is NOTHING else number[amount.text],
        method.attributes.get("method") or method.text,
        approver,
    )
    event.lines.append(line)
    if odd := element.beyond(_PLAIN_FIELDS):
        _read_rare(x, element, odd, line, event)
    return line


def _read_rare(x: Extractor, element: Part, odd: frozenset[str], line: Line, event: Event) -> None:
    fields = element.fields
    for name in odd - _RARE_FIELDS:
        if not name.startswith(PREFIX):
            x.note_unknown(name)
    if "restrictedsalesdetail" in fields:
        line.age_bypassed = _is_bypassed(x, fields["restrictedsalesdetail"])
    if "linkedtransactioninfo" in fields:
        link = fields["linkedtransactioninfo"].fields
        line.linked_transaction_no = text_of(link.get("originaltransactionid"))
    line.approver = line.approver or text_of(fields.get("approverid"))
    if not odd <= _NO_REDUCTIONS:
        event.adjustments += read_adjustments(x, element.parts, line)


def _other_amount(x: Extractor, element: Part) -> Decimal | None:
    """Fees and money orders name their amount in their own way."""
    named = (field for name, field in element.fields.items() if name.endswith("amount"))
    return x.amount(next(named, None))


def _item_code(code: Part) -> str:
    inventory = ""
    for child in code.parts:
        name = child.name
        if name == "poscode" and child.text:
            return child.text
        if name == "inventoryitemid":
            inventory = child.text
    return inventory


def _fuel_grade(element: Part) -> str:
    return text_of(element.fields.get("fuelgradeid"))


def _pump(element: Part) -> str:
    number = text_of(element.fields.get("fuelpositionid"))
    return f"Pump {number}" if number else ""


def _is_bypassed(x: Extractor, detail: Part) -> bool:
    """Whether the cashier skipped the age check; birth dates are not looked at."""
    return any(x.flag(below) is True for below in _BYPASSED.of(detail))
