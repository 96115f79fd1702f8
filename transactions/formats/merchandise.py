"""What the lines of a receipt say about goods and money going back.

Refund events also carry paid-outs and lottery pay-outs, and sales carry coupons and
deposits as negative lines; here is where honest look-alikes are told from returns.
Departments speak through ``FormatContext.department_roles`` first, then the wording.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from transactions.formats.canonical import LineKind, LineStatus

if TYPE_CHECKING:
    from transactions.formats.canonical import Event, FormatContext, Line

GOODS: Final = frozenset(
    {LineKind.ITEM, LineKind.OPEN_DEPARTMENT, LineKind.WASH, LineKind.MONEY_ORDER}
)
_PAID_OUT: Final = re.compile(r"\bpa(id|y)[\s_-]?outs?\b", re.IGNORECASE)
_LOTTERY: Final = re.compile(r"\b(lotto|lottery|scratch)", re.IGNORECASE)
_LOTTERY_PAYS: Final = re.compile(
    r"pa(y|id)|win|prize|redeem|redempt|cash|valid|revers", re.IGNORECASE
)
_NO_RETURN: Final = re.compile(
    r"coupon|discount|deposit|bottle ?ret|container|loyal|promo|rounding", re.IGNORECASE
)
_PASS_THROUGH_ROLES: Final = frozenset(
    {"lottery_sale", "lottery_payout", "paid_out", "gift_card", "car_wash", "fee", "ignore"}
)


def goods_of(event: Event) -> list[Line]:
    return [line for line in event.lines if line.kind in GOODS]


def is_prepay_settlement(event: Event) -> bool:
    """Fuel paid before and settled now: negative lines and totals are normal there."""
    for line in event.lines:
        if line.kind is LineKind.FUEL_PREPAY:
            return True
        if line.kind is LineKind.FUEL and event.linked_transaction_no:
            return True
    return False


def is_pay_out(event: Event, context: FormatContext) -> bool:
    """Whether all goods lines are paid-outs or lottery pay-outs."""
    money_back = event.source_event_tag.lower() == "refundevent"
    rung = False
    for line in event.lines:
        if line.kind in GOODS and line.status is LineStatus.NORMAL:
            if not _pays_out(line, context, money_back=money_back):
                return False
            rung = True
    if rung:
        return True
    goods = goods_of(event)
    return bool(goods) and all(_pays_out(line, context, money_back=money_back) for line in goods)


def returned_lines(event: Event, context: FormatContext) -> list[Line]:
    """Goods lines that gave money back for merchandise."""
    return [
        line
        for line in event.lines
        if line.kind in GOODS
        and line.status is LineStatus.NORMAL
        and is_negative(line)
        and context.department_roles.get(line.department) not in _PASS_THROUGH_ROLES
        and not _NO_RETURN.search(line.description)
        and not _pays_out(line, context, money_back=True)
    ]


def is_negative(line: Line) -> bool:
    if line.amount:
        return line.amount < 0
    return line.quantity is not None and line.quantity < 0


def _pays_out(line: Line, context: FormatContext, *, money_back: bool) -> bool:
    """``money_back``: the event hands money out, whatever sign its lines show."""
    role = context.department_roles.get(line.department) if context.department_roles else None
    if role is not None:
        return role == "paid_out" or (
            role == "lottery_payout" and (money_back or is_negative(line))
        )
    if _PAID_OUT.search(line.description):
        return True
    if not (money_back or is_negative(line)) or not _LOTTERY.search(line.description):
        return False
    return line.kind is LineKind.OPEN_DEPARTMENT or bool(_LOTTERY_PAYS.search(line.description))
