from __future__ import annotations

import io
import json

import pytest

from tests.transactions.formats.tabular.layouts import HEADER, proposal_of, row, table
from transactions.formats.canonical import FormatContext, UnreadableFileError
from transactions.formats.problems import MESSAGES, sentence
from transactions.formats.tabular.mapping import Mapping, MappingError
from transactions.formats.tabular.reader import TabularReader

DATA = table(row(when="03/04/2026"), row("1002", when="03/05/2026", kind="Frob"))


def mapping_of(data=DATA) -> Mapping:
    return proposal_of(data).mapping


def read(data, *mappings: Mapping):
    confirmed = {each.fingerprint: json.loads(json.dumps(each.to_json())) for each in mappings}
    return list(TabularReader(io.BytesIO(data), "a.csv", FormatContext(mappings=confirmed)))


def test_a_layout_that_nobody_confirmed_is_not_read():
    with pytest.raises(UnreadableFileError) as refused:
        read(DATA)
    assert refused.value.code == "needs_mapping"
    assert refused.value.params["fingerprint"] == mapping_of().fingerprint


def test_a_confirmed_layout_is_read_without_asking_again():
    assert [event.event_type for event in read(DATA, mapping_of())] == ["sale", "unknown"]


def test_a_mapping_survives_json_unchanged():
    mapping = mapping_of()
    assert Mapping.from_json(json.loads(json.dumps(mapping.to_json()))) == mapping


def test_what_a_person_changes_is_how_it_is_read():
    mapping = mapping_of().changed(date_order="dmy", types={"frob": "paid_out", "sale": "sale"})
    events = read(DATA, mapping)
    assert [event.occurred_local.month for event in events] == [4, 5]
    assert [event.event_type for event in events] == ["sale", "paid_out"]
    columns = tuple("ignore" if role == "cashier" else role for role in mapping.columns)
    assert {event.cashier for event in read(DATA, mapping.changed(columns=columns))} == {""}


def test_a_word_keeps_its_events_identity_when_its_meaning_changes():
    before = read(DATA, mapping_of())
    after = read(DATA, mapping_of().changed(types={"frob": "void"}))
    assert [e.source_event_tag for e in before] == [e.source_event_tag for e in after]


def test_rows_of_an_ignored_word_or_sheet_say_nothing():
    assert len(read(DATA, mapping_of().changed(types={"frob": "ignore"}))) == 1
    assert read(DATA, mapping_of().changed(ignored=True)) == []


@pytest.mark.parametrize(
    "spoilt", [{"amount": "five"}, {"when": "someday"}, {"amount": "5,25"}, {"when": "15/04/2026"}]
)
def test_a_row_that_is_left_out_need_not_be_readable(spoilt):
    mapping = mapping_of().changed(types={"frob": "ignore"})
    confirmed = {mapping.fingerprint: mapping.to_json()}
    data = table(row(when="03/04/2026"), row("1002", kind="Frob", **spoilt))
    reader = TabularReader(io.BytesIO(data), "a.csv", FormatContext(mappings=confirmed))
    assert len(list(reader)) == 1
    assert (reader.problems, reader.row_errors) == ([], [])
    assert reader.rows_by_class["ignored"] == 1


def test_a_status_that_is_left_out_leaves_its_rows_out():
    header = [*HEADER, "Status"]
    data = table([*row(), "Completed"], [*row("1002"), "Declined"], header=header)
    mapping = mapping_of(data)
    assert len(read(data, mapping)) == 2
    assert len(read(data, mapping.changed(types={**mapping.types, "declined": "ignore"}))) == 1


def test_a_file_of_the_same_layout_in_the_other_order_of_dates_is_refused():
    with pytest.raises(UnreadableFileError) as refused:
        read(table(row(when="15/04/2026")), mapping_of())
    assert refused.value.code == "date_order_differs"
    assert "15/04/2026" in sentence(refused.value.code, refused.value.params)


def test_a_file_of_the_same_layout_with_other_decimals_is_refused():
    with pytest.raises(UnreadableFileError) as refused:
        read(table(row(amount="5,25")), mapping_of())
    assert refused.value.code == "decimal_mark_differs"


