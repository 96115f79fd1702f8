"""Events pushed as JSON: strictly checked, one bad event never sinks the others."""

from __future__ import annotations

import dataclasses
import io
import json
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.transactions.formats.journals import CONTEXT, read
from transactions.flags import find_flags
from transactions.formats import open_journal
from transactions.formats.canonical import Event, EventType, FormatContext, UnreadableFileError
from transactions.formats.canonical_json import json_schema, read_events
from transactions.formats.canonical_json.reader import (
    MAX_BODY_BYTES,
    MAX_BODY_EVENTS,
    MAX_LINE_BYTES,
)
from transactions.formats.problems import MESSAGES, sentence

FIXTURES = Path(__file__).parents[2] / "fixtures" / "canonical_json"
HEAD = {"format": "lossprevention.events", "version": 1, "store": "101"}
SALE = {"event_type": "sale", "occurred_local": "2026-03-09T14:03:07", "transaction_no": "1"}


def body(*events, **head) -> bytes:
    return json.dumps({**HEAD, **head, "events": list(events)}).encode()


def lines(*events, **head) -> bytes:
    return b"\n".join(json.dumps(each).encode() for each in ({**HEAD, **head}, *events))


def problem_of(event) -> tuple[str, str]:
    """(code, field) of the one problem that an event beside a good one causes."""
    events, problems = read_events(body(event, SALE))
    assert [each.source_index for each in events] == [1]
    (problem,) = problems
    assert problem.source_index == 0
    assert problem.code in MESSAGES
    assert "%(" not in sentence(problem.code, problem.params)
    return problem.code, problem.params["field"]


def refusal(payload: bytes) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        read_events(payload)
    assert caught.value.code in MESSAGES
    assert "%(" not in sentence(caught.value.code, caught.value.params)
    return caught.value.code


@pytest.mark.parametrize("name", ["body.json", "lines.jsonl"])
def test_a_body_and_lines_say_the_same(name):
    events, reader = read((FIXTURES / name).read_bytes(), name)
    assert (reader.format, reader.problems) == ("canonical_json", [])
    assert (reader.store_code, reader.vendor) == ("101", "Ticketer")
    assert reader.declared_at == datetime(2026, 3, 9, 15)
    sale, refund, no_sale = events
    assert [e.event_type for e in events] == ["sale", "refund", "no_sale"]
    assert (sale.transaction_no, sale.register, sale.cashier) == ("000123", "2", "14")
    assert (sale.occurred_local, sale.utc_offset) == (
        datetime(2026, 3, 9, 14, 3, 7),
        timedelta(hours=-5),
    )
    assert (sale.business_date, sale.grand) == (date(2026, 3, 9), Decimal("9.00"))
    assert (sale.store_code, sale.vendor) == ("101", "Ticketer")
    assert sale.started_raw == "2026-03-09T14:02:50-05:00"
    assert [(line.sequence, line.amount) for line in sale.lines] == [
        (1, Decimal("9.00")),
        (2, Decimal("2.75")),
    ]
    assert sale.tenders[0].card_last4 == "1111"
    assert (refund.amount, refund.approver) == (Decimal("-4.50"), "3")
    assert [e.source_index for e in events] == [0, 1, 2]
    assert no_sale.utc_offset == timedelta(hours=-5)


def test_flags_are_found_by_us():
    events, _ = read((FIXTURES / "body.json").read_bytes())
    assert [{str(hit.flag) for hit in find_flags(event, CONTEXT)} for event in events] == [
        {"cancellation"},
        {"refund", "override"},
        {"no_sale"},
    ]


@pytest.mark.parametrize("field", ["flags", "risk", "source_index", "store_code", "Amount"])
def test_what_is_no_field_of_an_event_refuses_that_event_and_is_named(field):
    assert problem_of({**SALE, field: ["refund"]}) == ("field_unknown", field)


