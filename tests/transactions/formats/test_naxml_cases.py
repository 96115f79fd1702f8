"""Every fixture is one case: what it is, what it is worth, what is flagged about it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.transactions.formats.journals import FIXTURES, flags_of, read_fixture

# case: (event type, amount, flags) of each event in file order
CASES = {
    "bulloch_shift_with_default_namespace": [
        ("sale", "1.84", ""),
        ("sale", "-18.00", ""),
        ("sale", "0.00", ""),
        ("summary", None, ""),
        ("open_close", None, ""),
    ],
    "conexxus_with_offsets_and_empty_flags": [
        ("sale", "2.29", "cancellation"),
        ("void", "6.79", "void"),
        ("refund", "-12.00", "refund"),
        ("no_sale", None, "no_sale"),
        ("paid_out", "-20.00", ""),
    ],
    "control_characters_in_a_description": [("sale", "3.10", "")],
    "cpjr_consolidated_shift": [
        ("sale", "6.79", ""),
        ("sale", "6.79", ""),
        ("sale", "6.79", ""),
        ("refund", "-2.29", "refund"),
    ],
    "passport_3_3_sale": [("sale", "6.79", "")],
    "passport_age_check_bypassed": [("sale", "9.99", "age_bypass")],
    "passport_approver_is_the_cashier": [("sale", "2.29", "")],
    "passport_bad_date_and_numbers_beside_a_good_event": [("sale", None, ""), ("sale", "6.79", "")],
    "passport_cancelled_line": [("sale", "2.29", "cancellation")],
    "passport_cancelled_prepay_line": [("sale", "17.40", "")],
    "passport_drawer_alarm": [("drawer_alarm", None, "drawer_alarm")],
    "passport_drive_off": [("drive_off", "31.07", "")],
    "passport_every_line_cancelled_and_no_tender": [("void", "6.79", "void")],
    "passport_exchange_with_a_returned_item": [("refund", "2.21", "refund")],
    "passport_extended_price_on_two_pieces": [("sale", "1.78", "")],
    "passport_full_coupon_item_for_nothing": [("sale", "0.00", "")],
    "passport_latin1_description": [("sale", "3.10", "")],
    "passport_lottery_payout_as_refund": [("paid_out", "-50.00", "")],
    "passport_lottery_redeemed_against_a_sale": [("sale", "-43.21", "")],
    "passport_loyalty_discount_element": [("sale", "6.00", "")],
    "passport_manager_approves_a_line": [("sale", "2.29", "override")],
    "passport_manual_discount": [("sale", "6.00", "manual_discount")],
    "passport_masked_and_plain_card_numbers": [("sale", "6.79", "")],
    "passport_net_without_tax": [("sale", "7.34", "")],
    "passport_no_sale": [("no_sale", None, "no_sale")],
    "passport_no_sale_named_only_in_words": [("no_sale", None, "no_sale")],
    "passport_paid_out_as_refund": [("paid_out", "-85.00", "")],
    "passport_pay_at_pump": [("sale", "38.20", "")],
    "passport_pay_in_detail": [("paid_in", "15.00", "")],
    "passport_pay_out_detail": [("paid_out", "-42.50", "")],
    "passport_prepay_change_as_refund": [("refund", "-8.00", "")],
    "passport_prepay_change_is_a_negative_sale": [("sale", "-4.85", "")],
    "passport_price_override_element": [("sale", "5.00", "price_override")],
    "passport_price_override_flag_says_no": [("sale", "5.00", "")],
    "passport_promotion_and_loyalty": [("sale", "10.00", "")],
    "passport_pump_test": [("pump_test", "15.00", "")],
    "passport_refund_from_department_17": [("refund", "-20.00", "refund")],
    "passport_refund_with_link": [("refund", "-12.00", "refund")],
    "passport_refund_without_link": [("refund", "-64.20", "refund")],
    "passport_register_open": [("open_close", None, "")],
    "passport_resumed": [("resume", "6.79", "")],
    "passport_returned_item_in_a_prepay_sale": [("sale", "20.01", "refund")],
    "passport_safe_drop": [("safe_drop", "-300", "")],
    "passport_safe_drop_of_nothing_cancelled": [("no_sale", None, "no_sale")],
    "passport_safe_loan": [("safe_loan", "100.00", "")],
    "passport_sale_with_change": [("sale", "7.34", "")],
    "passport_sold_below_regular_price": [("sale", "1.00", "price_override")],
    "passport_store_coupon_as_negative_item": [("sale", "5.79", "")],
    "passport_suspend_flag_but_paid": [("sale", "6.79", "")],
    "passport_suspended": [("suspend", "6.79", "suspended")],
    "passport_training_refund": [("refund", "-9.00", "training_sale")],
    "passport_unexplained_discount": [("sale", "3.34", "unexplained_discount")],
    "passport_unknown_event": [("unknown", None, "")],
    "passport_unknown_line_and_field": [("sale", "3.29", "")],
    "passport_void_at_the_pump": [("void", "0.00", "")],
    "passport_void_without_summary": [("void", "6.79", "void")],
    "passport_weighed_item_rounds": [("sale", "10.69", "")],
    "radiant_recalled_transaction": [("resume", "2.29", "")],
    "upper_case_element_names": [("sale", "6.79", "")],
    "utf16_with_byte_order_mark": [("sale", "3.10", "")],
    "utf8_declared_but_latin1_bytes": [("sale", "3.10", "")],
    "verifone_with_prefixed_namespace": [("sale", "6.79", ""), ("void", "2.29", "void")],
    "zero_padded_tail_after_a_power_cut": [("sale", "3.10", "")],
}


def test_every_fixture_has_its_expectation():
    assert {path.stem for path in FIXTURES.glob("*.xml")} == set(CASES)


@pytest.mark.parametrize("case", sorted(CASES))
def test_a_journal_is_read_as_its_name_says(case):
    events, _ = read_fixture(case)
    flags = flags_of(case)
    found = [
        (str(event.event_type), event.amount, found)
        for event, found in zip(events, flags, strict=True)
    ]
    expected = [
        (kind, None if amount is None else Decimal(amount), set(names.split()))
        for kind, amount, names in CASES[case]
    ]
    assert found == expected


@pytest.mark.parametrize("case", sorted(CASES))
def test_events_are_numbered_in_file_order(case):
    events, _ = read_fixture(case)
    assert [event.source_index for event in events] == list(range(len(events)))
