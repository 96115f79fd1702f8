"""``inspect_journal``: the JSON others rely on, without any database."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command

from tests.transactions.formats.journals import FIXTURES, journal, sale
from transactions.formats import inspection
from transactions.formats.inspection import Inspection

NEW_YORK = ZoneInfo("America/New_York")


def inspect(*paths):
    inspected = Inspection(NEW_YORK)
    *events, last = inspected.lines(paths)
    return events, last["summary"], inspected.exit_status


def run(*arguments):
    out = io.StringIO()
    status = 0
    try:
        call_command("inspect_journal", *map(str, arguments), stdout=out)
    except SystemExit as error:
        status = error.code
    return out.getvalue().splitlines(), status


def test_an_event_has_exactly_the_documented_keys():
    (event,), _, _ = inspect(FIXTURES / "passport_refund_without_link.xml")
    assert event == {
        "file": str(FIXTURES / "passport_refund_without_link.xml"),
        "event_type": "refund",
        "confidence": "certain",
        "flags": ["refund"],
        "reasons": {"refund": "Refund of $64.20 with no sale linked to it."},
        "occurred_at": "2026-03-09T17:31:38+00:00",
        "occurred_local": "2026-03-09T13:31:38",
        "time_basis": "receipt",
        "business_date": "2026-03-09",
        "store": "0087",
        "register": "2",
        "cashier": "14",
        "approver": "",
        "transaction_no": "9612",
        "amount": "-64.20",
        "lines": [
            {
                "sequence": 1,
                "kind": "item",
                "status": "normal",
                "sku": "041820012345",
                "description": "MOTOR OIL CASE",
                "department": "5",
                "quantity": "-1",
                "unit_price": "64.20",
                "regular_price": "64.20",
                "amount": "-64.20",
                "entry_method": "scan",
                "approver": "",
                "age_bypassed": False,
                "linked_transaction_no": "",
            }
        ],
        "adjustments": [],
        "tenders": [
            {
                "class": "cash",
                "code": "cash",
                "sub_code": "generic",
                "amount": "-64.20",
                "is_change": False,
                "card_last4": "",
            }
        ],
    }


def test_an_offset_in_the_journal_beats_the_time_zone():
    events, _, _ = inspect(FIXTURES / "conexxus_with_offsets_and_empty_flags.xml")
    assert events[0]["occurred_at"] == "2026-06-21T13:21:28+00:00"


def test_what_is_not_known_is_null(tmp_path):
    path = tmp_path / "a.xml"
    path.write_bytes(journal("<VoidEvent/>"))
    (event,), summary, _ = inspect(path)
    assert (event["occurred_at"], event["business_date"], event["amount"]) == (None, None, None)
    assert summary["problems"][0]["reason"] == "A transaction carries no usable time."


def test_the_summary_counts_files_events_types_flags_and_unknown_elements():
    _, summary, status = inspect(
        FIXTURES / "passport_unknown_event.xml",
        FIXTURES / "cpjr_consolidated_shift.xml",
        FIXTURES / "unreadable" / "pdf.xml",
    )
    assert (summary["files"], summary["events"]) == (3, 5)
    assert summary["by_type"] == {"unknown": 1, "sale": 3, "refund": 1}
    assert summary["by_flag"] == {"refund": 1}
    assert summary["unknown_elements"] == {"MysteryDetail": 1, "Riddle": 1}
    assert summary["problems"] == [
        {
            "file": str(FIXTURES / "unreadable" / "pdf.xml"),
            "reason": "This is a PDF, not a register journal. Export the journal as XML and "
            "upload that.",
        }
    ]
    assert status == 1


def test_a_problem_inside_a_readable_file_is_no_quarantine():
    path = FIXTURES / "passport_bad_date_and_numbers_beside_a_good_event.xml"
    events, summary, status = inspect(path)
    assert (len(events), status) == (2, 0)
    assert len(summary["problems"]) > 5


def test_a_file_that_is_damaged_at_its_end_gives_no_event(tmp_path, monkeypatch):
    path = tmp_path / "a.xml"
    path.write_bytes(journal(sale() * 3_000)[:-50])
    for limit in (10_000_000, 1_000):
        monkeypatch.setattr(inspection, "_IN_MEMORY", limit)
        events, summary, status = inspect(path)
        assert (events, summary["events"], status) == ([], 0, 1)


def test_a_large_file_gives_the_same_as_a_small_one(tmp_path, monkeypatch):
    path = tmp_path / "a.xml"
    path.write_bytes(journal("".join(sale(number=str(n)) for n in range(3_000))))
    small = inspect(path)
    monkeypatch.setattr(inspection, "_IN_MEMORY", 1_000)
    assert inspect(path) == small


def test_folders_and_archives_are_opened(tmp_path):
    folder = tmp_path / "day"
    folder.mkdir()
    shutil.copy(FIXTURES / "passport_cancelled_line.xml", folder / "b.xml")
    with zipfile.ZipFile(folder / "a.zip", "w") as archive:
        archive.write(FIXTURES / "passport_no_sale.xml", "PJR/no_sale.xml")
        archive.writestr("../up.xml", "x")
    events, summary, status = inspect(folder)
    assert [event["file"] for event in events] == [
        f"{folder}/a.zip/PJR/no_sale.xml",
        f"{folder}/b.xml",
    ]
    assert [problem["file"] for problem in summary["problems"]] == [f"{folder}/a.zip/../up.xml"]
    assert (summary["files"], status) == (3, 1)


def test_a_missing_file_is_a_problem_not_a_crash(tmp_path):
    events, summary, status = inspect(tmp_path / "missing.xml")
    assert (events, status) == ([], 1)
    assert summary["problems"][0]["reason"] == "This file could not be opened."


def test_card_numbers_are_masked_on_the_way(tmp_path):
    path = tmp_path / "a.xml"
    path.write_bytes(journal(sale("<RefundReason>card 4111111111111111</RefundReason>")))
    events, _, _ = inspect(FIXTURES / "passport_masked_and_plain_card_numbers.xml", path)
    assert "4111" not in json.dumps(events)
    assert events[0]["tenders"][0]["card_last4"] == "1111"


def test_the_command_prints_json_lines_and_exits_with_the_status():
    lines, status = run(FIXTURES / "passport_no_sale.xml", "--json", "--timezone", "UTC")
    event, last = map(json.loads, lines)
    assert (event["event_type"], status) == ("no_sale", 0)
    assert last["summary"]["by_flag"] == {"no_sale": 1}
    _, status = run(FIXTURES / "unreadable" / "empty.xml", "--json")
    assert status == 1


def test_the_command_also_speaks_plainly():
    lines, _ = run(FIXTURES / "passport_no_sale.xml")
    assert lines[0].endswith("Drawer opened without a sale.")
    assert "1 files, 1 events" in lines[1]


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../../etc/passwd"])
def test_an_unknown_time_zone_is_refused(zone):
    with pytest.raises(CommandError, match="no time zone"):
        call_command("inspect_journal", "x", "--timezone", zone)
