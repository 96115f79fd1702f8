"""No card number leaves the redactor, no item code is touched, whatever the chunks."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.transactions.formats.journals import FIXTURES, read
from transactions.formats.canonical import UnreadableFileError
from transactions.formats.card_numbers import is_card_number, passes_luhn
from transactions.formats.redaction import Redactor, redact_text
from transactions.formats.redaction_stages import MAX_SEGMENT_BYTES

# Numbers that processors publish for testing, and made ones of further issuers.
_PUBLISHED = """
4111111111111111 4012888888881881 4222222222222 4242424242424242 4000056655665556
4917610000000000 4917610000000000003 4000000000000002 5555555555554444 5105105105105100
5200828282828210 5425233430109903 2223003122003222 2221000000000009 2720990000000007
378282246310005 371449635398431 378734493671000 341111111111111 6011111111111117
6011000990139424 6011601160116611 6445644564456445 6500000000000002 30569309025904
38520000023237 36227206271667 3056930009020004 3530111333300000 3566002020360505
3569990010095841 6200000000000005 6212345678901232 6205500000000000004 5019717010103742
6759649826438453 6799990100000000019 5038383838383839 6304000000000000 6331101999990016
"""
TEST_NUMBERS = _PUBLISHED.split()


def redact(data: bytes, *cuts: int) -> tuple[bytes, int]:
    redactor = Redactor()
    edges = [0, *sorted(cuts), len(data)]
    pieces = [data[a:b] for a, b in pairwise(edges)]
    out = b"".join([redactor.feed(piece) for piece in pieces]) + redactor.finish()
    return out, redactor.redacted


def masked(number: str) -> str:
    return "X" * (len(number) - 4) + number[-4:]


def in_element(name: str, text: str) -> bytes:
    return f"<a><{name}>{text}</{name}></a>".encode()


def test_there_are_forty_test_numbers():
    assert len(set(TEST_NUMBERS)) == 40


@pytest.mark.parametrize("number", TEST_NUMBERS)
@pytest.mark.parametrize("name", ["AccountID", "CardNumber", "PAN", "Description", "Anything"])
def test_a_card_number_keeps_its_last_four_digits_only(number, name):
    out, count = redact(in_element(name, number))
    assert out == in_element(name, masked(number))
    assert count == 1


@pytest.mark.parametrize("number", TEST_NUMBERS)
@pytest.mark.parametrize("separator", [" ", "-"])
def test_groups_of_four_are_seen_through(number, separator):
    grouped = separator.join(re.findall(r"\d{1,4}", number))
    out, count = redact(in_element("Description", f"paid {grouped} ok"))
    assert number[:-4] not in re.sub(rb"[^0-9]", b"", out).decode()
    assert (count, len(out)) == (1, len(in_element("Description", f"paid {grouped} ok")))


@pytest.mark.parametrize("number", TEST_NUMBERS)
def test_redaction_is_the_same_in_plain_text(number):
    assert redact(f"cashier 4 card {number} ok\n".encode())[0] == (
        f"cashier 4 card {masked(number)} ok\n".encode()
    )
    assert redact_text(f"card {number}.") == f"card {masked(number)}."


@pytest.mark.parametrize(
    "name",
    [
        "POSCode",
        "InventoryItemID",
        "TransactionID",
        "OriginalTransactionID",
        "SalesAmount",
        "RegularSellPrice",
        "EventStartDate",
        "ReceiptTime",
        "nax:POSCode",
        "poscode",
        "UPC",
    ],
)
def test_item_codes_numbers_amounts_and_times_are_not_touched(name):
    data = in_element(name, "4111111111111111")
    assert redact(data) == (data, 0)


def test_attributes_have_their_own_names():
    out, count = redact(b'<POSCode card="4111111111111111" upc="4111111111111111">1</POSCode>')
    assert out == b'<POSCode card="XXXXXXXXXXXX1111" upc="4111111111111111">1</POSCode>'
    assert count == 1


def test_text_behind_a_closed_item_code_is_not_protected():
    out, _ = redact(b"<a><POSCode>12</POSCode> 4111111111111111</a>")
    assert b"4111111111111111" not in out


def test_cdata_and_comments_are_looked_into():
    out, count = redact(b"<a><PAN><![CDATA[4111111111111111]]></PAN><!-- 4111111111111111 --></a>")
    assert b"41111" not in out
    assert count == 2


def test_cdata_within_an_item_code_stays():
    data = b"<a><POSCode><![CDATA[4111111111111111]]></POSCode></a>"
    assert redact(data) == (data, 0)


@pytest.mark.parametrize(
    "text",
    [
        "4111111111111112",  # check digit
        "1111111111111117",  # no issuer
        "411111111111",  # too short
        "41111111111111111111",  # too long
        "041820012345",
        "4111.1111.1111.1111",
        "4111  1111  1111  1111",  # two blanks
        "2026-03-09 13:31:38",
    ],
)
def test_what_is_no_card_number_stays(text):
    data = in_element("Description", text)
    assert redact(data) == (data, 0)


def test_a_number_after_other_digits_is_still_found():
    out, count = redact(in_element("Description", "lane 12 4111111111111111 123"))
    assert out == in_element("Description", "lane 12 XXXXXXXXXXXX1111 123")
    assert count == 1


def test_several_numbers_of_one_text_are_all_found():
    text = "4111111111111111 5555555555554444,378282246310005"
    out, count = redact(in_element("Description", text))
    assert out == in_element("Description", "XXXXXXXXXXXX1111 XXXXXXXXXXXX4444,XXXXXXXXXXX0005")
    assert count == 3


@pytest.mark.parametrize(
    "track",
    [
        "%B4111111111111111^DOE/JOHN^25121010000000000000?",
        ";4111111111111111=25121010000012345678?",
        "4111111111111111=25121010000012345678",
        "%B4111111111111112^DOE/JOHN^2512101?",
        ";4111111111111112=2512101?",
    ],
)
def test_of_track_data_only_the_last_four_digits_of_the_number_stay(track):
    out, count = redact(in_element("Track", track))
    number = re.search(r"\d{16}", track).group()
    assert count == 1
    assert len(out) == len(in_element("Track", track))
    assert re.sub(rb"[^0-9]", b"", out) == number[-4:].encode()
    assert b"DOE" not in out


@pytest.mark.parametrize(
    "name",
    [
        "LoyaltyID",
        "BirthDate",
        "AuthorizationCode",
        "ExpirationDate",
        "nax:LoyaltyID",
        "DriverID",
        "CardExpirationDate",
        "loyaltyid",
        "PhoneNumber",
        "CustomerName",
        "CardHolderName",
    ],
)
def test_private_values_become_x(name):
    out, _ = redact(in_element(name, "7001-AB"))
    assert out == in_element(name, "XXXX-XX")


def test_private_values_in_attributes_and_cdata_become_x():
    out, _ = redact(
        b'<c loyaltyID="7"><BirthDate value="1990-01-01"/><LoyaltyID><![CDATA[12]]></LoyaltyID></c>'
    )
    assert out == (
        b'<c loyaltyID="X"><BirthDate value="XXXX-XX-XX"/><LoyaltyID><![CDATA[XX]]></LoyaltyID></c>'
    )


def test_names_that_only_resemble_private_ones_keep_their_values():
    data = b"<a><LoyaltyProgramID>club</LoyaltyProgramID><Loyalty>yes</Loyalty></a>"
    assert redact(data)[0] == data


@pytest.mark.parametrize(
    "hidden",
    [
        "&#52;111111111111111",
        "411111111111111&#x31;",
        "&#0000052;1",
        "411111<!-- -->1111111111",
        "411111<!-- <b> -->1111111111",
        "411111<?x ?>1111111111",
        "<![CDATA[411111]]>1111111111",
        "<![CDATA[411111]]><![CDATA[1111111111]]>",
    ],
)
def test_digits_that_cannot_be_scanned_are_refused(hidden):
    with pytest.raises(UnreadableFileError) as caught:
        redact(in_element("Description", hidden))
    assert caught.value.code == "cannot_be_scanned"


@pytest.mark.parametrize("innocent", ["it&#39;s", "&#233;", "&#x41;", "5 &amp; 6", "1<!-- x -->a"])
def test_other_references_and_comments_are_fine(innocent):
    data = in_element("Description", innocent)
    assert redact(data) == (data, 0)


def test_entities_are_refused_before_anything_is_kept():
    with pytest.raises(UnreadableFileError) as caught:
        redact(b'<!DOCTYPE a [<!ENTITY n "4111">]><a>&n;111111111111</a>')
    assert caught.value.code == "doctype"


@pytest.mark.parametrize("encoding", ["UTF-7", "IBM037", "hz-gb-2312", "EBCDIC-CP-US"])
def test_encodings_that_hide_digits_are_refused(encoding):
    with pytest.raises(UnreadableFileError) as caught:
        redact(f'<?xml version="1.0" encoding="{encoding}"?><a/>'.encode())
    assert caught.value.code == "cannot_be_scanned"


def test_binary_content_is_refused():
    with pytest.raises(UnreadableFileError) as caught:
        redact(bytes(range(256)) * 20)
    assert caught.value.code == "binary"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_encodings_are_masked_and_written_back_as_they_came(encoding):
    text = "<?xml version='1.0' encoding='UTF-16'?><a><PAN>{}</PAN><b>é😀</b></a>"
    out, count = redact(text.format("4111111111111111").encode(encoding), 7, 33, 90)
    assert out == text.format("XXXXXXXXXXXX1111").encode(encoding)
    assert count == 1


def test_half_a_character_at_the_end_is_refused():
    with pytest.raises(UnreadableFileError):
        redact("<a>x</a>".encode("utf-16") + b"\x41")


def test_a_stretch_without_any_border_is_refused_in_bounded_memory():
    redactor = Redactor()
    redactor.feed(b"<a>")
    with pytest.raises(UnreadableFileError):
        for _ in range(MAX_SEGMENT_BYTES // 65_536 + 2):
            redactor.feed(b"x" * 65_536)


def test_columns_of_a_table_are_told_apart():
    table = (
        "Date,Scan Code,Card No,Trans #\r\n"
        "03/09/2026,4111111111111111,4111111111111111,4111111111111111\r\n"
        '03/09/2026,"4111111111111111","x, 4111111111111111",1\r\n'
    )
    out, count = redact(table.encode())
    assert out.decode() == (
        "Date,Scan Code,Card No,Trans #\r\n"
        "03/09/2026,4111111111111111,XXXXXXXXXXXX1111,4111111111111111\r\n"
        '03/09/2026,"4111111111111111","x, XXXXXXXXXXXX1111",1\r\n'
    )
    assert count == 2


def test_a_header_below_a_title_is_found():
    table = "Transactions\n\nStore;12\nDatum;UPC;Type\n1;4111111111111111;4111111111111111\n"
    assert redact(table.encode())[0].decode().endswith("1;4111111111111111;XXXXXXXXXXXX1111\n")


def test_keys_of_json_are_told_apart():
    out, _ = redact(b'{"upc": "4111111111111111", "pan": "4111111111111111"}\n')
    assert out == b'{"upc": "4111111111111111", "pan": "XXXXXXXXXXXX1111"}\n'


def test_every_fixture_stays_readable_and_says_the_same():
    for path in FIXTURES.glob("*.xml"):
        data = path.read_bytes()
        out, _ = redact(data)
        assert len(out) == len(data)
        assert repr(read(out)[0]) == repr(read(data)[0]), path.stem


def test_clean_files_pass_unchanged():
    data = (FIXTURES / "cpjr_consolidated_shift.xml").read_bytes() * 20
    assert redact(data) == (data, 0)


PIECES = st.sampled_from(
    [b"4111111111111111", b"4111 1111 1111 1111", b"<PAN>", b"</PAN>", b"<POSCode>", b"</POSCode>",
     b"<LoyaltyID>", b"7001", b"</LoyaltyID>", b"\r\n", b"\r", b"\n", b" ", b"-", b"5",
     b"<![CDATA[",
     b"]]>", b"<!-- ", b" -->", b";4111111111111111=2512?", b"%B4111111111111111^A^2?", b"upc,card",
     b",", b'"', b"&amp;", b"<a b='", b"'>", b"\xc3\xa9", b"x" * 50]
)  # fmt: skip


def outcome(data: bytes, cuts: list[int]):
    try:
        return redact(data, *cuts)
    except UnreadableFileError as error:
        return error.code


@given(st.lists(PIECES, max_size=60), st.booleans(), st.data())
@settings(max_examples=300, deadline=None)
def test_chunks_do_not_matter(pieces, markup, data):
    content = (b"<r>" if markup else b"upc,card,x\n") + b"".join(pieces)
    content += b"y" * 4096 if data.draw(st.booleans()) else b""
    cuts = data.draw(st.lists(st.integers(0, len(content)), max_size=12))
    assert outcome(content, cuts) == outcome(content, [])


@given(st.lists(PIECES, max_size=30))
@settings(deadline=None)
def test_one_byte_at_a_time_is_the_same(pieces):
    content = b"<r>" + b"".join(pieces)
    assert outcome(content, list(range(len(content)))) == outcome(content, [])


@given(st.text(alphabet="0123456789 -", max_size=60))
@settings(max_examples=300, deadline=None)
def test_masking_agrees_with_a_slow_search(text):
    """Every group-aligned card number in a text of digits is gone afterwards."""
    out = redact_text(f"x{text}x")
    for found in re.finditer(r"(?<!\d)(?=(\d(?:[ -]?\d){12,18}))", out):
        run = found.group(1)
        for end in range(13, len(run) + 1):
            after = out[found.start() + end : found.start() + end + 1]
            digits = re.sub(r"\D", "", run[:end])
            if run[end - 1].isdigit() and not after.isdigit():
                assert not is_card_number(digits.encode())


@pytest.mark.parametrize(("digits", "valid"), [(b"79927398713", True), (b"79927398710", False)])
def test_the_check_digit_is_luhns(digits, valid):
    assert passes_luhn(digits) is valid
