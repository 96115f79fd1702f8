from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest

from transactions.formats.tabular.dates import Reading, read_moment
from transactions.formats.tabular.dates_order import OrderVotes
from transactions.formats.tabular.values import read_amount
from transactions.formats.tabular.values_codes import code_text
from transactions.formats.tabular.values_mark import MarkVotes

MINUS_FIVE = ["-5.00", "5.00-", "(5.00)", "($5.00)", "$(5.00)", "-$5.00", "$ -5.00", "5.00 CR",
              "\u22125.00", "-5", "(5.00)*", "\u00a0-5.00 ", "5.00* CR", "(5.00*)"]  # fmt: skip
FIVE = ["5.00", "5.00DR", "USD 5", "5.00*", "$5", "+5.00", "5.00 USD", "5."]


@pytest.mark.parametrize("text", MINUS_FIVE)
def test_every_way_to_write_money_that_went_back(text):
    assert read_amount(text, ".") == Decimal(-5)


@pytest.mark.parametrize("text", FIVE)
def test_every_way_to_write_money_that_came_in(text):
    assert read_amount(text, ".") == Decimal(5)


@pytest.mark.parametrize("text", ["", "-", "n/a", " ", "\u00a0", "N/A", "--", None])
def test_nothing_is_no_amount_and_not_zero(text):
    assert read_amount(text, ".") is None


@pytest.mark.parametrize(
    "text",
    ["abc", "5.0.0", "((5))", "-(5)", "(5", "5)", "1,23.4", "5%", "NaN", "1e5", "12 34", "1_000",
     "\u0665", "5 6", True, "0,500", "9" * 30],
)  # fmt: skip
def test_what_is_no_amount_is_said_and_never_guessed(text):
    with pytest.raises(ValueError):
        read_amount(text, ".")


def test_thousands_and_cents_change_places_with_the_mark():
    assert read_amount("1.234,50", ",") == read_amount("1,234.50", ".") == Decimal("1234.50")
    with pytest.raises(ValueError, match=r"12\.50"):
        read_amount("12.50", ",")


def test_the_double_of_a_spreadsheet_is_cut_to_millionths():
    assert read_amount(Decimal("-559572527.50340021"), ".") == Decimal("-559572527.503400")


@pytest.mark.parametrize(
    ("texts", "mark"),
    [(["1,234", "5.00"], "."), (["1.234", "5,00"], ","), (["1,234"], ""), (["1.234.567"], ","),
     (["1,234.50"], "."), (["0,500"], ","), (["5"], "")],
)  # fmt: skip
def test_a_column_shows_its_decimal_mark(texts, mark):
    votes = MarkVotes()
    for text in texts:
        votes.see(text)
    assert votes.decided == mark


DAY = date(2026, 8, 5)
WHEN = Reading(DAY, time(13, 31, 38))


@pytest.mark.parametrize(
    "cell",
    ["8/5/2026 1:31:38 PM", "08/05/2026 13:31:38", "8/5/26 1:31:38 pm", "2026-08-05T13:31:38",
     "2026-08-05 13:31:38", "20260805133138", "08-05-2026 13:31:38", "05-AUG-2026 13:31:38",
     "Aug 5, 2026 1:31:38 PM", "Wednesday, August 5, 2026 1:31:38 PM", "46239.5636342593",
     Decimal("46239.5636342593"), datetime(2026, 8, 5, 13, 31, 38), "Wed 8/5/2026 1:31:38p",
     datetime(2026, 8, 5, 13, 31, 37, 999999)],
)  # fmt: skip
def test_every_way_to_write_a_moment(cell):
    assert read_moment(cell, "mdy", 1900) == WHEN


@pytest.mark.parametrize(
    "cell",
    ["8/5/2026", "08-05-2026", "20260805", "2026-08-05", "5-Aug-26", "Aug 5, 2026", "46239",
     Decimal(20260805), Decimal(46239), DAY],
)  # fmt: skip
def test_every_way_to_write_a_day(cell):
    assert read_moment(cell, "mdy", 1900) == Reading(DAY)


@pytest.mark.parametrize(
    "cell",
    ["1:31:38 PM", "13:31:38", Decimal("0.5636342593"), "0.5636342593", time(13, 31, 38),
     timedelta(hours=13, minutes=31, seconds=38), datetime(1899, 12, 30, 13, 31, 38)],
)  # fmt: skip
def test_every_way_to_write_a_time(cell):
    assert read_moment(cell, "mdy", 1900) == Reading(clock=time(13, 31, 38))


def test_the_order_of_day_and_month_is_the_columns():
    assert read_moment("8/5/2026", "dmy", 1900) == Reading(date(2026, 5, 8))


def test_days_counted_from_1904():
    assert read_moment("44777", "mdy", 1904) == Reading(DAY)


def test_milliseconds_of_a_web_grid_are_utc():
    assert read_moment("/Date(1700000000000)/", "mdy", 1900) == Reading(
        date(2023, 11, 14), time(22, 13, 20), timedelta(0)
    )


def test_an_offset_that_the_source_wrote_is_kept():
    reading = read_moment("2026-08-05T13:31:38-05:00", "mdy", 1900)
    assert reading == Reading(DAY, time(13, 31, 38), timedelta(hours=-5))


@pytest.mark.parametrize(
    "text",
    ["0000-00-00", "13/13/2026", "25:00", "13:00 PM", "tomorrow", "8/5", "12345678901", "1931",
     "2026-02-30", True, "10000", 90000, "0001-01-01", date(1, 1, 1), "/Date(-99999999999999)/"],
)  # fmt: skip
def test_what_is_no_moment_is_said_and_never_guessed(text):
    with pytest.raises(ValueError):
        read_moment(text, "mdy", 1900)


def test_one_date_settles_the_order_of_all():
    votes = OrderVotes()
    for text in ("03/04/2026", "04/04/2026", "15/08/2026"):
        votes.see(text)
    assert votes.decided == "dmy"
    votes.see("08/15/2026")
    assert votes.decided == ""
    assert votes.is_mixed


@pytest.mark.parametrize(
    ("cell", "text"),
    [(Decimal("101.0"), "101"), (Decimal("101.50"), "101.5"), ("0007", "0007"), ('="0007"', "0007"),
     ("\u00a0 A 1\u00a0", "A 1"), ("101.0", "101.0"), (Decimal("4.9E+11"), "490000000000"),
     (None, ""), ("'012", "012"), (7, "7")],
)  # fmt: skip
def test_codes_stay_text(cell, text):
    assert code_text(cell) == text
