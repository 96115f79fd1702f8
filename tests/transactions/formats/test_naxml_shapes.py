"""Events read by a shape that was seen before are what the parser alone makes of them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.transactions.formats.journals import journal, read, sale
from transactions.formats.canonical import UnreadableFileError
from transactions.formats.naxml import shapes
from transactions.formats.naxml.growing_tree import GrowingTree
from transactions.formats.naxml.shapes import Shapes

LINE = (
    '<TransactionLine status="normal"><ItemLine><ItemCode><POSCode>{code}</POSCode></ItemCode>'
    "<Description>{name}</Description><SalesQuantity>{quantity}</SalesQuantity>"
    "<SalesAmount>{amount}</SalesAmount></ItemLine></TransactionLine>\n"
)
TENDER = (
    "<TransactionLine><TenderInfo><Tender><TenderCode>{code}</TenderCode></Tender>"
    "<TenderAmount>{amount}</TenderAmount></TenderInfo></TransactionLine>"
)
ODD_TEXTS = (
    "COFFEE", " padded ", "", "CAFÉ", "a&amp;b", "&#65;", "x>y", "]]&gt;",
    "<![CDATA[</SaleEvent>]]>",
    "<!-- </TransactionLine> -->", "<?p </SaleEvent>?>", "<b>bold</b>tail", "two\nlines", "7.5\x7f",
    "<SaleEvent>1</SaleEvent>", "<TransactionLine/>", "1,000.00", "\u2028", "12 ",
)  # fmt: skip
TEXTS = st.sampled_from(ODD_TEXTS) | st.sampled_from(["COFFEE", "TEA", "9", "1.50", "-2.00"])
LINES = st.lists(st.tuples(TEXTS, TEXTS, TEXTS, TEXTS), max_size=4)
BETWEEN = st.sampled_from(["", "\n  ", "<!-- between -->", "<?p i?>", "stray text"])
EVENTS = st.lists(
    st.tuples(LINES, TEXTS, st.sampled_from(["SaleEvent", "VoidEvent"]), BETWEEN),
    min_size=1,
    max_size=4,
)


def receipt(lines, tender: str = "cash") -> str:
    items = "".join(
        LINE.format(code=code, name=name, quantity=quantity, amount=amount)
        for code, name, quantity, amount in lines
    )
    paid = TENDER.format(code=tender, amount="1.00")
    return f"<TransactionDetailGroup>\n{items}{paid}</TransactionDetailGroup>"


def outcome(data: bytes):
    """Everything that a reader tells of a file, a refusal included."""
    try:
        events, reader = read(data)
    except UnreadableFileError as refusal:
        return refusal.code
    return events, reader.problems, reader.unknown_elements, reader.control_totals


def fed_to_the_parser(data: bytes, monkeypatch) -> int:
    fed, feed = [], GrowingTree.feed
    monkeypatch.setattr(
        GrowingTree, "feed", lambda tree, piece: (fed.append(len(piece)), feed(tree, piece))[1]
    )
    read(data)
    return sum(fed)


@given(EVENTS, st.integers(2, 4))
@settings(max_examples=150, deadline=None)
def test_shapes_change_nothing(events, times):
    document = "".join(
        sale(receipt(lines, tender), number=str(number), tag=tag) + between
        for _ in range(times)
        for number, (lines, tender, tag, between) in enumerate(events)
    )
    data = journal(document, head='<?xml version="1.0" encoding="utf-8"?>')
    by_shape = outcome(data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Shapes, "read", lambda shapes, event: None)
        assert outcome(data) == by_shape


def test_the_parser_sees_each_shape_about_once(monkeypatch):
    lines = [("0001", "COFFEE", "1", "1.50"), ("0002", "TEA", "2", "3.00")]
    data = journal("\n".join(sale(receipt(lines), number=str(n)) for n in range(500)))
    assert fed_to_the_parser(data, monkeypatch) < len(data) / 50


def test_lines_of_one_shape_keep_their_own_texts():
    lines = [(str(n), f"ITEM {n}", "1", f"{n}.00") for n in range(9)]
    events, _ = read(journal("".join(sale(receipt(lines[:count])) for count in (9, 9, 1, 9))))
    assert [[line.description for line in event.lines] for event in events] == [
        [name for _, name, _, _ in lines[:count]] for count in (9, 9, 1, 9)
    ]


def test_more_shapes_than_are_kept_are_read_all_the_same(monkeypatch):
    monkeypatch.setattr(shapes, "MAX_PARTS", 60)
    lines = [(str(n), f"ITEM {n}", "1", "1.00") for n in range(30)]
    document = "".join(
        sale(receipt(lines[: number % 30]).replace("ItemLine", f"ItemLine x{number}='1'", 1))
        for number in range(90)
    ).replace("</ItemLine x", "</ItemLine")
    data = journal(document)
    assert outcome(data) == outcome(data.replace(b"<JournalReport>", b"<JournalReport><!-- -->"))


def test_an_event_that_is_too_long_for_a_shape_is_the_parsers(monkeypatch):
    lines = [(str(n), "ITEM", "1", "1.00") for n in range(400)]
    data = journal("".join(sale(receipt(lines)) for _ in range(3)))
    assert fed_to_the_parser(data, monkeypatch) == len(data) - data.index(b"<JournalReport>")
    assert [len(event.lines) for event in read(data)[0]] == [400] * 3


@pytest.mark.parametrize("declared", ["iso-8859-1", "windows-1252", "us-ascii", "hz", "utf-7"])
def test_only_ascii_is_read_by_shape_where_the_encoding_is_another(declared):
    document = "".join(
        sale(receipt([("1", name, "1", "1")])) for name in ("~{<:Ky~}", "A", "+AD4-")
    )
    data = journal(document, head=f'<?xml version="1.0" encoding="{declared}"?>')
    with pytest.MonkeyPatch.context() as patch:
        by_shape = outcome(data)
        patch.setattr(Shapes, "read", lambda shapes, event: None)
        assert outcome(data) == by_shape


def test_a_wrong_byte_in_a_text_of_a_known_shape_is_still_found():
    sales = [sale(receipt([("1", name, "1", "1")])) for name in ("A", "B", "C", "BAD", "E")]
    events, reader = read(journal("".join(sales)).replace(b"BAD", b"CAF\xc9"))
    assert [event.lines[0].description for event in events] == ["A", "B", "C", "CAFÉ", "E"]
    assert [problem.code for problem in reader.problems] == ["read_as_latin1"]


def test_a_character_that_xml_forbids_is_found_in_a_known_shape():
    sales = [sale(receipt([("1", name, "1", "1")])) for name in ("A", "B", "C", "\ufffe", "\x07")]
    _, reader = read(journal("".join(sales[:3] + sales[4:])))
    assert [problem.code for problem in reader.problems] == ["control_characters"]
    with pytest.raises(UnreadableFileError):
        read(journal("".join(sales[:4])))


@pytest.mark.parametrize("damage", ["</ItemLine>", "<SaleEvent>", "<x", "<y:z/>"])
def test_the_place_of_damage_counts_the_lines_that_the_parser_did_not_see(damage):
    good = "\n".join(sale(receipt([("1", "A", "1", "1")])) for _ in range(200))
    data = journal(f"{good}\n{damage}\n")
    with pytest.raises(UnreadableFileError) as refused:
        read(data)
    line = data[: data.index(f"\n{damage}\n".encode())].count(b"\n") + 2
    assert line <= int(refused.value.params["line"]) <= line + 2


def test_a_file_cut_within_a_known_shape_is_truncated():
    data = journal("".join(sale(receipt([("1", "A", "1", "1")])) for _ in range(20)))
    with pytest.raises(UnreadableFileError) as refused:
        read(data[: len(data) - 150])
    assert refused.value.code == "truncated"