def test_unknown_fields_are_counted():
    _, reader = read(body({**SALE, "colour": 1}, {**SALE, "colour": 2}))
    assert reader.unknown_elements == {"colour": 2}


def test_an_unknown_field_of_a_line_is_named_with_its_place():
    event = {**SALE, "lines": [{"kind": "item"}, {"kind": "item", "prize": "1"}]}
    assert problem_of(event) == ("field_unknown", "lines[1].prize")


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("amount", 4.5, "field_not_amount"),
        ("amount", 4, "field_not_amount"),
        ("amount", "4,50", "field_not_amount"),
        ("amount", "NaN", "field_not_amount"),
        ("amount", "Infinity", "field_not_amount"),
        ("amount", "1e9", "field_not_amount"),
        ("amount", "\u0664.\u0665", "field_not_amount"),
        ("amount", "4.50\n", "field_not_amount"),
        ("amount", "12345678901", "field_not_amount"),
        ("amount", "", "field_not_amount"),
        ("register", 2, "field_not_text"),
        ("register", None, "field_not_null"),
        ("register", "x" * 33, "field_too_long"),
        ("cashier", "a\x00b", "field_bad_characters"),
        ("cashier", "\ud800", "field_bad_characters"),
        ("occurred_local", "yesterday", "field_not_time"),
        ("occurred_local", "2026-02-30T10:00:00", "field_not_time"),
        ("occurred_local", "2026-03-09", "field_not_time"),
        ("occurred_local", "2026-03-09T10:00:00+99:00", "field_not_time"),
        ("occurred_local", "0001-01-01T00:00:00", "field_not_time"),
        ("occurred_local", "9999-12-31T23:59:59-23:00", "field_not_time"),
        ("occurred_local", None, "field_not_null"),
        ("occurred_local", 1773000000, "field_not_time"),
        ("business_date", "09/03/2026", "field_not_date"),
        ("business_date", "2026-02-30", "field_not_date"),
        ("is_training", "yes", "field_not_yes_no"),
        ("is_training", 1, "field_not_yes_no"),
        ("event_type", "SALE", "field_not_choice"),
        ("event_type", ["sale"], "field_not_choice"),
        ("event_type", None, "field_not_null"),
        ("lines", {}, "field_not_list"),
        ("lines", None, "field_not_list"),
        ("tenders", [{"tender_class": "cash"}] * 101, "field_too_many"),
    ],
)
def test_a_value_of_the_wrong_kind_refuses_its_event_with_the_reason(field, value, code):
    assert problem_of({**SALE, field: value}) == (code, field)


@pytest.mark.parametrize(
    ("part", "code", "where"),
    [
        ({"lines": ["item"]}, "field_not_object", "lines[0]"),
        ({"lines": [{}]}, "field_missing", "lines[0].kind"),
        ({"lines": [{"kind": "item", "sequence": -1}]}, "field_not_whole", "lines[0].sequence"),
        ({"lines": [{"kind": "item", "sequence": True}]}, "field_not_whole", "lines[0].sequence"),
        ({"tenders": [{"amount": "1"}]}, "field_missing", "tenders[0].tender_class"),
        (
            {"tenders": [{"tender_class": "card", "card_last4": "41111"}]},
            "field_too_long",
            "tenders[0].card_last4",
        ),
        (
            {"tenders": [{"tender_class": "card", "card_last4": "4 11"}]},
            "field_not_last_four",
            "tenders[0].card_last4",
        ),
        (
            {"adjustments": [{"kind": "discount", "amount": "1"}]},
            "field_not_choice",
            "adjustments[0].kind",
        ),
    ],
)
def test_what_is_wrong_below_an_event_is_named_with_its_place(part, code, where):
    assert problem_of({**SALE, **part}) == (code, where)


@pytest.mark.parametrize("missing", ["event_type", "occurred_local"])
def test_an_event_without_type_or_time_is_refused(missing):
    event = {name: value for name, value in SALE.items() if name != missing}
    assert problem_of(event) == ("field_missing", missing)


