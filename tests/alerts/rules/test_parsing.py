"""Many spellings, one meaning."""

from __future__ import annotations

from datetime import time, timedelta
from decimal import Decimal

import pytest

from alerts.rules import parse, write
from alerts.rules.tree import (
    Absence,
    AlsoFlagged,
    Amount,
    Approved,
    AtRegisters,
    AtStores,
    Between,
    By,
    ByCashiers,
    Count,
    Events,
    FirstOfShift,
    HasItem,
    LastOfShift,
    Linked,
    OnDays,
    Op,
    PaidBy,
    RegisterKind,
    Sequence,
    Single,
    Total,
    TwoPlaces,
    WhileClosed,
    Whole,
    WholeDollars,
)
from transactions.formats.canonical import EventType, Flag, RegisterClass, TenderClass

NO_SALE = Events((Flag.NO_SALE,))
MINUTE = timedelta(minutes=1)


def over(dollars):
    return Amount(Op.MORE, Decimal(dollars))


ISSUE = {
    ">3 No Sales in 5 mins": Count(NO_SALE, Op.MORE, 3, 5 * MINUTE),
    "Refund > $50": Single(Events((Flag.REFUND,), (over(50),))),
    "Void > $20 by cash after 10pm": Single(
        Events(
            (Flag.VOID,),
            (over(20), PaidBy((TenderClass.CASH,)), Between(time(22), time(5))),
        )
    ),
    "Void then No Sale within 90 seconds by the same cashier": Sequence(
        Events((Flag.VOID,)), NO_SALE, timedelta(seconds=90), By.CASHIER
    ),
    "Suspended not resumed within 30 minutes": Absence(
        Events((Flag.SUSPENDED,)), Events((EventType.RESUME,)), 30 * MINUTE
    ),
    "Manual Discounts total > $100 per shift by cashier": Total(
        Events((Flag.MANUAL_DISCOUNT,)), Op.MORE, Decimal(100), Whole.SHIFT, By.CASHIER
    ),
    "No Sale between 11pm and 5am at store 101": Single(
        Events((Flag.NO_SALE,), (Between(time(23), time(5)), AtStores(("101",))))
    ),
    "Refund with whole dollar amount > $20 in last hour of shift": Single(
        Events((Flag.REFUND,), (over(20), WholeDollars(), LastOfShift(60 * MINUTE)))
    ),
    "same cashier at two registers within 2 minutes": TwoPlaces(Events(()), 2 * MINUTE),
}


@pytest.mark.parametrize("text", ISSUE)
def test_the_rules_everybody_starts_with(text):
    assert parse(text).rule == ISSUE[text]


COUNTS = """
> 3 no sales in 5 minutes
More than 3 no sales in 5 minutes
more than three no-sales within 5 min
NO SALE more than 3 times in 5 minutes
over 3 nosales in 5m
No sales > 3 in 5 mins
in 5 minutes more than 3 no sales
more than 3 no sales in any 300 seconds
more than 3 no sales per 5 minutes at the same register
more than 3 no sales over 5 minutes per register
>3 drawer opened without sale within 5 minutes
"""


@pytest.mark.parametrize("text", COUNTS.strip().splitlines())
def test_a_count_in_many_spellings(text):
    assert parse(text).rule == Count(NO_SALE, Op.MORE, 3, 5 * MINUTE)


