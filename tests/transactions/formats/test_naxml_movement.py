"""What registers add up themselves is read as control totals, each once."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from tests.transactions.formats.journals import FIXTURES as JOURNALS
from tests.transactions.formats.journals import read, read_fixture
from tests.transactions.formats.movement_files import FIXTURES, read_movement
from transactions.formats.canonical import Metric, PeriodScope, UnreadableFileError
from transactions.formats.problems import sentence

SHIFT = "passport_msm_shift_with_pumps_behind"


def figures(totals, **who):
    """Metric to (count, amount) of those whose register, cashier and till fit."""
    return {
        total.metric: (total.count, total.amount)
        for total in totals
        if all(getattr(total, name) == value for name, value in who.items())
    }


def test_every_count_of_a_shift_is_a_total_of_its_till():
    found = figures(read_movement(SHIFT).control_totals, register="1", cashier="14", till="4134")
    assert found == {
        Metric.SAFE_DROPS: (Decimal(2), Decimal(300)),
        Metric.SAFE_LOANS: (Decimal(1), Decimal(200)),
        Metric.TRANSACTIONS: (Decimal(44), None),
        Metric.OVER_SHORT: (None, Decimal("-3.15")),
        Metric.NO_SALES: (Decimal(5), None),
        Metric.VOIDS: (Decimal(2), None),
        Metric.LINE_VOIDS: (Decimal(6), Decimal("18.40")),
        Metric.POST_VOIDS: (Decimal(0), Decimal(0)),
        Metric.REFUNDS: (Decimal(3), Decimal("27.15")),
        Metric.PAID_OUTS: (Decimal(1), Decimal(40)),
        Metric.PAID_INS: (Decimal(1), Decimal("15.5")),
        Metric.DISCOUNTS: (Decimal(3), Decimal("5.25")),
        Metric.PROMOTIONS: (Decimal(10), Decimal("13.90")),
        Metric.DRIVE_OFFS: (Decimal(1), None),
        Metric.CORRECTIONS: (Decimal(4), None),
        Metric.ITEMS_SOLD: (Decimal(96), None),
        Metric.SALES_TOTAL: (Decimal(44), Decimal("757.14")),
        Metric.OPENING_BALANCE: (None, Decimal(200)),
        Metric.CLOSING_BALANCE: (None, Decimal("957.14")),
    }


def test_pumps_behind_the_closed_report_are_read_under_their_own_registers():
    totals = read_movement(SHIFT).control_totals
    assert figures(totals, register="10002", cashier="20000", till="10002") == {
        Metric.SALES_TOTAL: (Decimal(6), Decimal("181.02"))
    }
    assert figures(totals, register="10003") == {
        Metric.SALES_TOTAL: (Decimal(6), Decimal("161.45"))
    }
    (pump,) = [total for total in totals if total.register == "10003"]
    assert (pump.business_date, pump.raw_name) == (date(2026, 3, 9), "tender/outsideCredit")


def test_a_metric_comes_once_although_the_report_tells_it_several_times():
    totals = read_movement(SHIFT).control_totals
    keys = [(t.scope, t.register, t.cashier, t.till, t.metric) for t in totals]
    assert len(keys) == len(set(keys))
    names = {total.metric: total.raw_name for total in totals if total.register == "1"}
    assert names[Metric.SAFE_DROPS] == "safeDrop/total"
    assert names[Metric.DISCOUNTS] == "discount/amountFixed+discount/amountPercentage"
    assert names[Metric.REFUNDS] == "statistics/refunds"


def test_gallons_are_never_taken_for_a_count():
    totals = read_movement(SHIFT).control_totals
    assert not any("fuelsales" in total.raw_name.lower() for total in totals)
    assert all(t.count is None or t.count == t.count.to_integral_value() for t in totals)


def test_the_period_of_a_shift_is_its_span_on_the_wall_clock():
    reader = read_movement(SHIFT)
    assert {
        (t.scope, t.begins_local, t.ends_local, t.shift_no, t.source) for t in reader.control_totals
    } == {
        (
            PeriodScope.SHIFT,
            datetime(2026, 3, 9, 6),
            datetime(2026, 3, 9, 14, 0, 12),
            "7",
            "msm",
        )
    }
    assert (reader.store_code, reader.vendor) == ("101", "Gilbarco-VeederRoot")
    assert reader.declared_at == datetime(2026, 3, 9, 14, 0, 12)
    assert (reader.problems, reader.note) == ([], None)


def test_a_day_is_not_narrowed_and_codes_nobody_knows_are_told():
    reader = read_movement("passport_msm_day")
    assert figures(reader.control_totals, register="", cashier="", till="") == {
        Metric.SALES_TOTAL: (Decimal(120), Decimal("2500.50")),
        Metric.NO_SALES: (Decimal(11), None),
    }
    assert {total.scope for total in reader.control_totals} == {PeriodScope.DAY}
    assert reader.unknown_elements == {"statistics/brandNewThing": 1}


def test_a_day_still_open_has_no_end():
    (total,) = read_movement("passport_msm_day_as_period_1_still_open").control_totals
    assert (total.scope, total.ends_local) == (PeriodScope.DAY, None)
    assert total.begins_local == datetime(2026, 3, 9, 6)


def test_two_shifts_of_one_file_stay_apart_and_their_card_brands_are_added_up():
    totals = read_movement("radiant_two_shifts_with_card_brands").control_totals
    assert figures(totals, cashier="14") == {
        Metric.NO_SALES: (Decimal(2), None),
        Metric.SAFE_DROPS: (Decimal(2), Decimal("15.00")),
    }
    assert figures(totals, cashier="15") == {
        Metric.NO_SALES: (Decimal(0), Decimal(0)),
        Metric.SAFE_DROPS: (Decimal(2), Decimal("10.50")),
    }
    assert {(total.cashier, total.shift_no) for total in totals} == {("14", "11"), ("15", "12")}


def test_a_figure_that_is_no_number_is_a_problem_and_not_nothing():
    reader = read_movement("msm_bad_figures")
    assert [(p.code, p.params["value"]) for p in reader.problems] == [
        ("bad_number", "many"),
        ("bad_number", "NaN"),
    ]
    assert figures(reader.control_totals)[Metric.NO_SALES] == (None, Decimal(0))
    assert figures(reader.control_totals)[Metric.VOIDS] == (Decimal(2), None)


def test_departments_get_their_names_with_leading_zeros_kept():
    reader = read_movement("passport_mcm_departments")
    assert reader.departments == {
        "4": "COFFEE",
        "14": "LOTTO PAYOUT",
        "23": "PAID OUT",
        "007": "GIFT CARD",
    }
    assert (reader.control_totals, reader.note) == ([], None)
    assert reader.reports == {"MerchandiseCodeMovement": 5}


@pytest.mark.parametrize("kind", ["Item Sales", "TaxLevel", "FuelGrade", "FuelProduct", "Tank"])
def test_other_reports_are_read_and_said_to_hold_nothing_needed(kind):
    name = kind.replace(" ", "") + "Movement"
    data = (FIXTURES / "passport_ism_items.xml").read_bytes()
    _, reader = read(data.replace(b"ItemSalesMovement", name.encode()))
    assert (reader.control_totals, reader.problems, reader.departments) == ([], [], {})
    assert reader.note is not None
    assert name in sentence(reader.note.code, reader.note.params)


@pytest.mark.parametrize(
    "case", ["acknowledgement_with_capital_names", "acknowledgement_of_its_own"]
)
def test_a_receipt_of_delivery_is_read_and_said_to_be_one(case):
    reader = read_movement(case)
    assert (reader.control_totals, reader.problems) == ([], [])
    assert sentence(reader.note.code, reader.note.params).startswith("This file only tells")


def test_a_report_of_many_items_is_read_in_pieces():
    """Whole it would be larger than the largest event that is read."""
    data = (FIXTURES / "passport_ism_items.xml").read_bytes()
    detail = data[data.index(b"<ISMDetail>") : data.index(b"</ItemSalesMovement>")]
    _, reader = read(data.replace(detail, detail * 8_000))
    assert reader.reports == {"ItemSalesMovement": 8_000}


def test_a_report_cut_in_the_middle_is_refused_whole():
    data = (FIXTURES / f"{SHIFT}.xml").read_bytes()
    with pytest.raises(UnreadableFileError) as caught:
        read(data[: len(data) // 2])
    assert caught.value.code == "truncated"


def test_a_report_in_wide_letters_or_with_wrong_ones_is_read_all_the_same():
    text = (FIXTURES / "passport_mcm_departments.xml").read_text("iso-8859-1")
    wide = text.replace('"ISO-8859-1"', '"UTF-16"').encode("utf-16")
    assert read(wide)[1].departments["4"] == "COFFEE"
    wrong = text.replace('"ISO-8859-1"', '"utf-8"').replace("COFFEE", "CAFÉ").encode("iso-8859-1")
    _, reader = read(wrong)
    assert reader.departments["4"] == "CAFÉ"
    assert [problem.code for problem in reader.problems] == ["read_as_latin1"]


def test_reading_twice_gives_the_same():
    reader = read_movement(SHIFT)
    once = reader.control_totals
    assert list(reader) == []
    assert reader.control_totals == once


def test_statistics_of_a_shift_are_totals_beside_their_event():
    events, reader = read_fixture("bulloch_shift_with_default_namespace")
    assert [str(event.event_type) for event in events].count("summary") == 1
    assert figures(reader.control_totals) == {
        Metric.DRAWER_OPENS: (Decimal(14), None),
        Metric.DRAWER_OPENED_BY_KEY: (Decimal(3), None),
        Metric.VOIDS: (Decimal(2), None),
        Metric.CORRECTIONS: (Decimal(6), None),
        Metric.TRANSACTIONS: (Decimal(141), None),
    }
    (total,) = [t for t in reader.control_totals if t.metric is Metric.VOIDS]
    assert (total.scope, total.source, total.raw_name) == (
        PeriodScope.SHIFT,
        "statistics",
        "NumberOfVoidTransactions",
    )
    assert (total.cashier, total.register, total.till, total.shift_no) == (
        "simran", "2", "2", "412",
    )  # fmt: skip
    assert (total.business_date, total.ends_local) == (date(2026, 3, 9), datetime(2026, 3, 9, 15))


def test_a_statistic_that_is_no_number_is_a_problem_of_its_event():
    data = (JOURNALS / "bulloch_shift_with_default_namespace.xml").read_bytes()
    broken = data.replace(b"<DrawerManuallyOpened>3<", b"<DrawerManuallyOpened>three<")
    _, reader = read(broken)
    assert [(p.code, p.params) for p in reader.problems] == [
        ("bad_number", {"field": "DrawerManuallyOpened", "value": "three"})
    ]
    assert Metric.DRAWER_OPENED_BY_KEY not in figures(reader.control_totals)


def test_the_cash_a_register_opens_with_is_its_opening_balance():
    _, reader = read_fixture("passport_register_open")
    (total,) = reader.control_totals
    assert (total.metric, total.amount, total.count) == (
        Metric.OPENING_BALANCE,
        Decimal("150.00"),
        None,
    )
