"""What the quick look lets pass is what the search that knows everything leaves alone."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.transactions.formats.journals import journal, sale
from transactions.formats.canonical import UnreadableFileError
from transactions.formats.familiar_markup import ENOUGH_FAILURES, MAX_KNOWN, FamiliarMarkup
from transactions.formats.redaction_stages import Markup, RegisterMarkup

CARD = "4111111111111111"
PIECES = st.sampled_from(
    [
        CARD,
        "4111 1111 1111 1111",
        "4111-1111",
        "-1111-1111",
        "00040001516872",
        "5",
        " ",
        "-",
        "\n",
        "<POSCode>",
        "</POSCode>",
        "<AccountID>",
        "</AccountID>",
        "<LoyaltyID>",
        "</LoyaltyID>",
        "<Note a='",
        "'/>",
        "<n:DriverName>",
        "</n:DriverName>",
        'phone="555"',
        "phone = '1'",
        "=",
        "%B1234 5678 9012^DOE/J^9912",
        ";4111111111111111=9912?",
        "&#52;",
        "&amp;",
        "2% MILK",
        "<!-- ",
        " -->",
        "<![CDATA[",
        "]]>",
        "<?p ",
        "?>",
        "<!ENTITY",
        "COFFEE",
        "É",
        "\x01",
        ">",
        "<a>",
    ]
)


def fed(stage, data: bytes, cut: int):
    """What is kept and how much was masked, or the refusal."""
    try:
        kept = b"".join(stage.feed(data[at : at + cut]) for at in range(0, len(data), cut))
        return kept + stage.finish(), stage.redacted
    except UnreadableFileError as refusal:
        return refusal.code


@given(st.lists(PIECES, max_size=40), st.integers(1, 4), st.integers(20, 400))
@settings(max_examples=300, deadline=None)
def test_the_quick_look_changes_nothing(pieces, times, cut):
    document = ("<a>" + "".join(pieces) + "</a>") * times
    data = f"<NAXML-POSJournal>{document}</NAXML-POSJournal>".encode()
    with_look, without = fed(RegisterMarkup(), data, cut), fed(Markup(), data, cut)
    assert with_look == without


def test_a_card_number_among_a_thousand_events_is_masked():
    events = [sale(f"<Note>COFFEE {n}</Note>", number=str(n)) for n in range(1000)]
    events[700] = sale(f"<Note>{CARD}</Note>")
    kept, count = fed(RegisterMarkup(), journal("\n".join(events)), 64 * 1024)
    assert count == 1
    assert CARD.encode() not in kept
    assert len(kept) == len(journal("\n".join(events)))


def test_a_private_name_is_seen_again_each_time():
    events = "\n".join(sale(f"<LoyaltyID>{n}777</LoyaltyID>", number=str(n)) for n in range(300))
    kept, _ = fed(RegisterMarkup(), journal(events), 64 * 1024)
    assert b"777</LoyaltyID>" not in kept


def test_markup_once_seen_is_not_searched_again(monkeypatch):
    searched = []
    monkeypatch.setattr(
        "transactions.formats.redaction_stages.drop_private",
        lambda block: (searched.append(len(block)), block)[1],
    )
    data = journal("\n".join(sale(number=str(n)) for n in range(1000)))
    fed(RegisterMarkup(), data, 64 * 1024)
    assert sum(searched) < len(data) / 10


def test_a_file_of_ever_new_markup_takes_no_more_than_so_much_memory():
    look = FamiliarMarkup()
    for number in range(3 * MAX_KNOWN):
        assert look.holds_nothing(f"<a{number}>1</a{number}>".encode())
    assert len(look._known) <= MAX_KNOWN


def test_where_it_never_helps_it_is_given_up():
    look = FamiliarMarkup()
    for _ in range(ENOUGH_FAILURES):
        assert not look.holds_nothing(b"<LoyaltyID>1</LoyaltyID>")
    assert not look.holds_nothing(b"<a>1</a>")