@pytest.mark.parametrize("event", [None, 1, "sale", [], [SALE]])
def test_what_is_no_object_is_no_event(event):
    assert problem_of(event) == ("field_not_object", "event")


def test_a_tender_or_discount_without_an_amount_has_none():
    event = {**SALE, "tenders": [{"tender_class": "cash"}], "adjustments": [{"kind": "coupon"}]}
    ((event,), problems) = read_events(body(event))
    assert problems == []
    assert (event.tenders[0].amount, event.adjustments[0].amount) == (None, None)


def test_a_clock_that_was_lost_is_kept_as_it_is():
    ((event,), problems) = read_events(body({**SALE, "occurred_local": "1990-01-01T00:00:10"}))
    assert (event.occurred_local, problems) == (datetime(1990, 1, 1, 0, 0, 10), [])


def test_registers_that_a_person_said_are_pumps_are_outside():
    context = FormatContext(outside_registers=frozenset({"901"}))
    events, _ = read_events(
        body({**SALE, "register": "901"}, {**SALE, "register": "1"}, SALE), context
    )
    assert [event.register_class for event in events] == ["outside", "inside", "unknown"]


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        (b'{"format": "lossprevention.events", "version": 1, "events": [', "json_broken"),
        (body()[:-1] + b"}}", "json_broken"),
        (body() + b"\n{}", "json_more_behind"),
        (body(version=2), "json_version"),
        (body(format="lossprevention.alerts"), "json_version"),
        (b'{"format": "lossprevention.events", "events": []}', "json_version"),
        (body(storr="101"), "field_unknown"),
        (body(store=101), "field_not_text"),
        (b'{"format": "lossprevention.events", "version": 1, "events": {}}', "field_not_list"),
        (b'{"version": 1, "version": 1, "events": []}', "json_twice"),
        (b'{"format": "lossprevention.events", "version": NaN, "events": []}', "json_number"),
        (b'{"format": "lossprevention.events", "version": 1' + b"0" * 9999 + b"}", "json_number"),
        (b'{"a": 1.' + b"0" * 9999 + b"}", "json_number"),
        (b'{"format": "\xff"}', "json_not_utf8"),
        (b"[]", "json_version"),
        (b"", "json_broken"),
        (b"[" * 100_000, "json_too_deep"),
        (b'{"a":' * 100_000, "json_too_deep"),
        (b'{"format": "lossprevention.events", "events": [' + b"[" * 9, "json_too_deep"),
    ],
)
def test_a_payload_that_cannot_be_trusted_is_refused_whole(payload, code):
    assert refusal(payload) == code


def test_a_body_is_held_and_therefore_limited():
    assert refusal(body(*[None] * (MAX_BODY_EVENTS + 1))) == "field_too_many"
    assert refusal(b'{"x": "' + b"y" * MAX_BODY_BYTES + b'"}') == "json_too_large"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b'{"event_type": "sale"', "json_broken"),
        (b'{"event_type": "sale", "event_type": "void"}', "json_twice"),
        (b'{"event_type": "sale", "lines": [{"kind": "item", "kind": "fee"}]}', "json_twice"),
        (b'{"amount": -Infinity}', "json_number"),
        (b'{"amount": NaN}', "json_number"),
        (b'{"lines": ' + b"[" * 5_000 + b"]" * 5_000 + b"}", "json_too_deep"),
        (b'{"cashier": "\xff"}', "json_not_utf8"),
        (b'{"cashier": "' + b"x" * (3 * MAX_LINE_BYTES) + b'"}', "json_line_too_long"),
        (b"\0\0\0\0", "json_broken"),
    ],
)
def test_a_bad_line_is_a_problem_and_the_next_is_read(line, code):
    good = json.dumps(SALE).encode()
    events, problems = read_events(b"\n".join([lines(), good, line, b"", good]))
    assert [event.source_index for event in events] == [0, 2]
    assert [(problem.code, problem.source_index) for problem in problems] == [(code, 1)]