SPELLINGS = {
    "Refund >= $50": (
        "refunds of $50 or more; refund at least 50 dollars; returns $50+; refund no less "
        "than $50; money back ≥ $50"
    ),
    "Refund < $5": "refund under $5; refunds of less than five dollars; refund below $5.00",
    "Refund between $20 and $50": (
        "refund $20 to $50; refunds >= $20 and <= $50; refund from $20 to $50; refund $20-$50"
    ),
    ">= 3 voids in 1 hour": (
        "3 voids in an hour; three or more voids per hour; 3+ voids in 1h; at least 3 voids "
        "within 60 minutes; void 3 times in one hour"
    ),
    "> 2 refunds per day by the same cashier": (
        "more than 2 refunds a day per cashier; more than two refunds each day by one "
        "employee; over 2 returns daily by same clerk"
    ),
    "Refund on Monday, Tuesday, Wednesday or Friday": "refund Monday to Wednesday and Friday",
    "Refund on weekends": (
        "refunds on Saturday and Sunday; refund on sat or sun; refund not on Monday to "
        "Friday; on weekends, refund"
    ),
    "Refund on weekdays": "refund Monday to Friday; refund except weekends; refund mon-fri",
    "Refund while closed": (
        "refund when the store is closed; refund outside opening hours; refund after hours; "
        "refund after closing"
    ),
    "Refund at register 2, 3 or 4": (
        "refund at registers 2, 3 and 4; refund on till 2 or 3 or 4; refund at lane #2, #3, "
        "#4; refund register 2,3,4"
    ),
    "Refund by cashier 7": "cashier 7 refund; refund by operator 7; refund by employee #7",
    "Refund at inside registers": "refund at the inside tills; refund inside",
    "Refund at outside registers": "refund at the pumps; refund at outdoor registers",
    "Refund without receipt": "refund with no receipt; unlinked refund; no receipt refunds",
    "Refund with receipt": "refund with a receipt; refund linked to a sale",
    'Refund with item "LOTTO"': (
        "refund containing 'LOTTO'; refund with item LOTTO; refund with \u201cLOTTO\u201d; refund "
        "product LOTTO"
    ),
    "Void approved by somebody else": "void with approval; void approved by another person",
    "Void without approval": "void with no approval; unapproved void; void not approved",
    "Refund by cash or card": "refund paid by cash or by card; refund in cash or with card",
    "Refund by cash": "cash refund; refunds paid in cash; refund with cash",
    "Refund or void > $20": "refund/void > $20; refunds and/or voids over $20",
    "Item removed": "cancellation; line void; error correct; voided line; Items removed",
    "Void": "whole sale voided; voided sale; transaction void",
    "Post void": "voided after payment; post-void; sale voided after payment",
    "Drawer alarm": "drawer opened by key; drawer opened with a key; drawer forced",
    "Paid out > $20": "payout > $20; pay-out over $20; paid outs over twenty dollars",
    "Age check skipped": "age bypass; no ID check; skipped age check",
    "No sale between 12am and 6am": "no sale before 6am; no sale from midnight to 6:00",
    "No sale between 10:30pm and 5am": "no sale after 10:30 p.m.; no sale after 22:30",
    "No sale between 10pm and 2am": (
        "no sale after 10pm and before 2am; no sale 10pm-2am; no sale after 22 until 2am"
    ),
    "No sale between 1am and 5am": "no sale between 1 and 5am",
    "Refund in first 15 minutes of shift": "refund in the first 15 min of the shift",
    "Refund along with manager override": "refund with override; refund with a manager override",
    "Void then no sale within 2 minutes": (
        "no sale within 2 minutes after a void; void followed by no sale within 120 s; void "
        "and then a no sale within two minutes"
    ),
    "Safe drop not followed by no sale within 5 minutes": (
        "safe drop and not a no sale within 5 minutes; safe drop without a no sale within 5 minutes"
    ),
    "Suspended not resumed within 30 minutes": (
        "suspended sale never resumed within half an hour; suspend without resume within 30 "
        "min; Suspended but not resumed within 30 minutes"
    ),
    "Same cashier at two registers within 5 minutes": (
        "cashier at 2 registers within 5 minutes; one cashier on two tills within 5 min; same "
        "login at two different registers in 5 mins"
    ),
    "Refunds total > $100 per shift": (
        "refunds > $100 in total per shift; refunds adding up to more than $100 per shift; "
        "total refunds > $100 each shift"
    ),
    "Refunds > $20 total >= $1000.50 in 90 minutes": (
        "refunds over $20 sum to at least $1,000.50 in 1h30m"
    ),
    "> 3 sales > $5 in 1 hour at the same store": "> 3 sales over $5 per hour per store",
    'Refund at store "North 5"': "refund in shop 'North 5'",
    "Any event while closed": "anything while closed; any transaction while closed",
}


@pytest.mark.parametrize(
    ("canonical", "text"), [(c, t) for c, many in SPELLINGS.items() for t in (c, *many.split("; "))]
)
def test_spellings_of_one_rule(canonical, text):
    read = parse(text)
    assert read.problems == ()
    assert write(read.rule) == canonical


def test_every_condition_together():
    text = (
        "Void > $20 by cash between 10pm and 5am on Saturday while closed at store 101 "
        "at register 2 at inside registers by cashier 7 in last hour of shift in first hour of "
        'shift with item "LOTTO" without approval with receipt along with manager override'
    )
    assert parse(text).rule == Single(
        Events(
            (Flag.VOID,),
            (
                over(20),
                PaidBy((TenderClass.CASH,)),
                Between(time(22), time(5)),
                OnDays((6,)),
                WhileClosed(),
                AtStores(("101",)),
                AtRegisters(("2",)),
                RegisterKind(RegisterClass.INSIDE),
                ByCashiers(("7",)),
                LastOfShift(60 * MINUTE),
                FirstOfShift(60 * MINUTE),
                HasItem("LOTTO"),
                Approved(yes=False),
                Linked(yes=True),
                AlsoFlagged((Flag.OVERRIDE,)),
            ),
        )
    )


def test_a_place_after_the_window_is_meant_of_both_events():
    both = "Void at store 101 then no sale at store 101 within 90 seconds"
    assert parse("Void then no sale within 90 seconds at store 101").rule == parse(both).rule
    assert parse("At store 101: void then no sale within 90 seconds").rule == parse(both).rule


def test_what_follows_the_window_of_an_absence_is_about_the_event_itself():
    direct = "Suspended > $50 between 10pm and 5am not resumed within 30 minutes"
    trailing = "Suspended not resumed within 30 minutes > $50 after 10pm"
    assert parse(trailing).rule == parse(direct).rule


def test_a_condition_stays_with_the_event_it_follows():
    rule = parse("Void > $20 then no sale at register 2 within 5 minutes").rule
    assert rule.first.conditions == (over(20),)
    assert rule.then.conditions == (AtRegisters(("2",)),)


def test_rules_that_say_the_same_are_the_same():
    one = parse("Refund after 10pm by cash > $50 on weekends at register 2")
    other = parse("at register 2 on weekends cash refund over $50 after 10pm")
    assert one.rule == other.rule
