"""What is flagged, what only looks alike, and the reason given, on events made by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.transactions.formats.journals import only_event
from transactions.flags import find_flags
from transactions.flags.reasons import MESSAGES, sentence
from transactions.formats.canonical import (
    Adjustment,
    AdjustmentKind,
    Confidence,
    Event,
    EventType,
    Flag,
    FormatContext,
    Line,
    LineKind,
    LineStatus,
    RegisterClass,
    Tender,
    TenderClass,
)

CONTEXT = FormatContext()
D = Decimal


def event(kind=EventType.SALE, **fields) -> Event:
    tags = {EventType.REFUND: "RefundEvent", EventType.VOID: "VoidEvent"}
    return Event(
        kind, **{"source_event_tag": tags.get(kind, "SaleEvent"), "cashier": "14", **fields}
    )


def item(amount="5.00", *, sequence=1, **fields) -> Line:
    return Line(
        **{
            "kind": LineKind.ITEM,
            "sequence": sequence,
            "amount": D(amount),
            "quantity": D(-1 if amount.startswith("-") else 1),
            **fields,
        }
    )


def flags(event: Event, context: FormatContext = CONTEXT) -> list[str]:
    return [str(hit.flag) for hit in find_flags(event, context)]


def reasons(event: Event, context: FormatContext = CONTEXT) -> list[str]:
    return [sentence(hit.code, hit.params) for hit in find_flags(event, context)]


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ("passport_refund_without_link", "Refund of $64.20 with no sale linked to it."),
        ("passport_refund_with_link", "Refund of $12.00, linked to transaction 9540."),
        (
            "passport_returned_item_in_a_prepay_sale",
            "1 returned item(s) worth $9.99 inside a sale.",
        ),
        (
            "passport_exchange_with_a_returned_item",
            "A sale that gave $2.29 back for returned goods.",
        ),
        ("passport_void_without_summary", "Whole sale of $6.79 voided."),
        (
            "passport_every_line_cancelled_and_no_tender",
            "Every item of a sale was removed, $6.79 in all, and nobody paid.",
        ),
        ("passport_no_sale", "Drawer opened without a sale."),
        ("passport_suspended", "Sale of $6.79 set aside without payment."),
        (
            "passport_cancelled_line",
            "1 item(s) worth $4.50 removed from a sale that went on.",
        ),
        ("passport_manual_discount", "Discount of $2.00 given by hand: employee courtesy."),
        (
            "passport_price_override_element",
            "Price changed by hand, $14.99 below the regular price.",
        ),
        (
            "passport_sold_below_regular_price",
            "Sold $18.99 below the regular price, and nothing on the receipt says why.",
        ),
        ("passport_manager_approves_a_line", "Approved by 3 at the register of 14."),
        ("passport_age_check_bypassed", "Age check skipped for 1 item(s)."),
        ("passport_training_refund", "Rung in training mode, so it counts in no total."),
    ],
)
def test_a_flag_says_why_in_one_sentence(case, expected):
    assert reasons(only_event(case)) == [expected]


def test_a_plain_sale_has_no_flag():
    assert flags(event(lines=[item()], amount=D("5.00"))) == []


def test_a_sale_that_came_out_negative_is_a_refund():
    negative = event(EventType.REFUND, source_event_tag="SaleEvent", amount=D("-8.00"))
    assert reasons(negative) == ["A sale that came out negative: $8.00 given back."]


def test_a_refund_of_prepaid_fuel_is_not_flagged():
    lines = [item("-8.00", kind=LineKind.FUEL_PREPAY)]
    assert flags(event(EventType.REFUND, lines=lines, amount=D("-8.00"))) == []


def test_goods_refunded_beside_prepaid_fuel_are_flagged():
    lines = [item("-8.00", kind=LineKind.FUEL_PREPAY), item("-30.00", sequence=2)]
    assert flags(event(EventType.REFUND, lines=lines, amount=D("-38.00"))) == ["refund"]


@pytest.mark.parametrize("kind", [LineKind.FUEL, LineKind.FUEL_PREPAY, LineKind.LOYALTY])
def test_cancelled_fuel_and_loyalty_lines_are_not_cancellations(kind):
    lines = [item(), item(sequence=2, kind=kind, status=LineStatus.CANCELLED)]
    assert flags(event(lines=lines)) == []


@pytest.mark.parametrize("kind", [LineKind.ITEM, LineKind.OPEN_DEPARTMENT, LineKind.WASH])
def test_cancelled_goods_are_cancellations(kind):
    lines = [item(), item(sequence=2, kind=kind, status=LineStatus.CANCELLED)]
    assert flags(event(lines=lines)) == ["cancellation"]


def test_an_unheard_of_line_status_is_likely_a_cancellation():
    lines = [item(), item(sequence=2, status=LineStatus.UNKNOWN, status_raw="parked")]
    (hit,) = find_flags(event(lines=lines), CONTEXT)
    assert (hit.flag, hit.confidence) == (Flag.CANCELLATION, Confidence.LIKELY)
    assert "“parked”" in sentence(hit.code, hit.params)


def test_the_lines_of_a_voided_sale_are_not_also_cancellations():
    lines = [item(status=LineStatus.CANCELLED), item(sequence=2, status=LineStatus.CANCELLED)]
    assert flags(event(EventType.VOID, lines=lines, amount=D("10.00"))) == ["void"]


def test_the_lines_of_a_suspended_sale_are_not_cancellations():
    lines = [item(), item(sequence=2, status=LineStatus.CANCELLED)]
    assert flags(event(EventType.SUSPEND, lines=lines, amount=D("5.00"))) == ["suspended"]


def test_a_post_void_is_a_void_that_says_so():
    assert reasons(event(EventType.POST_VOID, amount=D("7.00"))) == [
        "Sale of $7.00 voided after it was completed."
    ]


@pytest.mark.parametrize("kind", [EventType.PAID_OUT, EventType.SAFE_DROP, EventType.PAID_IN])
def test_cash_movements_are_not_flagged(kind):
    assert flags(event(kind, amount=D("-50.00"), lines=[item("-50.00")])) == []


@pytest.mark.parametrize(
    "kind", [AdjustmentKind.PROMOTION, AdjustmentKind.LOYALTY, AdjustmentKind.COUPON]
)
def test_promotions_loyalty_and_coupons_are_not_flagged(kind):
    assert flags(event(lines=[item()], adjustments=[Adjustment(kind, D("1.00"), 1)])) == []


def test_discounts_of_one_receipt_are_added_up():
    given = [
        Adjustment(AdjustmentKind.MANUAL_DISCOUNT, D("1.00"), 1),
        Adjustment(AdjustmentKind.MANUAL_DISCOUNT, D("2.50"), None),
    ]
    assert reasons(event(lines=[item()], adjustments=given)) == ["Discount of $3.50 given by hand."]


def test_a_discount_on_a_removed_line_is_not_flagged():
    lines = [item(), item(sequence=2, status=LineStatus.CANCELLED)]
    given = [Adjustment(AdjustmentKind.MANUAL_DISCOUNT, D("1.00"), 2)]
    assert flags(event(lines=lines, adjustments=given)) == ["cancellation"]


def test_an_override_that_the_source_names_beats_an_inferred_one():
    given = [
        Adjustment(AdjustmentKind.PRICE_OVERRIDE, D("1.00"), 1, source="derived"),
        Adjustment(AdjustmentKind.PRICE_OVERRIDE, D("2.00"), 2),
    ]
    (hit,) = find_flags(event(lines=[item(), item(sequence=2)], adjustments=given), CONTEXT)
    assert (hit.confidence, hit.params["difference"]) == (Confidence.CERTAIN, "2.00")


def test_an_inferred_override_is_only_likely():
    given = [Adjustment(AdjustmentKind.PRICE_OVERRIDE, D("-1.00"), 1, source="derived")]
    (hit,) = find_flags(event(lines=[item()], adjustments=given), CONTEXT)
    assert hit.confidence is Confidence.LIKELY
    assert "above" in sentence(hit.code, hit.params)


@pytest.mark.parametrize(
    ("cashier", "approver", "flagged"),
    [("14", "3", True), ("14", "14", False), ("07", "7", False), ("Simran", "simran ", False),
     ("", "3", False), ("14", "", False)],
)  # fmt: skip
def test_an_approver_is_an_override_only_when_not_the_cashier(cashier, approver, flagged):
    found = flags(event(cashier=cashier, approver=approver, lines=[item()]))
    assert found == (["override"] if flagged else [])


def test_the_approver_of_a_line_counts_too():
    assert flags(event(lines=[item(approver="3")])) == ["override"]


def test_an_age_check_skipped_for_a_removed_item_is_not_flagged():
    lines = [item(), item(sequence=2, age_bypassed=True, status=LineStatus.CANCELLED)]
    assert flags(event(lines=lines)) == ["cancellation"]


@pytest.mark.parametrize("kind", [EventType.SALE, EventType.REFUND, EventType.VOID])
def test_training_raises_its_own_flag_and_no_other(kind):
    lines = [item("-5.00", status=LineStatus.CANCELLED, approver="3")]
    found = find_flags(event(kind, is_training=True, lines=lines, amount=D("-5.00")), CONTEXT)
    assert [(hit.flag, hit.confidence) for hit in found] == [
        (Flag.TRAINING_SALE, Confidence.LIKELY)
    ]


def test_an_unknown_training_flag_is_no_training():
    assert flags(event(EventType.VOID, is_training=None, amount=D("5.00"))) == ["void"]


@pytest.mark.parametrize("kind", [EventType.VOID, EventType.SUSPEND, EventType.NO_SALE])
def test_nobody_did_what_a_pump_cancels(kind):
    pump = event(kind, register_class=RegisterClass.OUTSIDE, cashier="20000", amount=D("5.00"))
    assert flags(pump) == []


def test_a_pump_refund_by_its_system_cashier_is_not_flagged():
    fields = {"register_class": RegisterClass.OUTSIDE, "amount": D("-5.00"), "lines": [item("-5")]}
    assert flags(event(EventType.REFUND, cashier="20000", **fields)) == []
    assert flags(event(EventType.REFUND, cashier="14", **fields)) == ["refund"]


@pytest.mark.parametrize("role", ["lottery_payout", "paid_out", "gift_card", "car_wash", "ignore"])
def test_money_back_in_pass_through_departments_is_no_return(role):
    context = FormatContext(department_roles={"15": role})
    sale = event(lines=[item("9.00"), item("-5.00", sequence=2, department="15")])
    assert flags(sale, context) == []
    assert flags(sale, CONTEXT) == ["refund"]


@pytest.mark.parametrize(
    "words", ["STORE COUPON", "BOTTLE DEPOSIT", "LOTTO WINNER", "PAID OUT", "LOYALTY REWARD"]
)
def test_negative_lines_that_are_no_returns_are_told_by_their_words(words):
    sale = event(lines=[item("9.00"), item("-1.00", sequence=2, description=words)])
    assert flags(sale) == []


def totals(**amounts):
    return event(lines=[item("10.00")], **{key: D(value) for key, value in amounts.items()})


@pytest.mark.parametrize(
    "sale",
    [
        totals(gross="10.00", tax="0.80", net="10.80", grand="10.80"),
        totals(gross="10.00", tax="0.80", net="10.00", grand="10.80"),
        totals(gross="10.80", tax="0.80", net="10.80", grand="10.80"),
        totals(gross="10.00", tax="0.80", net="10.78", grand="10.77"),
        totals(gross="10.00", grand="-5.00"),
        totals(grand="5.00"),
    ],
)
def test_totals_that_some_formula_explains_are_not_flagged(sale):
    assert flags(sale) == []


def test_a_gap_that_a_promotion_explains_is_not_flagged():
    sale = totals(gross="10.00", tax="0.80", net="8.80", grand="8.80")
    assert flags(sale) == ["unexplained_discount"]
    sale.adjustments.append(Adjustment(AdjustmentKind.PROMOTION, D("2.00"), 1))
    assert flags(sale) == []


def test_a_gap_that_a_removed_line_explains_is_not_flagged_twice():
    sale = totals(gross="14.00", net="10.00", grand="10.00")
    sale.lines.append(item("4.00", sequence=2, status=LineStatus.CANCELLED))
    assert flags(sale) == ["cancellation"]


def test_change_tenders_are_not_money_back():
    tenders = [
        Tender(TenderClass.CASH, D("20.00")),
        Tender(TenderClass.CASH, D("-15.00"), is_change=True),
    ]
    assert flags(event(lines=[item()], tenders=tenders, amount=D("5.00"))) == []


def test_several_flags_come_once_each_in_a_fixed_order():
    sale = event(
        lines=[
            item(approver="3", age_bypassed=True),
            item(sequence=2, status=LineStatus.CANCELLED),
        ],
        adjustments=[
            Adjustment(AdjustmentKind.MANUAL_DISCOUNT, D("1.00"), 1),
            Adjustment(AdjustmentKind.PRICE_OVERRIDE, D("1.00"), 1),
        ],
    )
    assert flags(sale) == [
        "cancellation",
        "manual_discount",
        "price_override",
        "override",
        "age_bypass",
    ]


def test_sentences_never_accuse():
    for text in MESSAGES.values():
        assert not {"fraud", "suspect", "theft", "stole"} & set(text.lower().split())


def test_every_sentence_can_be_filled_and_translated():
    for code in MESSAGES:
        assert "%(" not in sentence(code, {})
    assert sentence("refund_no_link", {"amount": "5"}, lambda _: "%(amount)s zurück") == (
        "$5.00 zurück"
    )
