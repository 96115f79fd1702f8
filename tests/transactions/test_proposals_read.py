"""What a person confirmed holds when journals are read."""

from __future__ import annotations

from pathlib import Path

import pytest

from transactions.formats import open_journal
from transactions.formats.canonical import FormatContext, TenderClass

FIXTURES = Path(__file__).parents[1] / "fixtures" / "naxml"
SALE = FIXTURES / "passport_sale_with_change.xml"


def classes(confirmed):
    with SALE.open("rb") as stream:
        events = list(open_journal(stream, SALE.name, FormatContext(tender_classes=confirmed)))
    return {tender.code: tender.tender_class for event in events for tender in event.tenders}


def test_a_confirmed_kind_of_payment_beats_the_words_of_the_code():
    (code,) = classes({})
    assert classes({}) == {code: TenderClass.CASH}
    assert classes({code.lower(): "gift"}) == {code: TenderClass.GIFT}


@pytest.mark.parametrize("confirmed", [{"other": "gift"}, {"cash": "no such kind"}])
def test_what_was_said_of_other_codes_or_makes_no_sense_changes_nothing(confirmed):
    assert set(classes(confirmed).values()) == {TenderClass.CASH}
