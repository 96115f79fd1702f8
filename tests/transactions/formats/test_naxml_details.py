"""What is read off single elements: times, ids, lines, tenders, adjustments, header."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from tests.transactions.formats.journals import (
    FIXTURES,
    journal,
    only_event,
    read,
    read_fixture,
    sale,
)
from transactions.formats.canonical import (
    AdjustmentKind,
    Confidence,
    EventType,
    FormatContext,
    LineKind,
    LineStatus,
    RegisterClass,
    TenderClass,
    TimeBasis,
)


def test_header_fields_are_kept_verbatim():
    event = only_event("passport_sale_with_change")
    assert event.store_code == "0087"
    assert event.vendor == "Gilbarco-VeederRoot"
    assert (event.register, event.till, event.cashier) == ("2", "2", "14")
    assert (event.transaction_no, event.event_sequence) == ("9612", "7")
    assert (event.report_sequence, event.shift_no) == ("412", "3")
    assert event.started_raw == "2026-03-09 13:31:38"
    assert event.source_event_tag == "SaleEvent"
    assert (event.is_training, event.is_outside, event.is_suspended) == (False, False, False)


def test_the_file_describes_itself():
    _, reader = read_fixture("passport_sale_with_change")
    assert (reader.format, reader.format_version) == ("naxml_journal", "3.4")
    assert (reader.vendor, reader.vendor_version) == ("Gilbarco-VeederRoot", "23.01.14.01")
    assert reader.store_code == "0087"
    assert not reader.problems
    assert not reader.unknown_elements


def test_the_business_date_is_not_the_calendar_date():
    event = only_event("passport_sale_with_change")
    assert event.business_date == date(2026, 3, 8)
    assert event.occurred_local == datetime(2026, 3, 9, 13, 31, 38)


def test_the_receipt_time_counts_not_the_end_of_fuelling():
    event = only_event("passport_prepay_change_is_a_negative_sale")
    assert event.occurred_local == datetime(2026, 3, 9, 22, 38, 15)
    assert event.ended_local == datetime(2026, 3, 9, 23, 15, 29)
    assert event.time_basis is TimeBasis.RECEIPT


def test_without_a_receipt_time_the_end_counts():
    event = only_event("passport_void_without_summary")
    assert event.occurred_local == datetime(2026, 3, 9, 13, 35, 2)
    assert event.time_basis is TimeBasis.END


def test_offsets_of_the_source_are_kept_beside_the_wall_clock():
    events, _ = read_fixture("conexxus_with_offsets_and_empty_flags")
    assert events[0].occurred_local == datetime(2026, 6, 21, 8, 21, 28)
    assert events[0].utc_offset == timedelta(hours=-5)
    assert events[0].business_date == date(2026, 6, 21)
    assert events[1].time_basis is TimeBasis.END
    assert events[0].is_training is None


def test_passports_file_name_tells_when_the_file_was_made():
    data = (FIXTURES / "passport_sale_with_change.xml").read_bytes()
    _, reader = read(data, "PJR340260309133139277539.xml")
    assert reader.declared_at == datetime(2026, 3, 9, 13, 31, 39)


def test_a_file_name_with_an_impossible_time_tells_nothing():
    data = (FIXTURES / "passport_sale_with_change.xml").read_bytes()
    _, reader = read(data, "PJR340269909133139277539.xml")
    assert reader.declared_at == datetime(2026, 3, 9, 6, 0, 2)


def test_an_event_without_any_time_takes_the_files():
    data = journal("<VoidEvent><TransactionID>4</TransactionID></VoidEvent>")
    (event,), reader = read(data, "PJR340260309133139277539.xml")
    assert event.time_basis is TimeBasis.FILE
    assert event.occurred_local == datetime(2026, 3, 9, 13, 31, 39)
    assert [problem.code for problem in reader.problems] == ["no_time"]


def test_change_is_a_negative_cash_tender():
    paid, change = only_event("passport_sale_with_change").tenders
    assert (paid.tender_class, paid.amount, paid.is_change) == (
        TenderClass.CASH,
        Decimal("10.00"),
        False,
    )
    assert (change.amount, change.is_change) == (Decimal("-2.66"), True)


def test_change_that_looks_positive_is_still_given_back():
    tender = (
        "<TransactionLine><TenderInfo><Tender><TenderCode>cash</TenderCode></Tender>"
        '<TenderAmount>2.66</TenderAmount><ChangeFlag value="yes"/></TenderInfo></TransactionLine>'
    )
    (event,), _ = read(journal(sale(f"<TransactionDetailGroup>{tender}</TransactionDetailGroup>")))
    assert event.tenders[0].amount == Decimal("-2.66")


def test_all_tax_levels_are_added_up():
    event = only_event("passport_sale_with_change")
    assert event.tax == Decimal("0.55")


def test_tax_lines_count_where_there_is_no_summary():
    level = (
        "<TransactionLine><TransactionTax><TaxCollectedAmount>{}</TaxCollectedAmount>"
        "</TransactionTax></TransactionLine>"
    )
    group = level.format("0.41") + level.format("0.14")
    (event,), _ = read(journal(sale(f"<TransactionDetailGroup>{group}</TransactionDetailGroup>")))
    assert event.tax == Decimal("0.55")


def test_of_a_card_only_the_last_four_digits_are_taken():
    (tender,) = only_event("passport_masked_and_plain_card_numbers").tenders
    assert (tender.tender_class, tender.sub_code, tender.card_last4) == (
        TenderClass.CARD,
        "visa",
        "1111",
    )


def test_loyalty_ids_and_birth_dates_are_nowhere_in_the_event():
    assert "70012345678" not in repr(only_event("passport_promotion_and_loyalty"))
    assert "1990" not in repr(only_event("passport_age_check_bypassed"))


def test_a_line_is_read_whole():
    line = only_event("passport_sale_with_change").lines[0]
    assert (line.kind, line.status, line.status_raw) == (
        LineKind.ITEM,
        LineStatus.NORMAL,
        "normal",
    )
    assert (line.sku, line.description, line.department) == ("041820012345", "COLA 20OZ", "5")
    assert (line.quantity, line.unit_price, line.amount) == (
        Decimal(1),
        Decimal("2.29"),
        Decimal("2.29"),
    )
    assert (line.entry_method, line.sequence) == ("scan", 1)


def test_cancelled_lines_are_kept():
    kept, cancelled = only_event("passport_cancelled_line").lines
    assert kept.status is LineStatus.NORMAL
    assert (cancelled.status, cancelled.status_raw) == (LineStatus.CANCELLED, "cancel")
    assert cancelled.amount == Decimal("4.50")


def test_a_line_without_status_is_normal():
    events, _ = read_fixture("bulloch_shift_with_default_namespace")
    assert events[0].lines[0].status is LineStatus.NORMAL


def test_a_cancelled_tender_stays_on_the_receipt_but_pays_nothing():
    tender = (
        '<TransactionLine status="cancel"><TenderInfo><Tender><TenderCode>debitCards</TenderCode>'
        "</Tender><TenderAmount>9.00</TenderAmount></TenderInfo></TransactionLine>"
    )
    (event,), _ = read(journal(sale(f"<TransactionDetailGroup>{tender}</TransactionDetailGroup>")))
    assert not event.tenders
    assert (event.lines[0].kind, event.lines[0].description) == (LineKind.OTHER, "debitCards")


def test_promotions_and_loyalty_rewards_belong_to_their_lines():
    first, second = only_event("passport_promotion_and_loyalty").adjustments
    assert (first.kind, first.amount, first.line) == (
        AdjustmentKind.PROMOTION,
        Decimal("2.00"),
        1,
    )
    assert (first.identifier, first.reason) == ("881", "mixAndMatch")
    assert (second.kind, second.line) == (AdjustmentKind.LOYALTY, 2)


def test_a_price_override_tells_the_difference_and_the_reason():
    (adjustment,) = only_event("passport_price_override_element").adjustments
    assert adjustment.kind is AdjustmentKind.PRICE_OVERRIDE
    assert (adjustment.amount, adjustment.reason) == (Decimal("14.99"), "damaged box")
    assert adjustment.source == "explicit"


def test_a_derived_override_says_that_it_is_derived():
    (adjustment,) = only_event("passport_sold_below_regular_price").adjustments
    assert (adjustment.amount, adjustment.source) == (Decimal("18.99"), "derived")


def test_attributes_on_amounts_do_not_hide_them():
    events, _ = read_fixture("bulloch_shift_with_default_namespace")
    assert events[0].grand == Decimal("1.84")
    assert events[0].adjustments[0].amount == Decimal("0.25")
    assert events[0].currency == "CAD"


def test_penny_rounding_is_a_tender_of_its_own():
    events, _ = read_fixture("bulloch_shift_with_default_namespace")
    assert events[0].tenders[1].tender_class is TenderClass.ROUNDING


def test_a_resumed_transaction_points_at_the_suspended_one():
    event = only_event("radiant_recalled_transaction")
    assert (event.is_recalled, event.linked_transaction_no) == (True, "79")


def test_a_linked_refund_points_at_its_sale():
    event = only_event("passport_refund_with_link")
    assert (event.linked_transaction_no, event.linked_register) == ("9540", "1")


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ('<OutsideSalesFlag value="yes"/>', RegisterClass.OUTSIDE),
        ('<OutsideSalesFlag value="no"/>', RegisterClass.INSIDE),
        ("", RegisterClass.INSIDE),
    ],
)
def test_the_outside_flag_tells_the_register_class(inside, expected):
    (event,), _ = read(journal(sale(inside)))
    assert event.register_class is expected


@pytest.mark.parametrize("register", ["10001", "10005", "10999"])
def test_passport_numbers_its_pumps_from_10001(register):
    data = journal(f"<SaleEvent><RegisterID>{register}</RegisterID></SaleEvent>")
    (event,), _ = read(data)
    assert event.register_class is RegisterClass.OUTSIDE


@pytest.mark.parametrize("register", ["1", "102", "10000", "100010"])
def test_other_numbers_are_inside(register):
    data = journal(f"<SaleEvent><RegisterID>{register}</RegisterID></SaleEvent>")
    (event,), _ = read(data)
    assert event.register_class is RegisterClass.INSIDE


def test_a_person_may_say_that_a_register_is_a_pump():
    (event,), _ = read(journal(sale()), context=FormatContext(outside_registers=frozenset({"2"})))
    assert event.register_class is RegisterClass.OUTSIDE


def test_a_department_may_be_a_lottery_payout():
    context = FormatContext(department_roles={"17": "lottery_payout"})
    event = only_event("passport_refund_from_department_17", context)
    assert (event.event_type, event.amount) == (EventType.PAID_OUT, Decimal("-20.00"))


def test_what_is_told_by_words_only_is_likely_not_certain():
    assert only_event("passport_no_sale").confidence is Confidence.CERTAIN
    assert only_event("passport_no_sale_named_only_in_words").confidence is Confidence.LIKELY
    assert only_event("passport_safe_drop_of_nothing_cancelled").confidence is Confidence.LIKELY
    assert only_event("passport_suspend_flag_but_paid").confidence is Confidence.LIKELY


TOTALS = (
    "<TransactionSummary><TransactionTotalGrossAmount>10.00</TransactionTotalGrossAmount>"
    "<TransactionTotalNetAmount>{net}</TransactionTotalNetAmount>"
    "<TransactionTotalTaxNetAmount>0.80</TransactionTotalTaxNetAmount></TransactionSummary>"
)


@pytest.mark.parametrize(
    ("formula", "net", "paid"),
    [
        ("auto", "10.80", "10.80"),
        ("auto", "10.00", "10.80"),
        ("net_includes_tax", "10.00", "10.00"),
        ("grand_is_net_plus_tax", "10.80", "11.60"),
    ],
)
def test_without_grand_total_and_tender_the_formula_tells_what_was_paid(formula, net, paid):
    line = "<TransactionLine><ItemLine><SalesAmount>10</SalesAmount></ItemLine></TransactionLine>"
    group = f"<TransactionDetailGroup>{line}</TransactionDetailGroup>"
    data = journal(sale(group + TOTALS.format(net=net)))
    (event,), _ = read(data, context=FormatContext(totals_formula=formula))
    assert event.amount == Decimal(paid)


def test_without_any_total_the_tenders_tell_what_was_paid():
    tender = (
        "<TransactionLine><TenderInfo><Tender><TenderCode>cash</TenderCode></Tender>"
        "<TenderAmount>{}</TenderAmount></TenderInfo></TransactionLine>"
    )
    group = tender.format("20") + tender.format("-2.55")
    (event,), _ = read(journal(sale(f"<TransactionDetailGroup>{group}</TransactionDetailGroup>")))
    assert event.amount == Decimal("17.45")