def test_rows_of_two_stores_are_not_mixed():
    data = table([*row(), "101"], [*row("1002"), "102"], header=[*HEADER, "Store #"])
    mapping = mapping_of(data)
    with pytest.raises(UnreadableFileError) as refused:
        read(data, mapping)
    assert refused.value.code == "several_stores"
    assert len(read(data, mapping.changed(store_column="ignore"))) == 2


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"columns": ["amout"] * 7}, "mapping_unknown_role"),
        ({"columns": ["amount"] * 7}, "mapping_role_twice"),
        ({"columns": ["amount"]}, "mapping_column_count"),
        ({"columns": "amount"}, "mapping_bad_value"),
        ({"version": 2}, "mapping_version"),
        ({"version": True}, "mapping_version"),
        ({"types": {"frob": "fraud"}}, "mapping_unknown_meaning"),
        ({"types": ["frob"]}, "mapping_bad_value"),
        ({"date_order": "ymd"}, "mapping_bad_value"),
        ({"date_order": ["mdy"]}, "mapping_bad_value"),
        ({"decimal_mark": ""}, "mapping_bad_value"),
        ({"decimal_marks": {"x": "."}}, "mapping_bad_value"),
        ({"grain": "shift"}, "mapping_bad_value"),
        ({"serial_epoch": "1900"}, "mapping_bad_value"),
        ({"ignored": 1}, "mapping_bad_value"),
        ({"owner": "me"}, "mapping_unknown_field"),
        ({"sheet": "x" * 301}, "mapping_bad_value"),
    ],
)
def test_a_mapping_that_cannot_be_used_says_why(changes, code):
    with pytest.raises(MappingError) as refused:
        Mapping.from_json(mapping_of().to_json() | changes)
    assert refused.value.code == code
    text = sentence(code, refused.value.params)
    assert text != code
    assert "%(" not in text


def test_a_mapping_without_its_parts_or_no_mapping_at_all_is_refused():
    data = mapping_of().to_json()
    del data["columns"]
    for bad in (data, [], "x", None):
        with pytest.raises(MappingError):
            Mapping.from_json(bad)


def test_the_preview_shows_how_each_row_would_be_read():
    data = table(row(kind="Refund"), row("2", amount="x"), *[row(str(n)) for n in range(3, 40)])
    proposal = proposal_of(data)
    shown = proposal.preview(20)
    assert len(shown) == 20
    first, second = shown[:2]
    assert (first.event_type, first.flags, first.amount) == ("refund", ("refund",), "-5.00")
    assert (first.occurred_local, first.register) == ("2026-08-15 13:31:38", "1")
    assert (second.kind, second.code, second.params["value"]) == ("unread", "bad_number", "x")
    assert json.loads(json.dumps(proposal.to_json()))["preview"][0]["event_type"] == "refund"
    other = proposal.preview(5, proposal.mapping.changed(date_order="dmy"))
    assert other[-1].code == "date_order_differs"


def test_every_row_of_a_preview_is_read_to_its_event():
    data = table(*(row(str(n), amount="1") for n in range(30)))
    assert {each.event_type for each in proposal_of(data).preview()} == {"sale"}


def test_a_preview_of_lines_joins_them_to_their_receipt():
    header = [*HEADER, "Scan Code"]
    data = table([*row(), "1"], [*row(amount="6"), "2"], [*row("9"), "3"], header=header)
    shown = proposal_of(data).preview()
    assert [(each.amount, each.joined_to) for each in shown] == [
        ("11.00", None),
        ("", 2),
        ("5.00", None),
    ]


def test_every_code_has_a_sentence():
    asked = [
        "two_columns", "not_fitting", "spelling", "line_or_total", "grain", "repeated_numbers",
        "type_word", "row_type", "day_of_title", "no_date", "several_stores", "mixed_dates",
        "date_order", "serial_dates", "mixed_marks", "decimal_mark",
    ]  # fmt: skip
    assert {f"assumed_{code}" for code in asked} == {
        c for c in MESSAGES if c.startswith("assumed_")
    }
