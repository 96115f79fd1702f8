"""Who rings under a cashier number: a person, or nobody in particular."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from stores.models import Cashier, CashierAssignment
from transactions.selectors.proposals.proposal import Reason, Row, State, in_order, make_row
from transactions.selectors.proposals.registers import PUMP_CASHIERS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from stores.models import Store
    from transactions.selectors.proposals.sample import Sample

PERSON, NOBODY = "person", "nobody"
AT_ONCE: Final = "1 minute"
SHARED_TIMES: Final = 3
"""Once or twice a cashier changes the register quickly; three times is two people."""
NEARLY_ALL: Final = 0.98
_SYSTEM: Final = re.compile(
    r"(not ?set|manager|admin\w*|system|support|training|trainee|guest|default|pos|cashier"
    r"|self ?(service|checkout)|kiosk|outside|pump|0+|9{3,})",
    re.IGNORECASE,
)
_NAME: Final = re.compile(r"[^\W\d_]{2,}([ .'-][^\W\d_]+)*")
_COLUMNS: Final = "t.cashier_id, t.register_id, t.occurred_at, t.is_outside, t.business_date, t.id"
_QUERY: Final = f"""
    SELECT cashier_id, count(*) AS rings, count(DISTINCT register_id) AS registers,
           count(*) FILTER (WHERE is_outside) AS outside,
           min(business_date) AS first_day, max(business_date) AS last_day,
           count(*) FILTER (WHERE register_id <> before AND occurred_at - at < interval '{AT_ONCE}')
               AS at_once
    FROM (
        SELECT *, lag(register_id) OVER own AS before, lag(occurred_at) OVER own AS at
        FROM recent WHERE cashier_id IS NOT NULL
        WINDOW own AS (PARTITION BY cashier_id ORDER BY occurred_at, id)
    ) AS rung
    GROUP BY cashier_id
"""


@dataclass(frozen=True, slots=True)
class NumberRow:
    """A cashier number: the row, and whose it is. ``suggested_name`` is for a new person."""

    row: Row
    cashier_id: int
    person: str
    assignments: int
    suggested_name: str
    last_day: date | None

    @property
    def code(self) -> str:
        return self.row.code

    @property
    def state(self) -> State:
        return self.row.state


def cashier_rows(store: Store, sample: Sample) -> list[NumberRow]:
    """A row per cashier number of the store."""
    seen = {each["cashier_id"]: each for each in sample.rows(_COLUMNS, _QUERY)}
    owners: dict[int, list[str]] = {}
    for each in CashierAssignment.objects.filter(cashier__store=store).select_related("person"):
        owners.setdefault(each.cashier_id, []).append(each.person.name)
    numbers = {
        cashier.code: _number(store, cashier, seen.get(cashier.pk, {}), owners.get(cashier.pk, []))
        for cashier in Cashier.objects.filter(store=store)
    }
    return [numbers[row.code] for row in in_order(number.row for number in numbers.values())]


def _number(
    store: Store, cashier: Cashier, seen: Mapping[str, Any], owners: list[str]
) -> NumberRow:
    proposed, reason = _proposal(cashier, seen)
    row = make_row(
        store,
        "cashier",
        code=cashier.code,
        name=cashier.name,
        value=PERSON if cashier.is_person else NOBODY,
        proposed=proposed,
        reason=reason,
        count=seen.get("rings", 0),
        confirmed=bool(owners) or f"cashier:{cashier.code}" in store.confirmed,
    )
    return NumberRow(
        row=row,
        cashier_id=cashier.pk,
        person=owners[0] if owners else "",
        assignments=len(owners),
        suggested_name=_name(cashier) if proposed == PERSON else "",
        last_day=seen.get("last_day"),
    )


def _proposal(cashier: Cashier, seen: Mapping[str, Any]) -> tuple[str, Reason]:
    rings = seen.get("rings", 0)
    params = {"rings": rings, "code": cashier.code, "name": _name(cashier), **seen}
    if cashier.code in PUMP_CASHIERS:
        return NOBODY, Reason("cashier_pump", params)
    if _SYSTEM.fullmatch(cashier.code) or _SYSTEM.fullmatch(cashier.name):
        return NOBODY, Reason("cashier_system", params)
    if rings and seen["outside"] >= rings * NEARLY_ALL:
        return NOBODY, Reason("cashier_outside", params)
    if seen.get("at_once", 0) >= SHARED_TIMES:
        return NOBODY, Reason("cashier_shared", params)
    if params["name"]:
        return PERSON, Reason("cashier_named", params)
    if not rings:
        return "", Reason("cashier_silent", params)
    return PERSON, Reason("cashier_rings", params)


def _name(cashier: Cashier) -> str:
    """A name the data gives: the cashier's own, or a number that is a word."""
    if cashier.name and cashier.name != cashier.code:
        return cashier.name
    return cashier.code.title() if _NAME.fullmatch(cashier.code) else ""
