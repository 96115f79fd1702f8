"""Whole files that must be quarantined, each with its reason, fast and in little memory."""

from __future__ import annotations

import io

import pytest

from tests.transactions.formats.journals import CONTEXT, FIXTURES, journal, read, sale
from transactions.formats import FORMATS, open_journal, sniff
from transactions.formats.canonical import UnreadableFileError
from transactions.formats.problems import MESSAGES, sentence

BAD = sorted((FIXTURES / "unreadable").iterdir())
ROOT = "NAXML-POSJournal"


def refusal(data: bytes, name: str = "journal.xml") -> str:
    with pytest.raises(UnreadableFileError) as caught:
        read(data, name)
    assert sentence(caught.value.code, caught.value.params) != caught.value.code
    return caught.value.code


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_file_is_refused_with_the_reason_of_its_name(path):
    assert refusal(path.read_bytes(), path.name) == path.stem


def test_a_pdf_is_told_apart_in_words_a_manager_understands():
    assert sentence("pdf", {}) == (
        "This is a PDF, not a register journal. Export the journal as XML and upload that."
    )


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE x SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;]>',
        '<!DOCTYPE x [<!ENTITY a "' + "a" * 1000 + '">]>',
        "<!DOCTYPE NAXML-POSJournal>",
        "<!doctype x>",
    ],
)
def test_any_doctype_refuses_the_file(doctype):
    data = f'<?xml version="1.0"?>{doctype}<{ROOT}/>'.encode()
    assert refusal(data) == "doctype"


def test_a_doctype_behind_a_long_comment_is_refused_too():
    comment = "<!--" + "x" * 100_000 + "-->"
    data = f'{comment}<!DOCTYPE {ROOT} [<!ENTITY a "b">]><{ROOT}/>'.encode()
    with pytest.raises(UnreadableFileError):
        list(open_journal(io.BytesIO(data), "x", CONTEXT, "naxml_journal"))


def test_an_undeclared_entity_refuses_the_file():
    assert refusal(journal(sale("<RefundReason>&secret;</RefundReason>"))) == "not_well_formed"


@pytest.mark.parametrize("depth", [300, 100_000])
def test_nesting_without_end_is_refused(depth):
    assert refusal(journal(sale("<a>" * depth + "</a>" * depth))) == "too_deep"


def test_one_text_of_thirty_megabytes_is_refused():
    assert refusal(journal(sale(f"<Description>{'x' * 30_000_000}</Description>"))) in {
        "event_too_large",
        "text_too_large",
    }


def test_a_thousand_megabytes_of_nesting_are_refused_after_the_first():
    class Endless(io.RawIOBase):
        """Nesting for ever; counts what was taken of it."""

        def __init__(self) -> None:
            self.taken = 0

        def read(self, size: int = -1) -> bytes:
            start = f"<{ROOT}><JournalReport><SaleEvent>".encode() if not self.taken else b""
            self.taken += size
            return (start + b"<a>" * size)[:size]

        def seek(self, offset: int, whence: int = 0) -> int:
            self.taken = offset
            return offset

    stream = Endless()
    with pytest.raises(UnreadableFileError) as caught:
        list(open_journal(stream, "x.xml", CONTEXT))
    assert caught.value.code == "too_deep"
    assert stream.taken < 1_000_000


def test_an_event_that_never_ends_is_refused():
    assert refusal(journal(sale("<a/>" * 1_000_000))) == "event_too_large"


def test_an_event_of_too_many_elements_is_refused():
    assert refusal(journal(sale("<a/>" * 25_000))) == "event_too_many_elements"


def test_too_many_elements_are_noticed_behind_other_events():
    data = journal("".join([sale() * 900, sale("<a/>" * 25_000), sale()]))
    assert refusal(data) == "event_too_many_elements"


def test_two_hundred_thousand_attributes_are_refused():
    attributes = " ".join(f'a{number}="1"' for number in range(200_000))
    code = refusal(journal(sale(f"<a {attributes}/>")))
    assert code in {"too_many_attributes", "event_too_large"}


def test_too_many_attributes_are_refused_below_the_size_limit_as_well():
    attributes = " ".join(f'a{number}=""' for number in range(30_000))
    assert refusal(journal(sale(f"<a {attributes}/>"))) == "too_many_attributes"


def test_ever_new_names_are_refused():
    events = "".join(sale(f"<n{number}/>") for number in range(6_000))
    assert refusal(journal(events)) == "too_many_names"


@pytest.mark.parametrize("cut", [0.1, 0.35, 0.5, 0.9, 0.999])
def test_a_truncated_file_is_refused_wherever_it_was_cut(cut):
    data = (FIXTURES / "cpjr_consolidated_shift.xml").read_bytes().rstrip()
    assert refusal(data[: int(len(data) * cut)]) in {"truncated", "not_well_formed"}


def test_events_before_the_damage_come_first_so_callers_must_take_them_back():
    data = journal(sale() * 5_000)[:-40]
    reader = open_journal(io.BytesIO(data), "x.xml", CONTEXT)
    seen = 0
    with pytest.raises(UnreadableFileError):
        for _ in reader:
            seen += 1
    assert 0 < seen <= 5_000


def test_the_formats_name_themselves_by_their_bytes_not_their_names():
    data = (FIXTURES / "passport_sale_with_change.xml").read_bytes()
    assert sniff(data, "whatever.pdf") == "naxml_journal"
    assert set(FORMATS) >= {"naxml_journal"}


def test_a_root_behind_comments_and_instructions_is_found():
    data = b'<?xml version="1.0"?>\n<!-- <NotTheRoot> -->\n<?pi x?>\n' + journal(sale(), head="")
    assert len(read(data)[0]) == 1


def test_a_format_may_be_named():
    data = (FIXTURES / "passport_sale_with_change.xml").read_bytes()
    assert len(list(open_journal(io.BytesIO(data), "x", CONTEXT, "naxml_journal"))) == 1
    with pytest.raises(KeyError):
        open_journal(io.BytesIO(data), "x", CONTEXT, "no_such_format")


def test_every_sentence_can_be_filled():
    params = {"limit": "5", "line": "1", "field": "f", "value": "v", "count": "2"}
    for code in MESSAGES:
        assert "%(" not in sentence(code, params)


def test_a_sentence_renders_even_when_a_parameter_is_missing():
    assert sentence("not_well_formed", {}).startswith("This file is damaged")


def test_sentences_are_translated_before_they_are_filled():
    assert sentence("more_problems", {"count": "3"}, lambda _: "%(count)s weitere") == "3 weitere"
