"""One bad event, value or letter never sinks its file, and nothing is lost silently."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest

from tests.transactions.formats.journals import (
    CONTEXT,
    FIXTURES,
    journal,
    read,
    read_fixture,
    sale,
)
from transactions.formats import open_journal
from transactions.formats.canonical import EventType
from transactions.formats.naxml.extract import MAX_PROBLEMS


def test_an_event_of_bad_values_is_kept_and_each_value_reported():
    (bad, good), reader = read_fixture("passport_bad_date_and_numbers_beside_a_good_event")
    assert (bad.event_type, bad.transaction_no, bad.amount) == (EventType.SALE, "1", None)
    assert bad.business_date is None
    assert bad.lines[0].amount is None
    assert good.amount == Decimal("6.79")
    assert {problem.source_index for problem in reader.problems} == {0}
    codes = [problem.code for problem in reader.problems]
    assert codes.count("bad_date") == 4
    assert codes.count("bad_number") == 8


@pytest.mark.parametrize(
    "text",
    ["NaN", "Infinity", "1e9", "1_000", "٣", "0x10", "--1", "1.2.3", "(5.00)", "12345678901"],
)
def test_what_is_no_plain_number_is_reported_not_guessed(text):
    summary = (
        "<TransactionSummary><TransactionTotalGrandAmount>"
        f"{text}</TransactionTotalGrandAmount></TransactionSummary>"
    )
    (event,), reader = read(journal(sale(summary)))
    assert event.grand is None
    assert [problem.code for problem in reader.problems] == ["bad_number"]


@pytest.mark.parametrize(
    ("text", "value"),
    [("30", "30"), ("-20", "-20"), ("2.679", "2.679"), ("21.9500", "21.95"), (" 4.10\n", "4.1"),
     ("+1.5", "1.5"), ("1,234.50", "1234.5"), (".99", "0.99")],
)  # fmt: skip
def test_numbers_in_every_spelling_seen_are_read(text, value):
    summary = (
        "<TransactionSummary><TransactionTotalGrandAmount>"
        f"{text}</TransactionTotalGrandAmount></TransactionSummary>"
    )
    (event,), reader = read(journal(sale(summary)))
    assert event.grand == Decimal(value)
    assert not reader.problems


def test_an_unknown_event_is_kept_and_its_elements_counted():
    (event,), reader = read_fixture("passport_unknown_event")
    assert (event.event_type, event.source_event_tag) == (EventType.UNKNOWN, "MysteryEvent")
    assert event.unknown_elements == ("MysteryDetail", "Riddle")
    assert reader.unknown_elements == {"MysteryDetail": 1, "Riddle": 1}


def test_unknown_lines_and_fields_are_kept_and_counted():
    (event,), reader = read_fixture("passport_unknown_line_and_field")
    assert event.unknown_elements == ("ShelfColour", "TradeInLine")
    assert event.lines[1].amount == Decimal("1.00")
    assert reader.unknown_elements == {"ShelfColour": 1, "TradeInLine": 1}


def test_elements_beside_the_events_are_counted_too():
    data = journal(sale() + "<Footnote/><Footnote/>")
    events, reader = read(data)
    assert len(events) == 1
    assert reader.unknown_elements == {"Footnote": 2}


def test_problems_are_listed_up_to_a_number_and_counted_beyond():
    bad = sale("<BusinessDate>never</BusinessDate>")
    events, reader = read(journal(bad * (MAX_PROBLEMS + 5)))
    assert len(events) == MAX_PROBLEMS + 5
    assert len(reader.problems) == MAX_PROBLEMS + 1
    assert reader.problems[-1].code == "more_problems"
    assert reader.problems[-1].params == {"count": "5"}


def test_a_wrongly_declared_encoding_costs_no_event():
    (event,), reader = read_fixture("utf8_declared_but_latin1_bytes")
    assert event.lines[0].description == "CAFÉ"
    assert [problem.code for problem in reader.problems] == ["read_as_latin1"]


def test_events_before_the_wrong_letter_are_not_given_twice():
    filler = "".join(sale(number=str(number)) for number in range(2000))
    data = journal(filler + sale("<RefundReason>caf\xe9</RefundReason>", number="last"))
    data = data.replace("\xe9".encode(), b"\xe9")
    events, _ = read(data)
    assert [event.transaction_no for event in events] == [*map(str, range(2000)), "last"]
    assert [event.source_index for event in events] == list(range(2001))
    assert events[-1].reason_text == "café"


def test_the_spaced_declaration_and_latin1_letters_are_read():
    (event,), reader = read_fixture("passport_latin1_description")
    assert event.lines[0].description == "CAFÉ GLACÉ"
    assert not reader.problems


def test_control_characters_become_blanks():
    (event,), reader = read_fixture("control_characters_in_a_description")
    assert event.lines[0].description == "CAF  E"
    assert [problem.code for problem in reader.problems] == ["control_characters"]


def test_comments_and_cdata_do_not_disturb_values():
    data = journal(sale("<RefundReason>a<!-- x -->b<![CDATA[<c>]]></RefundReason>"))
    (event,), _ = read(data)
    assert event.reason_text == "ab<c>"


def test_two_reports_in_one_file_are_both_read():
    data = journal(sale(number="1") + "</JournalReport><JournalReport>" + sale(number="2"))
    events, _ = read(data)
    assert [event.transaction_no for event in events] == ["1", "2"]


def test_every_kind_of_event_in_one_file_is_read_whatever_the_order():
    order = ["OtherEvent", "VoidEvent", "SaleEvent", "FinancialEvent", "RefundEvent"]
    data = journal("".join(sale(tag=tag) for tag in order))
    events, _ = read(data)
    assert [event.source_event_tag for event in events] == order


def test_every_good_fixture_is_understood_to_the_last_element():
    strange = {"passport_unknown_event", "passport_unknown_line_and_field"}
    for path in FIXTURES.glob("*.xml"):
        if path.stem not in strange:
            assert not read_fixture(path.stem)[1].unknown_elements, path.stem


class Dribble(io.BytesIO):
    """Gives at most seven bytes at a time, as a socket or an archive may."""

    def read(self, size=-1):
        return super().read(min(size, 7) if size > 0 and self.tell() else size)


@pytest.mark.parametrize("case", ["cpjr_consolidated_shift", "utf16_with_byte_order_mark"])
def test_short_reads_change_nothing(case):
    data = (FIXTURES / f"{case}.xml").read_bytes()
    reader = open_journal(Dribble(data), f"{case}.xml", CONTEXT)
    assert repr(list(reader)) == repr(read_fixture(case)[0])


@pytest.mark.parametrize(
    "root",
    [
        "<NAXML-POSJournal version='3.4' note='a &gt; b > c'>",
        '<NAXML-POSJournal\n  version = "3.4"\n>',
        "<x:NAXML-POSJournal xmlns:x='urn:x' version='3.4'>",
    ],
)
def test_the_root_may_be_spelt_in_many_ways(root):
    close = "</x:NAXML-POSJournal>" if root.startswith("<x:") else "</NAXML-POSJournal>"
    data = f"\ufeff{root}<JournalReport>{sale()}</JournalReport>{close}".encode()
    events, reader = read(data)
    assert (len(events), reader.format_version) == (1, "3.4")


def test_an_empty_journal_has_no_events():
    events, reader = read(b"<NAXML-POSJournal version='3.4'/>")
    assert (events, reader.problems) == ([], [])


def test_processing_instructions_are_counted_not_obeyed():
    data = journal("<?php evil ?>" + sale("<?inside?>") + "<?php again?>")
    events, reader = read(data)
    assert len(events) == 1
    assert not reader.problems
