"""Bad files of every kind, made by code: cut, mis-encoded, bombs, lies.

Run as a program it reads them all as an upload would, and prints what became of each.
"""

from __future__ import annotations

import io
import json
import random
import signal
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks.fuzz.targets import TARGETS
from benchmarks.peaks import own_peak_kib
from transactions.formats.canonical import FormatContext
from transactions.formats.inspection import Inspection

SECONDS_PER_FILE = 10
ROOT = Path(__file__).parents[2] / "fixtures"
JOURNAL = (ROOT / "naxml" / "cpjr_consolidated_shift.xml").read_bytes()
MOVEMENT = (ROOT / "naxml_movement" / "passport_msm_shift_with_pumps_behind.xml").read_bytes()
LINES = (ROOT / "canonical_json" / "lines.jsonl").read_bytes()
BODY = (ROOT / "canonical_json" / "body.json").read_bytes()
CSV, HTML, SPREADSHEETML, GRID = (target.seeds[0] for target in TARGETS[3:7])
GOOD = {
    "journal": JOURNAL,
    "movement": MOVEMENT,
    "lines": LINES,
    "body": BODY,
    "csv": CSV,
    "html": HTML,
    "spreadsheetml": SPREADSHEETML,
    "grid": GRID,
}
MARKUP = ("journal", "movement", "html", "spreadsheetml")


def corpus():
    """(name, bytes) of each; the same on every machine."""
    yield from cut()
    yield from encoded()
    yield from spoiled()
    yield from bombs()
    yield from of_json()
    yield from of_tables()
    yield from packed()
    yield from strangers()


