"""Files of one layout that are written otherwise: read as was confirmed, and never guessed."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest

from tests.transactions.formats.tabular.layouts import HEADER, proposal_of, row, table
from transactions.formats.canonical import FormatContext, UnreadableFileError
from transactions.formats.problems import MESSAGES
from transactions.formats.tabular.proposal import propose
from transactions.formats.tabular.reader import TabularReader
from transactions.formats.tabular.variants import WRITTEN_OTHERWISE, with_ways

BASE = proposal_of(table(row())).mapping
COMMA = {"decimal_mark": ","}
DAY_FIRST = {"date_order": "dmy"}
COMMAS = table(row(amount="5,25"), row("1002", amount="1.234,50"))


def reader_of(data, *ways) -> TabularReader:
    definition = with_ways(BASE.to_json(), ways)
    context = FormatContext(mappings={BASE.fingerprint: definition})
    return TabularReader(io.BytesIO(data), "a.csv", context)


def amounts(data, *ways):
    return [event.amount for event in reader_of(data, *ways)]


def test_a_file_that_shows_the_other_mark_is_read_by_it_once_it_was_confirmed():
    reader = reader_of(COMMAS, {}, COMMA)
    assert [event.amount for event in reader] == [Decimal("5.25"), Decimal("1234.50")]
    assert reader.note.code == "read_otherwise"
    assert reader.note.params["amount"] == "1.234,50"


def test_a_file_of_the_layouts_own_way_is_read_by_that_and_says_nothing():
    reader = reader_of(table(row(amount="5.25")), {}, COMMA)
    assert [event.amount for event in reader] == [Decimal("5.25")]
    assert reader.note is None


def test_a_file_that_shows_neither_is_read_by_the_first_way():
    either = table(row(amount="1,234"), row("1002", amount="7"))
    assert amounts(either, {}, COMMA) == [1234, 7]
    assert amounts(either, COMMA, {}) == [Decimal("1.234"), 7]
    days = table(row(when="03/04/2026"))
    assert [e.occurred_local.month for e in reader_of(days, DAY_FIRST, {})] == [4]
    assert [e.occurred_local.month for e in reader_of(days, {}, DAY_FIRST)] == [3]


def test_the_first_way_gives_way_to_what_a_cell_far_below_shows():
    rows = [row(str(n), when="03/04/2026") for n in range(1, 400)]
    data = table(*rows, row("9000", when="25/04/2026"))
    assert {e.occurred_local.month for e in reader_of(data, {}, DAY_FIRST)} == {4}


@pytest.mark.parametrize("ways", [({},), ({}, DAY_FIRST), ({}, COMMA, DAY_FIRST)])
def test_a_file_that_no_confirmed_way_explains_is_refused_as_before(ways):
    both = table(row(when="25/04/2026", amount="5,25"))
    with pytest.raises(UnreadableFileError) as refused:
        list(reader_of(both, *ways))
    assert refused.value.code in WRITTEN_OTHERWISE <= MESSAGES.keys()


def test_two_tables_of_one_layout_are_written_in_one_way():
    pages = [row(amount="7"), row("2", amount="5,25")]
    data = "".join(f"<table>{_html(HEADER)}{_html(page)}</table>" for page in pages).encode()
    first, second = propose(io.BytesIO(data), "a.xls", FormatContext())
    assert first.fingerprint == second.fingerprint
    definition = with_ways(first.mapping.to_json(), [{}, COMMA])
    context = FormatContext(mappings={first.fingerprint: definition})
    events = TabularReader(io.BytesIO(data), "a.xls", context)
    assert [event.amount for event in events] == [7, Decimal("5.25")]


def _html(cells) -> str:
    return "<tr>{}</tr>".format("".join(f"<td>{cell}</td>" for cell in cells))
