"""The product's own reader must come to the truth that the simulator knows."""

from io import BytesIO

import pytest

from lossprevention.simulator.writers.day_file import day_document
from lossprevention.simulator.writers.passport import file_name, journal_file
from transactions.flags import find_flags
from transactions.formats import open_journal
from transactions.formats.canonical import FormatContext

CONTEXT = FormatContext()


def read(content, name):
    reader = open_journal(BytesIO(content), name, CONTEXT)
    events = list(reader)
    assert reader.problems == []
    assert dict(reader.unknown_elements) == {}
    return events


def verdict(event):
    return event.event_type, frozenset(hit.flag for hit in find_flags(event, CONTEXT))


@pytest.mark.parametrize("index", [0, 4])
def test_every_event_of_a_day_is_understood_from_both_layouts(week, index):
    day = week[index]
    whole = {
        (event.register, event.transaction_no): verdict(event)
        for event in read(b"".join(day_document(day)), "day.xml")
    }
    for truth in day.events:
        name = file_name(day.profile, truth)
        [event] = read(journal_file(day.profile, truth), name)
        assert verdict(event) == (truth.expected_type, truth.expected_flags), name
        assert whole.pop((event.register, event.transaction_no)) == verdict(event)
        local = truth.moment.astimezone(day.profile.zone).replace(tzinfo=None)
        assert event.occurred_local == local
        assert event.grand == truth.net
    assert whole == {}