def cut():
    """A journal at every 1/200 of its length, the others at every 1/60."""
    for name, data in GOOD.items():
        parts = 200 if name in {"journal", "movement"} else 60
        for part in range(parts):
            yield f"cut-{name}-{part}", data[: len(data) * part // parts]


def encoded():
    for name, data in GOOD.items():
        text = data.decode("latin-1")
        for encoding in ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-7"):
            yield f"encoded-{name}-{encoding}", text.encode(encoding)
        yield f"encoded-{name}-half-a-character", text.encode("utf-16")[:-1]
        yield f"encoded-{name}-wrong-mark", b"\xff\xfe" + data
        yield f"encoded-{name}-two-marks", b"\xef\xbb\xbf\xef\xbb\xbf" + data
    for encoding in ("IBM037", "utf-7", "no-such", "utf-16", "hz", "x" * 5000):
        head = f'<?xml version="1.0" encoding="{encoding}"?>'.encode()
        yield f"declared-{encoding[:10]}", head + JOURNAL[JOURNAL.index(b"<NAXML") :]


def spoiled():
    chance = random.Random(11)
    for name, data in GOOD.items():
        yield f"nul-tail-{name}", data + b"\0" * 100_000
        yield f"nul-head-{name}", b"\0" * 5_000 + data
        yield f"nul-between-{name}", data.replace(b"e", b"e\0")
        yield f"high-{name}", data.replace(b"e", b"\xff")
        yield f"controls-{name}", data.replace(b"a", b"\x07")
        yield f"twice-{name}", data + data
        for number in range(6):
            noisy = bytearray(data)
            for _ in range(20):
                noisy[chance.randrange(len(noisy))] = chance.randrange(256)
            yield f"noise-{name}-{number}", bytes(noisy)


def bombs():
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    entities = {
        "laughs": f'<!ENTITY l0 "ha">{laughs}',
        "quadratic": f'<!ENTITY l9 "{"a" * 100_000}">',
        "file": '<!ENTITY l9 SYSTEM "file:///etc/passwd">',
        "net": '<!ENTITY l9 SYSTEM "http://127.0.0.1:9/x">',
        "parameter": '<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;',
    }
    roots = {"journal": "NAXML-POSJournal", "movement": "NAXML-MovementReport"}
    for kind, root in {**roots, "workbook": "Workbook", "html": "html"}.items():
        for name, entity in entities.items():
            doctype = f"<!DOCTYPE {root} [{entity}]>"
            yield f"entity-{kind}-{name}", f"{doctype}<{root}>{'&l9;' * 9}</{root}>".encode()
            late = f"<{root}><!-- {doctype} --> {doctype}</{root}>"
            yield f"entity-{kind}-{name}-late", late.encode()
        for depth in (300, 200_000):
            yield f"deep-{kind}-{depth}", f"<{root}>{'<a>' * depth}".encode()
        many = " ".join(f'a{number}="1"' for number in range(50_000))
        yield f"attributes-{kind}", f"<{root}><x {many}/></{root}>".encode()
        yield f"names-{kind}", names(root)
        yield f"text-{kind}", f"<{root}><x>{'y' * 12_000_000}</x></{root}>".encode()
        yield f"tag-{kind}", f"<{root}><{'y' * 3_000_000}".encode()
        yield f"quote-{kind}", f'<{root} a="{"y" * 3_000_000}'.encode()
        yield f"comment-{kind}", f"<{root}><!--{'-' * 3_000_000}".encode()


def names(root: str) -> bytes:
    return f"<{root}>{''.join(f'<n{number}/>' for number in range(20_000))}</{root}>".encode()


def of_json():
    head = LINES.split(b"\n")[0] + b"\n"
    event = LINES.split(b"\n")[1]
    bad = {
        "nan": event.replace(b'"9.00"', b"NaN"),
        "infinite": event.replace(b'"9.00"', b"-Infinity"),
        "float": event.replace(b'"9.00"', b"9.00"),
        "twice": event[:-1] + b', "event_type": "void"}',
        "deep": b'{"lines": ' + b"[" * 100_000,
        "deep-objects": b'{"lines": ' + b'{"a":' * 100_000,
        "long-number": b'{"amount": ' + b"9" * 500_000 + b"}",
        "long-text": b'{"cashier": "' + b"x" * 2_000_000 + b'"}',
        "surrogate": event.replace(b"COFFEE", b"\\ud800"),
        "nul": event.replace(b"COFFEE", b"\\u0000"),
        "array": b"[" + event + b"]",
        "null": b"null",
        "many-lines": event.replace(b'"lines": [', b'"lines": [' + b'{"kind": "item"},' * 5_000),
    }
    for name, line in bad.items():
        yield f"json-line-{name}", head + line + b"\n" + event + b"\n"
        whole = head.rstrip(b"}\n").replace(b', "count": 3', b"") + b', "events": ['
        yield f"json-body-{name}", whole + line + b"]}"
    for change in (b'"version": 2', b'"version": "1"', b'"version": null', b'"x": 1'):
        yield f"json-head-{change.decode()[:14]}", BODY.replace(b'"version": 1', change)
    yield (
        "json-many-events",
        b'{"format": "lossprevention.events", "version": 1, "events": ['
        + (b"{}," * 50_000)
        + b"{}]}",
    )


def of_tables():
    yield "csv-million-columns", b"," * 1_000_000 + b"\n" + CSV
    yield "csv-long-line", b"Date,Amount,Type\n" + b"x" * 9_000_000
    yield "csv-open-quote", b'Date,Amount,Type\n"' + CSV * 200
    yield "csv-quotes", b'"' * 500_000
    yield "csv-only-header", CSV.split(b"\r\n")[0]
    yield "csv-no-header", b"\n".join(CSV.split(b"\r\n")[1:])
    yield "csv-delimiters", b",;\t|" * 100_000
    yield "csv-formulas", CSV.replace(b"$9.00", b"=HYPERLINK(1)")
    yield "csv-carriage-returns", CSV.replace(b"\r\n", b"\r") * 300
    yield "html-nested", b"<table><tr><td>" * 20_000
    yield "html-spans", HTML.replace(b"<td>", b'<td colspan="99999999" rowspan="99999999">')
    yield "html-scripts", HTML.replace(b"<table>", b"<script>while(1){}</script><table>")
    yield "html-references", HTML.replace(b"Sale", b"&#99999999;&nosuch;&#x0;")
    yield "html-log-in", b"<html><body><form>Password</form></body></html>"
    yield "ml-far-index", SPREADSHEETML.replace(b"<Row>", b'<Row ss:Index="999999999">')
    yield "ml-wide", SPREADSHEETML.replace(b"<Cell>", b'<Cell ss:MergeAcross="9999999">')
    yield "grid-lies", GRID.replace(b'"03/09/2026"', b'{"d":"2026-99-99"}')
    yield "grid-skip", GRID.replace(b'{"sheet":"Report"}', b'{"sheet":"R"}\n{"skip":99999999999}')
    yield "grid-objects", GRID.replace(b'"Sale"', b'{"n":{"n":[]}}')


def zipped(files, compression=zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, data in files:
            entry = zipfile.ZipInfo(name, (2026, 3, 9, 14, 0, 0))
            entry.compress_type = compression
            archive.writestr(entry, data)
    return out.getvalue()


def packed():
    good = zipped([("a.xml", JOURNAL), ("b.csv", CSV)])
    for part in range(40):
        yield f"zip-cut-{part}", good[: len(good) * part // 40]
    for number in range(20):
        chance, noisy = random.Random(number), bytearray(good)
        for _ in range(12):
            noisy[chance.randrange(len(noisy))] = chance.randrange(256)
        yield f"zip-noise-{number}", bytes(noisy)
    yield "zip-empty", zipped([])
    yield "zip-bomb", zipped([("a.xml", b"\0" * 60_000_000)])
    yield "zip-in-zip", zipped([("a.zip", good)])
    yield "zip-paths", zipped([("../../etc/x.xml", JOURNAL), ("/x.xml", JOURNAL), ("c:\\x", CSV)])
    yield "zip-same-name", zipped([("a.xml", JOURNAL), ("a.xml", CSV)])
    yield "zip-many", zipped([(f"{number}.xml", b"<a/>") for number in range(3_000)])
    yield "zip-lzma", zipped([("a.xml", JOURNAL)], zipfile.ZIP_LZMA)
    sheet = [("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<workbook/>")]
    yield "xlsx-hollow", zipped(sheet)
    yield "xlsx-macro", zipped([*sheet, ("xl/vbaProject.bin", b"x")])
    yield "xlsx-bomb", zipped([*sheet, ("xl/worksheets/sheet1.xml", b"<c/>" * 15_000_000)])
    yield (
        "xlsx-entities",
        zipped([*sheet, ("xl/sharedStrings.xml", b'<!DOCTYPE a [<!ENTITY b "c">]>')]),
    )


def strangers():
    for name, start in {
        "pdf": b"%PDF-1.7\n", "png": b"\x89PNG\r\n", "jpeg": b"\xff\xd8\xff", "exe": b"MZ\x90\0",
        "elf": b"\x7fELF", "gzip": b"\x1f\x8b", "7z": b"7z\xbc\xaf\x27\x1c", "rar": b"Rar!",
        "ole": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "sqlite": b"SQLite format 3\0",
        "rtf": b"{\\rtf1",
        "web-archive": b"MIME-Version: 1.0\r\n",
        "text": b"Dear customer,\n", "bat": b"@echo off\r\n",
    }.items():  # fmt: skip
        yield f"stranger-{name}", start + random.Random(5).randbytes(3_000)
        yield f"stranger-{name}-alone", start
    yield "empty", b""
    yield "blank", b" \r\n" * 500
    yield "zeros", b"\0" * 50_000


def read_all() -> dict[str, object]:
    """What became of each file by name, the slowest, and the process's peak memory."""
    ends: dict[str, dict[str, object]] = {}
    slowest = 0.0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bad"
        for name, data in corpus():
            path.write_bytes(data)
            began = time.perf_counter()
            signal.alarm(3 * SECONDS_PER_FILE)
            ends[name] = _end_of(path)
            signal.alarm(0)
            slowest = max(slowest, time.perf_counter() - began)
            ends[name]["seconds"] = time.perf_counter() - began
    return {"ends": ends, "slowest": slowest, "peak_mb": own_peak_kib() / 1024}


def _end_of(path: Path) -> dict[str, object]:
    context = FormatContext(accept_proposed=True)
    inspection = Inspection(ZoneInfo("America/New_York"), context=context)
    try:
        *events, _ = inspection.lines([path])
    except Exception as error:  # noqa: BLE001  a crash is what is looked for
        return {"end": "crash", "reasons": [f"{type(error).__name__}: {error!s:.300}"]}
    reasons = [problem["reason"] for problem in inspection.problems]
    if inspection.quarantined:
        return {"end": "refused", "reasons": reasons}
    return {"end": "partly" if reasons else "read", "reasons": reasons, "events": len(events)}


if __name__ == "__main__":
    json.dump(read_all(), sys.stdout)
