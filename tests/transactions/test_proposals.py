"""What a store's data proposes about its departments, payments, totals and cashiers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from stores.models import Cashier, Register
from stores.services.maps import Said, say_departments, say_formula, say_tenders
from tests.review.factories import NOON, a_file, plain
from transactions.formats.canonical import TenderClass
from transactions.models import Transaction
from transactions.selectors.proposals import cashiers, departments, formula, registers, tenders
from transactions.selectors.proposals.rereading import stale, stale_files
from transactions.selectors.proposals.sample import sample_of
from transactions.selectors.proposals.wording import sentence

pytestmark = [pytest.mark.django_db]


def ring(store, lines=(), tender=(), times=6, every=timedelta(minutes=2), **fields):
    return [
        plain(
            store,
            at=fields.get("at", NOON) + every * number,
            receipt={
                "lines": [{"status": "normal", "kind": "item", **line} for line in lines],
                "tenders": list(tender),
                "adjustments": fields.get("adjustments", []),
            },
            **{k: v for k, v in fields.items() if k not in ("at", "adjustments")},
        )
        for number in range(times)
    ]


def department(store, code="23"):
    sample = sample_of(store)
    rows = {row.code: row for row in departments.department_rows(store, sample)}
    row = rows[code]
    return row.proposed, sentence(row.reason, sample.days), row


def open_ring(description, amount, code="23"):
    return {
        "kind": "open_department",
        "department": code,
        "description": description,
        "amount": amount,
    }


@pytest.mark.parametrize(
    ("description", "amount", "role"),
    [
        ("PAID OUT", "-20.00", "paid_out"),
        ("Vendor Payout", "-20.00", "paid_out"),
        ("LOTTERY", "-50.00", "lottery_payout"),
        ("LOTTERY", "5.00", "lottery_sale"),
        ("LOTTO PAYOUT", "50.00", "lottery_payout"),
        ("GIFT CARD", "25.00", "gift_card"),
        ("CAR WASH", "8.00", "car_wash"),
        ("BOTTLE DEPOSIT", "0.60", "fee"),
        ("MFR COUPON", "-1.00", "ignore"),
        ("GROCERY", "4.00", "merchandise"),
        ("WASHER FLUID", "4.00", "merchandise"),
        ("MISC", "-4.00", ""),
    ],
)
def test_a_department_is_known_by_its_name_and_its_sign(store, description, amount, role):
    ring(store, [open_ring(description, amount)])
    assert department(store)[0] == role


def test_the_reason_gives_counts_sign_and_name(store):
    ring(store, [open_ring("PAID OUT", "-20.00")], times=7)
    assert department(store)[1] == "7 rings in 30 days, always negative, called “PAID OUT”"


def test_a_few_odd_goods_do_not_name_a_department(store):
    ring(store, [{"department": "4", "description": "CHOCOLATE", "amount": "2.00"}], times=9)
    ring(store, [{"department": "4", "description": "SCRATCH LUCKY 7", "amount": "2.00"}], times=2)
    assert department(store, "4")[0] == "merchandise"


def test_removed_lines_uncounted_rows_and_absurd_times_say_nothing(store):
    ring(store, [open_ring("PAID OUT", "-20.00") | {"status": "cancelled"}])
    ring(store, [open_ring("PAID OUT", "-20.00")], standing="second")
    ring(store, [open_ring("PAID OUT", "-20.00")], time_quality="implausible")
    assert departments.department_rows(store, sample_of(store)) == []


def test_an_implausible_future_does_not_push_real_rings_out_of_the_sample(store):
    ring(store, [open_ring("PAID OUT", "-20.00")])
    plain(store, at=datetime(2099, 1, 1, tzinfo=UTC), time_quality="implausible")
    assert department(store)[0] == "paid_out"


def test_too_few_rings_are_said_to_be_too_few(store):
    ring(store, [open_ring("MISC", "4.00")], times=2)
    role, why, _row = department(store)
    assert (role, why) == ("", "Only 2 rings so far, such as “MISC”: too few to tell")


def test_receipts_with_nonsense_in_them_break_nothing(store):
    plain(store, receipt={})
    plain(store, receipt={"lines": [{}], "tenders": [{}]})
    odd = {"status": "normal", "kind": "?", "department": "9", "amount": "1e9", "description": "%s"}
    plain(store, receipt={"lines": [odd]})
    assert department(store, "9")[0] == ""
    assert tenders.tender_rows(store, sample_of(store)) == []


def test_what_a_person_said_stays_and_the_other_reading_is_shown(store, cast):
    ring(store, [open_ring("PAID OUT", "-20.00")])
    store = say_departments(store=store, said=[Said("23", "fee")], by=cast.manager)
    row = department(store)[2]
    assert (row.value, row.state, row.differs) == ("fee", "confirmed", True)


def tender(code, kind="other", **more):
    return {"code": code, "tender_class": kind, "amount": "5.00", **more}


def proposed_tender(store, code):
    rows = {row.code: row for row in tenders.tender_rows(store, sample_of(store))}
    return rows[code].proposed


def test_a_payment_code_is_known_by_its_words_else_by_its_use(store):
    ring(store, tender=[tender("outsideCredit")])
    ring(store, tender=[tender("2")])
    ring(store, tender=[tender("3", is_change=True)])
    ring(store, tender=[tender("10", card_last4="1234")])
    assert proposed_tender(store, "outsidecredit") == TenderClass.CARD
    assert proposed_tender(store, "2") == ""
    assert proposed_tender(store, "3") == TenderClass.CASH
    assert proposed_tender(store, "10") == TenderClass.CARD


def test_a_code_whose_sub_codes_say_several_things_is_not_guessed(store):
    ring(store, tender=[tender("generic", sub_code="fleet")])
    ring(store, tender=[tender("generic", sub_code="giftCard")])
    assert proposed_tender(store, "generic") == ""


def test_unknown_codes_come_first(store):
    ring(store, tender=[tender("cash")], times=9)
    ring(store, tender=[tender("77")], times=2)
    rows = tenders.tender_rows(store, sample_of(store))
    assert [row.code for row in rows] == ["77", "cash"]


def sale(store, net, times=25, **fields):
    values = {"gross": Decimal("10.00"), "tax": Decimal("0.70"), "grand": Decimal("10.70")}
    ring(store, times=times, net=Decimal(net), **(values | fields))


def test_passports_totals_are_seen_to_hold_the_tax(store):
    sale(store, "10.70", times=438)
    found = formula.formula_of(sample_of(store))
    assert (found.sales, found.includes, found.plus) == (438, 438, 0)
    assert found.proposed == "net_includes_tax"


def test_bullochs_totals_are_seen_to_add_it(store):
    sale(store, "10.00")
    assert formula.formula_of(sample_of(store)).proposed == "grand_is_net_plus_tax"


def test_a_receipt_without_a_total_is_judged_by_what_was_tendered(store):
    sale(store, "10.00", grand=None, tender=[tender("cash") | {"amount": "10.70"}])
    found = formula.formula_of(sample_of(store))
    assert (found.sales, found.plus) == (25, 25)


def test_promotions_explain_what_was_not_paid(store):
    promotion = [{"kind": "promotion", "amount": "1.00"}]
    sale(store, "9.70", grand=Decimal("9.70"), adjustments=promotion)
    sale(store, "8.00", grand=Decimal("8.00"), times=3)
    found = formula.formula_of(sample_of(store))
    assert (found.reduced, found.explained, found.proposed) == (28, 25, "net_includes_tax")


def test_mixed_or_untaxed_sales_propose_nothing(store):
    sale(store, "10.00", tax=Decimal(0), grand=Decimal("10.00"))
    assert formula.formula_of(sample_of(store)).sales == 0
    sale(store, "10.70")
    sale(store, "10.00")
    assert formula.formula_of(sample_of(store)).proposed == ""


def test_a_register_is_outside_by_its_events_its_cashier_or_its_number(store):
    pump, by_cashier, by_number = (
        Register.objects.create(store=store, code=code) for code in ("30", "31", "10001")
    )
    everyone = Cashier.objects.create(store=store, code="20000")
    ring(store, register=pump.code, is_outside=True)
    ring(store, register=by_cashier.code, cashier=everyone)
    ring(store, register="1", is_outside=False)
    rows = {row.code: row.proposed for row in registers.register_rows(store, sample_of(store))}
    assert rows == {
        "30": "outside",
        "31": "outside",
        by_number.code: "outside",
        "1": "inside",
        "2": "inside",
    }


def number(store, code):
    rows = {row.code: row for row in cashiers.cashier_rows(store, sample_of(store))}
    return rows[code]


def test_a_number_that_rings_at_two_registers_at_once_is_perhaps_shared(store):
    shared = Cashier.objects.create(store=store, code="9")
    for minute in range(4):
        at = NOON + timedelta(minutes=10 * minute)
        plain(store, at=at, register="1", cashier=shared)
        plain(store, at=at + timedelta(seconds=20), register="2", cashier=shared)
    found = number(store, "9")
    assert found.row.proposed == "nobody"
    assert "within a minute 4 times" in sentence(found.row.reason, 30)


def test_somebody_who_changes_the_register_now_and_then_is_a_person(store):
    walker = Cashier.objects.create(store=store, code="9")
    for hour in range(6):
        at = NOON + timedelta(hours=hour)
        plain(store, at=at, register=str(hour % 2 + 1), cashier=walker)
    assert number(store, "9").row.proposed == "person"


@pytest.mark.parametrize(
    ("code", "proposed", "name"),
    [
        ("20000", "nobody", ""),
        ("notSet", "nobody", ""),
        ("manager", "nobody", ""),
        ("0", "nobody", ""),
        ("simran", "person", "Simran"),
        ("mary ann o'neil", "person", "Mary Ann O'Neil"),
        ("7", "person", ""),
    ],
)
def test_numbers_that_are_words_of_the_register_are_nobody_and_names_are_people(
    store, code, proposed, name
):
    ring(store, cashier=Cashier.objects.create(store=store, code=code))
    found = number(store, code)
    assert (found.row.proposed, found.suggested_name) == (proposed, name)


def read_now(store, **fields):
    """A transaction whose file was read just now, before anybody said anything."""
    file = a_file(store, parsed_at=datetime.now(UTC))
    return plain(store, source_file=file, **fields)


def test_only_events_that_would_be_read_another_way_are_to_be_read_again(store, cast):
    touched = read_now(store, receipt={"lines": [{"department": "23"}]})
    read_now(store, receipt={"lines": [{"department": "4"}]})
    store = say_departments(
        store=store,
        said=[Said("23", "paid_out", rereads=True), Said("4", "merchandise", rereads=False)],
        by=cast.manager,
    )
    assert (stale(store).events, stale(store).files) == (1, 1)
    assert stale_files(store) == [touched.source_file_id]
    touched.source_file.parsed_at = datetime.now(UTC)
    touched.source_file.save()
    assert stale_files(store) == []


def test_payments_and_totals_are_counted_the_same_way(store, cast):
    read_now(store, receipt={"tenders": [tender("ABC")]})
    read_now(store, grand=None, net=Decimal(5), tax=Decimal(1))
    read_now(store, grand=Decimal(6), net=Decimal(5), tax=Decimal(1))
    store = say_tenders(
        store=store,
        said=[Said("ABC", "gift", rereads=True)],
        classes=tuple(TenderClass),
        by=cast.manager,
    )
    assert stale(store).events == 1
    store = say_formula(store=store, formula="net_includes_tax", rereads=True, by=cast.manager)
    assert stale(store).events == 2


def test_saying_the_same_again_reads_nothing_again(store, cast):
    read_now(store, receipt={"lines": [{"department": "23"}]})
    said = [Said("23", "paid_out", rereads=False)]
    store = say_departments(store=store, said=said, by=cast.manager)
    store = say_departments(store=store, said=[Said("23", "paid_out", rereads=True)], by=cast.admin)
    assert stale(store).events == 0
    assert store.confirmed["department:23"]["who"] == "Admin"


def test_proposals_of_one_store_never_tell_of_another(store, other_store):
    ring(other_store, [open_ring("PAID OUT", "-20.00")], tender=[tender("cash")])
    assert departments.department_rows(store, sample_of(store)) == []
    assert tenders.tender_rows(store, sample_of(store)) == []
    assert Transaction.objects.filter(store=other_store).count() == 6
