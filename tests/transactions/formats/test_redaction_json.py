"""JSON passes the redactor masked, of the same length, and still JSON."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.transactions.formats.test_canonical_json import FIXTURES
from tests.transactions.formats.test_redaction import TEST_NUMBERS, masked, redact
from transactions.formats.canonical import UnreadableFileError
from transactions.formats.canonical_json import read_events
from transactions.formats.redaction_json import MAX_LINE_BYTES

CARD = "4111111111111111"


def through(value, **options):
    """What comes out for ``value``, and how many numbers were masked."""
    data = json.dumps(value, **options).encode()
    out, count = redact(data)
    assert len(out) == len(data)
    return json.loads(out), count


@pytest.mark.parametrize("number", TEST_NUMBERS)
def test_a_card_number_is_masked_in_a_text_and_as_a_number(number):
    out, count = through({"pan": number, "note": f"paid {number} ok", "account": int(number)})
    short = "X" * (len(number) - 6) + number[-4:]
    assert out == {"pan": masked(number), "note": f"paid {masked(number)} ok", "account": short}
    assert count == 3


@pytest.mark.parametrize(
    "written",
    [f"{CARD}.0", f"{CARD}.000", "4.111111111111111e15", "4111111111111111E+0", "-" + CARD],
)
def test_a_card_number_is_seen_however_the_number_is_written(written):
    out, count = redact(b'{"a": [' + written.encode() + b", 1]}")
    ((shown, _),) = json.loads(out).values()
    assert shown == "X" * (len(written) - 6) + "1111"
    assert count == 1


@pytest.mark.parametrize("value", [5.5, 1e300, -0.0, 411111111111, 4111111111111112, 10**30])
def test_other_numbers_stay(value):
    assert through({"a": value}) == ({"a": value}, 0)


@pytest.mark.parametrize(
    "name", ["upc", "sku", "transaction_no", "TransactionID", "ItemCode", "receiptNo", "amount"]
)
def test_codes_and_numbers_of_receipts_stay_in_texts_and_numbers(name):
    value = {name: CARD, "more": {name: int(CARD)}}
    assert through(value) == (value, 0)


@pytest.mark.parametrize(
    "name",
    [
        "loyalty_id", "LoyaltyNo", "loyaltyCard", "birth_date", "dateOfBirth", "dob", "phone",
        "PhoneNo", "customer_phone_number", "CustomerName", "card_holder_name", "driver_id",
        "authorization_code", "authCode", "approvalCode", "expiration_date", "exp_month", "email",
        "cvv", "cvv2", "track2", "pin_block", "loy\\u0061lty_id",
    ],
)  # fmt: skip
def test_a_private_value_is_blanked_whatever_it_is(name):
    for value, blank in [
        ('"7001-AB é"', "XXXXXXXXXX"),
        ("7001", "XX"),
        ("7", 0),
        ("true", True),
        ("null", None),
        ('["a", 12, {"x": "y"}]', ["X", "", {"x": "X"}]),
        ('{"id": "77", "since": {"year": 1990}}', {"id": "XX", "since": {"year": "XX"}}),
    ]:
        data = f'{{"{name}": {value}, "register": "77"}}'.encode()
        out, _ = redact(data)
        assert len(out) == len(data)
        found = json.loads(out)
        assert found.pop("register") == "77"
        assert list(found.values()) == [blank]


@pytest.mark.parametrize(
    "name", ["name", "cashier_name", "store_name", "description", "loyalty", "drive_off", "pinned"]
)
def test_names_that_only_resemble_private_ones_keep_their_values(name):
    value = {name: "7001-AB", "n": {name: 12}}
    assert through(value) == (value, 0)


def test_a_private_value_that_spans_lines_is_blanked_to_its_end():
    value = {"customer_name": {"first": "ANN", "list": ["x", 5, [1990]]}, "register": "ANN"}
    out, _ = through(value, indent=2)
    assert out == {
        "customer_name": {"first": "XXX", "list": ["X", 0, ["XX"]]},
        "register": "ANN",
    }


def test_a_private_name_and_its_value_may_stand_on_lines_of_their_own():
    out, _ = redact(b'{\n"loyalty_id"\n:\n"7001"\n,\n"cashier"\n:\n"7001"\n}')
    assert json.loads(out) == {"loyalty_id": "XXXX", "cashier": "7001"}


@pytest.mark.parametrize(
    "hidden",
    ["\\u0034111111111111111", "411111111111111\\u0031", "4111\\u00201111\\u00201111\\u00201111",
     "4111\\u002d1111\\u002D11111111"],
)  # fmt: skip
def test_digits_written_as_escapes_are_refused(hidden):
    with pytest.raises(UnreadableFileError) as caught:
        redact(f'{{"a": "{hidden}"}}'.encode())
    assert caught.value.code == "cannot_be_scanned"


def test_texts_with_escapes_stay():
    value = {"description": 'a "b" \\ c\n\té', "x": "\x01"}
    assert through(value) == (value, 0)


def test_lines_of_events_are_masked_and_read():
    data = (FIXTURES / "lines.jsonl").read_bytes()
    data = data.replace(b"wrong size", b"card 4111 1111 1111 1111")
    out, count = redact(data)
    events, problems = read_events(out)
    assert (count, problems) == (1, [])
    assert events[1].reason_text == "card XXXX XXXX XXXX 1111"


def test_the_fixtures_pass_unchanged():
    for path in FIXTURES.iterdir():
        assert redact(path.read_bytes()) == (path.read_bytes(), 0)


def test_the_first_line_of_json_is_never_taken_for_columns():
    """Its commas would name columns, and numbers below them would be let through."""
    head = b'{"upc": "a", "price": "b", "total": "c"}\n'
    out, count = redact(head + b'{"a": "4111111111111111", "b": "x"}\n')
    assert (b"41111" in out, count) == (False, 1)


def test_json_in_wide_letters_is_masked_too():
    out, count = redact('{"pan": 4111111111111111, "dob": "1990-01-01"}'.encode("utf-16"))
    assert json.loads(out.decode("utf-16")) == {"pan": "XXXXXXXXXX1111", "dob": "X" * 10}
    assert count == 1


def test_a_line_without_end_is_refused_in_bounded_memory():
    with pytest.raises(UnreadableFileError):
        redact(b'{"a": "' + b"x" * (MAX_LINE_BYTES + 5_000), *range(0, MAX_LINE_BYTES, 2**18))


@pytest.mark.parametrize(
    "hard", [b'"', b'\\"', b'"\\', b'" ', b'{"a":', b'"loyaltyid":[', b"-", b"1.", b'"\\u00']
)
def test_no_text_takes_longer_than_its_length(hard):
    """Half a megabyte of what would make a careless pattern look back again and again."""
    data = b'{"phone": ' + hard * (500_000 // len(hard))
    out, _ = redact(data)
    assert len(out) == len(data)


PIECES = st.sampled_from(
    [b'"', b"{", b"}", b"[", b"]", b":", b",", b"\n", b"\r", b" ", b'"pan"', b'"loyalty_id"',
     b'"upc"', b"4111111111111111", b'"4111111111111111"', b'"4111 1111 1111 1111"', b"7001",
     b"4.111111111111111e15", b"\\", b'\\"', b"true", b'"dob": [', b"-", b"5", b"x" * 30,
     b";4111111111111111=2512?", b'"phone":\n', b"\xc3\xa9", b"\\u0061"]
)  # fmt: skip


def outcome(data: bytes, cuts: list[int]):
    try:
        return redact(data, *cuts)
    except UnreadableFileError as error:
        return error.code


@given(st.lists(PIECES, max_size=60), st.data())
@settings(max_examples=300, deadline=None)
def test_chunks_do_not_matter(pieces, data):
    content = b"{" + b"".join(pieces) + (b"y" * 4096 if data.draw(st.booleans()) else b"")
    cuts = data.draw(st.lists(st.integers(0, len(content)), max_size=12))
    assert outcome(content, cuts) == outcome(content, [])
    assert outcome(content, list(range(len(content)))) == outcome(content, [])


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=12)
    | st.sampled_from([int(number) for number in TEST_NUMBERS] + list(TEST_NUMBERS)),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["pan", "phone", "dob", "note", "loyaltyId", "x", "driver"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


def leaves(value, *, private=False):
    """(is below a private name, scalar) of everything in ``value``."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from leaves(
                inner, private=private or name in {"phone", "dob", "loyaltyId", "driver"}
            )
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner, private=private)
    else:
        yield private, value


@given(VALUES, st.sampled_from([None, 1]), st.booleans())
@settings(max_examples=300, deadline=None)
def test_any_json_stays_json_and_keeps_nothing_private(value, indent, plain):
    data = json.dumps({"a": value}, indent=indent, ensure_ascii=plain).encode("utf-8", "replace")
    result = outcome(data, [])
    if isinstance(result, str):
        assert b"\\u00" in data  # digits written as escapes, which nobody could scan
        return
    out, _ = result
    before, after = list(leaves(json.loads(data))), list(leaves(json.loads(out)))
    assert len(before) == len(after)
    for (private, said), (_, kept) in zip(before, after, strict=True):
        if private and not isinstance(said, bool | None):
            assert set(str(kept)) <= {"X", "0"}
        elif str(said) in TEST_NUMBERS:
            assert str(kept).endswith(str(said)[-4:])
            assert not any(character.isdigit() for character in str(kept)[:-4])
