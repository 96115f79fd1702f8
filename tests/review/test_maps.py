"""The pages of a store's maps: proposed, confirmed, taken back; who may do what."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from stores.models import AccessKind, AccessLog, Cashier, CashierAssignment, Person, Register
from tests.review.factories import NOON, plain

pytestmark = [pytest.mark.django_db]


def ring(store, department, description, amount="-20.00", count=6, **fields):
    """Rings of an open department, a minute apart."""
    line = {
        "kind": "open_department",
        "status": "normal",
        "department": department,
        "description": description,
        "amount": amount,
    }
    for number in range(count):
        plain(
            store,
            at=NOON + timedelta(minutes=number),
            receipt={"lines": [line]},
            source_event_tag="RefundEvent",
            **fields,
        )


def department_page(cast, store, who="manager"):
    return cast.client(who).get(f"/setup/{store.pk}/departments/").content.decode()


def confirm(cast, store, kind, rows, who="manager", **headers):
    return cast.client(who).post(
        f"/setup/{store.pk}/{kind}/confirm/",
        {"code": [code for code, _ in rows], "value": [value for _, value in rows]},
        **headers,
    )


def test_a_department_is_proposed_with_why_and_confirmed_by_one_button(cast, store):
    ring(store, "23", "PAID OUT")
    page = department_page(cast, store)
    assert "6 rings in 30 days, always negative, called “PAID OUT”" in page
    assert 'data-key="c"' in page
    assert confirm(cast, store, "departments", [("23", "paid_out")]).status_code == 302
    store.refresh_from_db()
    assert store.department_roles == {"23": "paid_out"}
    assert store.confirmed["department:23"]["who"] == "Manager"
    assert "Confirmed by Manager" in department_page(cast, store)
