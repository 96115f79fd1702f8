"""Inside or outside: proposed from what the events say, register numbers and cashiers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from stores.models import Register, RegisterClass
from transactions.selectors.proposals.proposal import Reason, Row, in_order, make_row

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stores.models import Store
    from transactions.selectors.proposals.sample import Sample

PUMP_CASHIERS: Final = frozenset({"20000"})
"""The number that Passport's pumps ring under."""
_PUMP: Final = re.compile(r"1\d{4}")
"""Passport numbers its pumps 10001 and up."""
MOST_OF: Final = 0.9
_COLUMNS: Final = "t.register_id, t.cashier_id, t.is_outside"
_QUERY: Final = """
    SELECT r.register_id, count(*) AS events,
           count(*) FILTER (WHERE r.is_outside) AS outside,
           count(*) FILTER (WHERE r.is_outside = false) AS inside,
           count(*) FILTER (WHERE c.code = ANY(ARRAY[{pumps}])) AS pump_cashier,
           count(DISTINCT r.cashier_id) AS cashiers
    FROM recent r LEFT JOIN stores_cashier c ON c.id = r.cashier_id
    WHERE r.register_id IS NOT NULL
    GROUP BY r.register_id
""".format(pumps=", ".join(f"'{code}'" for code in sorted(PUMP_CASHIERS)))


def register_rows(store: Store, sample: Sample) -> list[Row]:
    """A row per register of the store; its class is confirmed once a person said it."""
    seen = {each["register_id"]: each for each in sample.rows(_COLUMNS, _QUERY)}
    return in_order(
        _row(store, register, seen.get(register.pk, {}))
        for register in Register.objects.filter(store=store)
    )


def _row(store: Store, register: Register, seen: Mapping[str, Any]) -> Row:
    proposed, reason = _proposal(register, seen)
    return make_row(
        store,
        "register",
        code=register.code,
        name=register.label,
        value=register.register_class,
        proposed=proposed,
        reason=reason,
        count=seen.get("events", 0),
        confirmed=f"register:{register.code}" in store.confirmed
        and register.register_class != RegisterClass.UNKNOWN,
    )


def _proposal(register: Register, seen: Mapping[str, Any]) -> tuple[str, Reason]:
    """The register's own word first, then who rings there, then its number."""
    events = seen.get("events", 0)
    outside, inside = seen.get("outside", 0), seen.get("inside", 0)
    params = {"events": events, "outside": outside, "inside": inside, **seen}
    if outside + inside and outside >= (outside + inside) * MOST_OF:
        return RegisterClass.OUTSIDE, Reason("register_outside", params)
    if events and seen["pump_cashier"] >= events * MOST_OF:
        return RegisterClass.OUTSIDE, Reason("register_pump_cashier", params)
    if _PUMP.fullmatch(register.code) and not inside:
        return RegisterClass.OUTSIDE, Reason("register_pump_number", params)
    if outside + inside and inside >= (outside + inside) * MOST_OF:
        return RegisterClass.INSIDE, Reason("register_inside", params)
    if outside and inside:
        return "", Reason("register_mixed", params)
    if seen.get("cashiers", 0) > 1:
        return RegisterClass.INSIDE, Reason("register_cashiers", params)
    if register.register_class != RegisterClass.UNKNOWN:
        return register.register_class, Reason("register_set", params)
    return "", Reason("register_unknown", params)