def test_brackets_in_a_text_are_no_nesting():
    ((event,), problems) = read_events(body({**SALE, "reason_text": '[[[["{{{{[[[[{{\\'}))
    assert (event.reason_text, problems) == ('[[[["{{{{[[[[{{\\', [])


def test_fewer_events_than_announced_are_noticed():
    _, problems = read_events(lines(SALE, count=3))
    assert [(p.code, p.params) for p in problems] == [
        ("count_differs", {"said": "3", "found": "1"})
    ]
    assert read_events(lines(SALE, SALE, count=2))[1] == []


def test_the_problems_of_a_hostile_file_do_not_pile_up():
    _, problems = read_events(lines(*[{}] * 1_500))
    assert len(problems) == 1_001
    assert problems[-1].params == {"count": "500"}


def test_a_byte_order_mark_and_blank_lines_are_no_harm():
    payload = b"\xef\xbb\xbf" + lines(SALE).replace(b"\n", b"\r\n\r\n")
    assert len(read(payload)[0]) == 1


def test_lines_are_read_one_after_another():
    class Counting(io.BytesIO):
        furthest = 0

        def readline(self, size: int | None = -1) -> bytes:
            line = super().readline(size)
            self.furthest = max(self.furthest, self.tell())
            return line

    payload = lines(*[SALE] * 5_000)
    stream = Counting(payload)
    reader = iter(open_journal(stream, "x.jsonl", CONTEXT))
    next(reader)
    assert stream.furthest < len(payload) / 100


def test_reading_twice_gives_the_same():
    reader = open_journal(io.BytesIO(lines(SALE, {})), "x", CONTEXT)
    assert list(reader) == list(reader)
    assert len(reader.problems) == 1


def test_the_published_schema_takes_what_is_read_and_refuses_what_is_not():
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    validator.validate(json.loads((FIXTURES / "body.json").read_text()))
    for wrong in ({"flags": []}, {"amount": 4.5}, {"event_type": "SALE"}, {"register": 1}):
        assert not validator.is_valid(json.loads(body({**SALE, **wrong})))


def test_the_schema_tells_every_field_that_an_event_has():
    ours = {
        "store_code",
        "vendor",
        "utc_offset",
        "unknown_elements",
        "source_index",
        "is_extract",
    }
    told = set(json_schema()["$defs"]["Event"]["properties"])
    assert told == {field.name for field in dataclasses.fields(Event)} - ours


def test_the_schema_can_point_elsewhere():
    text = json.dumps(json_schema("#/components/schemas/"))
    assert "#/components/schemas/Line" in text
    assert "#/$defs/" not in text


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 10**7) | st.floats() | st.text(max_size=8)
    | st.sampled_from(["sale", "item", "cash", "4.50", "2026-03-09T14:03:07", "2026-03-09"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["event_type", "kind", "tender_class", "amount", "lines", "x"]), inner,
        max_size=4,
    ),
    max_leaves=8,
)  # fmt: skip
FIELDS = st.sampled_from([field.name for field in dataclasses.fields(Event)])


@given(st.lists(st.dictionaries(FIELDS, JSON, max_size=5), max_size=4))
@settings(max_examples=200, deadline=None)
def test_any_json_ends_in_events_and_problems_that_the_schema_agrees_with(extra):
    payload = body(*[{**SALE, **event} for event in extra])
    try:
        events, problems = read_events(payload)
    except UnreadableFileError:
        return  # NaN, or nested too deep: then nothing of it is read
    assert len(events) + len(problems) == len(extra)
    validator = jsonschema.Draft202012Validator(json_schema())
    if not validator.is_valid(json.loads(payload)):
        assert problems
    for event in events:
        assert event.event_type in EventType
        find_flags(event, CONTEXT)
