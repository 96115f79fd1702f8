"""Rules of the pack that no scheme of the simulator is about: each finds what it is there
for, and stays quiet on the honest event that looks like it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from alerts.pack.rules import PACK
from alerts.rules import parse
from alerts.services.backtest import backtest
from stores.models import Cashier, Store
from tests.review.factories import a_file, plain

ZONE_NIGHT, ZONE_DAY = 2, 13
"""Hours of the store's wall clock."""

# Rule -> what it finds, and what it does not: (seconds after the start, kind, fields).
# "at" is the hour of the first event, 13 where none is given.
CASES = {
    "no_sales_5_minutes": (
        [(n * 60, "no_sale") for n in range(4)],
        [(0, "no_sale")],
    ),
    "no_sales_half_hour": (
        [(n * 500, "no_sale") for n in range(4)],
        [(n * 3600, "no_sale") for n in range(4)],
    ),
    "void_then_no_sale": (
        [(0, "void"), (60, "no_sale")],
        [(0, "void"), (60, "sale")],
    ),
    "drawer_alarms": (
        [(0, "drawer_alarm"), (600, "drawer_alarm")],
        [(0, "drawer_alarm")],
    ),
    "no_sales_night": (
        [("at", ZONE_NIGHT), (0, "no_sale"), (600, "no_sale")],
        [("at", ZONE_NIGHT), (0, "no_sale")],
    ),
    "no_sales_last_hour": (
        [(0, "sale"), (9000, "no_sale"), (9300, "no_sale"), (9600, "no_sale"), (10000, "sale")],
        [(0, "no_sale"), (9000, "sale"), (9300, "no_sale"), (9600, "no_sale")],
    ),
    "big_paid_out": ([(0, "paid_out", "-180")], [(0, "paid_out", "-60")]),
    "refund_over_50": ([(0, "refund", "-64.20")], [(0, "refund", "-3.19")]),
    "cash_refund_no_sale": (
        [(0, "refund", "-9.49", {"tender_class": "cash"})],
        [(0, "refund", "-9.49", {"tender_class": "cash", "linked_transaction_no": "12"})],
    ),
    "whole_dollar_refunds": ([(0, "refund", "-20.00")], [(0, "refund", "-21.39")]),
    "void_of_paid_sale": (
        [(0, "void", "12.00", {"linked_transaction_no": "12"})],
        [(0, "void", "12.00"), (60, "sale", "12.00")],
    ),
    "voids_per_shift": (
        [(n * 1200, "void") for n in range(5)],
        [(n * 1200, "void") for n in range(3)],
    ),
    "late_void": (
        [("at", ZONE_NIGHT), (0, "void", "25.00")],
        [(0, "void", "25.00")],
    ),
    "post_voids": ([(0, "post_void", "15.00")], [(0, "post_void", "1.99")]),
    "drawer_then_refund": (
        [(0, "no_sale"), (120, "refund", "-9.49")],
        [(0, "no_sale"), (3600, "refund", "-9.49")],
    ),
    "suspended_many": (
        [(n * 900, "suspend", "9.00", {"flags": ["suspended"]}) for n in range(5)],
        [(n * 900, "suspend", "9.00", {"flags": ["suspended"]}) for n in range(2)],
    ),
    "discounts_per_shift": (
        [(n * 900, "sale", "9.00", {"cut": "60.00"}) for n in range(2)],
        [(n * 900, "sale", "9.00", {"cut": "3.00"}) for n in range(3)],
    ),
    "unexplained_discounts": (
        [(n * 900, "sale", "9.00", {"flags": ["unexplained_discount"]}) for n in range(2)],
        [(0, "sale", "9.00", {"flags": ["unexplained_discount"]})],
    ),
    "age_checks_skipped": (
        [(n * 900, "sale", "9.00", {"flags": ["age_bypass"]}) for n in range(4)],
        [(0, "sale", "9.00", {"flags": ["age_bypass"]})],
    ),
    "training_sales": (
        [(0, "sale", "9.00", {"flags": ["training_sale"], "is_training": True})],
        [(0, "sale", "0.50", {"flags": ["training_sale"], "is_training": True})],
    ),
    "two_registers": (
        [(0, "sale"), (60, "sale", "5.00", {"register": "2"})],
        [(0, "sale"), (900, "sale", "5.00", {"register": "2"})],
    ),
    "drive_offs": (
        [(n * 3600, "drive_off", "30.00") for n in range(3)],
        [(0, "drive_off", "30.00")],
    ),
}  # fmt: skip
FLAGS = ("refund", "void", "no_sale", "drawer_alarm")


@pytest.fixture
def ring(store):
    """Rings events at the store on a day of the last weeks, the second day a week later."""
    cashier = Cashier.objects.create(store=store, code="7", name="Alex")
    file = a_file(store)
    first = timezone.now().astimezone(store.zone) - timedelta(days=20)

    def play(events, week):
        hour = next((event[1] for event in events if event[0] == "at"), ZONE_DAY)
        start = first.replace(hour=hour, minute=0, second=0) + timedelta(days=7 * week)
        return {_event(store, cashier, file, start, *event).pk
                for event in events if event[0] != "at"}  # fmt: skip

    return play


def _event(store, cashier, file, start, seconds, kind, amount="5.00", fields=None):
    fields = dict(fields or {})
    if kind in FLAGS:
        fields["flags"] = [kind]
    if "cut" in fields:
        params = {"amount": fields.pop("cut")}
        why = {"flag": "manual_discount", "confidence": "certain", "code": "manual_discount"}
        fields |= {"flags": ["manual_discount"], "flag_details": [{**why, "params": params}]}
    return plain(
        store, at=start + timedelta(seconds=seconds), event_type=kind, amount=Decimal(amount),
        cashier=cashier, source_file=file, business_date=start.date(), **fields,
    )  # fmt: skip


def found(store, code):
    rule = parse(PACK[code].text).rule
    episodes = backtest(rule=rule, days=40, store_ids=[store.pk]).episodes
    return [set(each.transaction_ids) for each in episodes]


@pytest.mark.parametrize("code", sorted(CASES))
def test_a_rule_finds_what_it_is_there_for_and_nothing_that_looks_like_it(store, ring, code):
    loud, quiet = CASES[code]
    caught, honest = ring(loud, week=0), ring(quiet, week=1)
    ring([(0, "sale")], week=2)  # the store was heard long after
    episodes = found(store, code)
    assert any(each & caught for each in episodes)
    assert not any(each & honest for each in episodes)


def test_every_rule_has_a_case_here_or_a_scheme():
    with_scheme = {code for code, entry in PACK.items() if entry.scheme}
    assert set(CASES) | with_scheme == set(PACK)


def test_a_store_without_hours_is_never_closed(store, ring):
    Store.objects.filter(pk=store.pk).update(opens_at=None, closes_at=None)
    ring([("at", ZONE_NIGHT), (0, "refund", "-9.49")], week=0)
    assert found(store, "refund_while_closed") == []
