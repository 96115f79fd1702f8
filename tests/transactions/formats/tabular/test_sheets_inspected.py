"""``inspect_journal`` takes spreadsheets the way that an upload does."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from tests.transactions.formats.tabular.workbooks import xls, xlsx, zipped
from transactions.formats.inspection import Inspection

TABLE = [
    ["Void Report"] * 8,
    [],
    ["Date", "Time", "Register", "Cashier", "Transaction No", "Type", "Amount", "Loyalty No"],
    ["1/20/2026", "10:05 AM", "1", "Ann", "1001", "Void", "5.00", "700123"],
    ["1/20/2026", "10:07 AM", "1", "Ann", "1002", "No Sale", "0.00", ""],
]
CSV = "\r\n".join(",".join(row) for row in TABLE).encode()
PAGE = (
    "<table>"
    + "".join("<tr>" + "".join(f"<td>{cell}" for cell in row) + "</tr>" for row in TABLE)
    + "</table>"
).encode()


def inspected(tmp_path, name: str, data: bytes):
    path = tmp_path / name
    path.write_bytes(data)
    inspection = Inspection(ZoneInfo("America/New_York"))
    *events, summary = inspection.lines([path])
    return events, summary["summary"], inspection.exit_status


@pytest.mark.parametrize(
    "data",
    [xlsx({"Voids": TABLE}), xls({"Voids": TABLE}), CSV, PAGE],
    ids=["xlsx", "xls", "csv", "html"],
)
def test_a_table_in_any_container_gives_the_same_events(tmp_path, data):
    events, summary, status = inspected(tmp_path, "report.xls", data)
    assert [(each["event_type"], each["occurred_at"], each["flags"]) for each in events] == [
        ("void", "2026-01-20T15:05:00+00:00", ["void"]),
        ("no_sale", "2026-01-20T15:07:00+00:00", ["no_sale"]),
    ]
    assert (summary["files"], status) == (1, 0)


def test_files_of_an_archive_are_read_or_said(tmp_path):
    members = {
        "a.xlsx": xlsx({"Voids": TABLE}),
        "b.csv": CSV,
        "c.xls": xlsx({"A": [["=1+1"]]}),
        "d.xlsx": b"PK\x03\x04 not really",
    }
    events, summary, status = inspected(tmp_path, "day.zip", zipped(members))
    assert (len(events), summary["files"], status) == (4, 4, 1)
    said = {each["file"].rpartition("/")[2]: each["reason"] for each in summary["problems"]}
    assert "formulas" in said["c.xls"]
    assert "damaged" in said["d.xlsx"]


def test_a_damaged_spreadsheet_is_said(tmp_path):
    _, summary, status = inspected(tmp_path, "a.xlsx", xlsx({"Voids": TABLE})[:-200])
    assert (summary["events"], status) == (0, 1)
    assert "damaged" in summary["problems"][0]["reason"]
