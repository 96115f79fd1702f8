import random
from decimal import Decimal

import pytest

from lossprevention.simulator import catalogue
from lossprevention.simulator.basket import basket, plain
from lossprevention.simulator.journal import FuelLine, ItemLine, PrepayLine, PriceCut
from lossprevention.simulator.receipts import cut_of, pay_cash, taxes_of
from transactions.formats.canonical import EventType, Flag


def paid(week):
    return [event for day in week for event in day.events if event.tenders]


def test_net_is_lines_minus_cuts_plus_tax_on_every_receipt(week):
    for event in paid(week):
        lines = [line for line in event.lines if not line.cancelled]
        gross = sum(line.amount for line in lines)
        cuts = sum(cut_of(line) for line in lines)
        tax = sum(tax.collected for tax in event.taxes)
        assert event.gross == gross
        assert event.net == gross - cuts + tax
        assert event.net.as_tuple().exponent >= -2


def test_tenders_with_change_add_up_to_what_was_due(week):
    for event in paid(week):
        assert sum(tender.amount for tender in event.tenders) == event.net
        assert all(tender.amount < 0 for tender in event.tenders if tender.is_change)


def test_a_sale_that_cost_something_was_paid(week):
    for day in week:
        for event in day.events:
            if event.expected_type in (EventType.SALE, EventType.RESUME, EventType.REFUND):
                assert bool(event.tenders) == (event.net != 0)


def test_refunds_and_paid_outs_are_negative(week):
    for event in paid(week):
        if event.tag == "RefundEvent":
            assert event.net < 0
            assert all(line.amount < 0 for line in event.lines)


def test_voids_and_suspended_sales_took_no_money(week):
    for day in week:
        for event in day.events:
            if event.expected_flags & {Flag.VOID, Flag.SUSPENDED}:
                assert event.tenders == []
            if event.expected_type is EventType.VOID:
                assert all(line.cancelled for line in event.lines)


def test_tax_is_taken_once_per_level_after_cuts():
    cola = catalogue.items_of(catalogue.BEVERAGES)[0]
    bread = catalogue.items_of(catalogue.GROCERY)[0]
    line = plain(cola, 2)
    line.cut = PriceCut(reason="2 FOR DEAL", amount=Decimal("0.98"))
    gone = plain(cola)
    gone.cancelled = True
    high, low = taxes_of([line, plain(bread), gone])
    assert (high.level, high.taxable, high.collected) == ("1", Decimal("4.00"), Decimal("0.28"))
    assert (low.level, low.taxable, low.collected) == ("2", Decimal("4.29"), Decimal("0.09"))


@pytest.mark.parametrize("due", ["0.01", "3.07", "20.00", "99.99"])
def test_cash_with_change_pays_exactly(due):
    for seed in range(20):
        tenders = pay_cash(random.Random(seed), Decimal(due))
        assert sum(tender.amount for tender in tenders) == Decimal(due)
        assert tenders[0].amount >= Decimal(due)


def test_baskets_have_one_to_eight_lines_and_promotions_smaller_than_their_line():
    rng = random.Random(1)
    sizes = set()
    for _ in range(500):
        lines = basket(rng)
        sizes.add(len(lines))
        assert all(line.cut is None or 0 < line.cut.amount < line.amount for line in lines)
    assert sizes == set(range(1, 9))


def test_the_catalogue_has_about_two_hundred_articles_with_valid_codes():
    items = catalogue.items()
    assert 180 <= len(items) <= 220
    assert len({item.code for item in items}) == len(items)
    for item in items:
        if item.code_format == "upcA":
            weights = [3 if place % 2 == 0 else 1 for place in range(14)]
            total = sum(int(d) * w for d, w in zip(item.code, weights, strict=True))
            assert total % 10 == 0


def test_fuel_is_priced_per_gallon_and_every_line_kind_occurs(week):
    lines = [line for day in week[:3] for event in day.events for line in event.lines]
    for line in lines:
        if isinstance(line, FuelLine):
            assert abs(line.gallons * line.grade.price - line.amount) < Decimal("0.01")
    assert {ItemLine, FuelLine, PrepayLine} <= {type(line) for line in lines}
    entries = {line.entry for line in lines if isinstance(line, ItemLine)}
    assert entries == {"scan", "PLU", "other"}
