"""A spreadsheet is kept as its rows: redacted, hashed as it came, once."""

from __future__ import annotations

import hashlib
import io
import json

import pytest

from tests.transactions.formats.tabular.workbooks import (
    compound,
    record,
    repacked,
    xls,
    xls_with,
    xlsx,
    zipped,
)
from tests.transactions.journals import Ring, journal
from transactions.models import FileState, SourceFile
from transactions.services.keep import Incoming
from transactions.services.receive import receive_upload
from transactions.services.stored import opened

CARD = 4111111111111111
TABLE = [["Date", "Phone", "Note"], ["1/2/26", 5551234567, CARD]]


def send(store, *files: tuple[str, bytes]) -> list[SourceFile]:
    incoming = [Incoming(name, io.BytesIO(data)) for name, data in files]
    return list(receive_upload(store=store, user=None, files=incoming).files.order_by("pk"))


def kept_bytes(files) -> bytes:
    return b"".join(path.read_bytes() for path in files.rglob("*") if path.is_file())


@pytest.mark.parametrize("make", [xlsx, xls])
@pytest.mark.parametrize("name", ["voids.xlsx", "voids.xls", "voids.csv"])
def test_a_spreadsheet_is_kept_as_redacted_rows_under_its_own_hash(store, make, name):
    data = make({"Voids": TABLE})
    (source,) = send(store, (name, data))
    assert (source.state, source.original_name) == (FileState.RECEIVED, name)
    assert (source.sha256, source.size) == (hashlib.sha256(data).hexdigest(), len(data))
    assert source.redacted == 1
    with opened(source) as plain:
        lines = [json.loads(line) for line in plain]
    assert lines[0]["container"] == make.__name__
    assert lines[1:] == [
        {"sheet": "Voids"},
        ["Date", "Phone", "Note"],
        ["1/2/26", "XXXXXXXXXX", "XXXXXXXXXXXX1111"],
    ]


def test_the_same_spreadsheet_again_is_a_duplicate(store):
    data = xlsx({"Voids": TABLE})
    assert [each.state for each in send(store, ("a.xlsx", data), ("b.xls", data))] == [
        FileState.RECEIVED,
        FileState.DUPLICATE,
    ]


def test_a_zip_may_hold_journals_and_spreadsheets_of_every_kind(store):
    members = {
        "PJR1.xml": journal(Ring(1)),
        "voids.xlsx": xlsx({"Voids": TABLE}),
        "refunds.xls": xlsx({"Refunds": TABLE}),
        "old/sales.xls": xls({"Sales": TABLE}),
        "macro.xlsm": repacked(xlsx({"A": TABLE}), {"xl/vbaProject.bin": b"x"}),
        "locked.xls": xls_with(record(0x2F, b"\1\0" * 3)),
        "report.csv": b"Date,Type,Phone\r\n1/2/26,Void,555\r\n",
        "inner.zip": zipped({"a.txt": b"a"}),
    }
    sources = {each.original_name: each for each in send(store, ("day.zip", zipped(members)))}
    assert {name: each.reason_code for name, each in sources.items() if each.reason_code} == {
        "macro.xlsm": "macros",
        "locked.xls": "password",
        "inner.zip": "member_archive",
    }
    for name in ("voids.xlsx", "refunds.xls", "sales.xls"):
        with opened(sources[name]) as plain:
            assert b"5551234567" not in plain.read()
    with opened(sources["report.csv"]) as plain:
        assert plain.read() == b"Date,Type,Phone\r\n1/2/26,Void,XXX\r\n"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (compound({"EncryptedPackage": b"4111111111111111"}), "password"),
        (xlsx({"A": [["=1+1", CARD]]}), "formulas"),
        (xlsx({"A": []}), "spreadsheet_empty"),
        (xlsx({"A": [[CARD]]})[:-300], "zip_damaged"),
        (b"%PDF-1.4 4111111111111111", "pdf"),
        (b"MIME-Version: 1.0\r\n\r\n4111111111111111", "web_archive"),
    ],
)
def test_nothing_of_a_refused_file_is_kept_but_its_name_size_and_hash(store, files, data, code):
    (source,) = send(store, ("report.xlsx", data))
    assert (source.state, source.reason_code) == (FileState.QUARANTINED, code)
    assert (source.sha256, source.size) == (hashlib.sha256(data).hexdigest(), len(data))
    assert source.stored_key == ""
    assert kept_bytes(files) == b""


def test_a_refused_spreadsheet_harms_no_other_file_of_the_upload(store):
    sources = send(
        store,
        ("PJR1.xml", journal(Ring(1))),
        ("bad.xlsx", xlsx({"A": [["=1"]]})),
        ("good.xlsx", xlsx({"Voids": TABLE})),
        ("PJR2.xml", journal(Ring(2))),
    )
    assert [each.state for each in sources] == [
        FileState.RECEIVED,
        FileState.QUARANTINED,
        FileState.RECEIVED,
        FileState.RECEIVED,
    ]
    with opened(sources[3]) as plain:
        assert plain.read() == journal(Ring(2))
