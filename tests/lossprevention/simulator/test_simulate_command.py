import hashlib
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from lossprevention.management.commands.simulate import Command
from lossprevention.simulator.schemes import SCHEMES


def run(out, *arguments):
    written = StringIO()
    call_command(Command(), "--out", str(out), "--start", "2025-11-10", *arguments, stdout=written)
    return written.getvalue()


def digest(folder):
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_same_arguments_give_the_same_bytes(tmp_path):
    for name in ("first", "second"):
        run(tmp_path / name, "--stores", "2", "--days", "1", "--seed", "9")
    first = digest(tmp_path / "first")
    assert first == digest(tmp_path / "second")
    assert len(first) > 1900


def test_it_writes_journals_labels_and_set_up_and_says_what(tmp_path):
    said = run(tmp_path, "--stores", "1", "--days", "1")
    assert {path.name for path in tmp_path.iterdir()} == {"101", "labels.jsonl", "stores.json"}
    assert [path.name for path in (tmp_path / "101" / "PJR").iterdir()] == ["2025-11-10"]
    assert (tmp_path / "101" / "day" / "2025-11-10.xml").stat().st_size > 1_000_000
    labels = [json.loads(line) for line in (tmp_path / "labels.jsonl").read_text().splitlines()]
    assert labels
    [store] = json.loads((tmp_path / "stores.json").read_text())
    assert store["time_zone"] == "America/New_York"
    assert "101 2025-11-10: " in said
    assert said.splitlines()[-1].startswith("1 store days, ")


def test_the_version_of_the_files_can_be_chosen(tmp_path):
    run(tmp_path, "--stores", "1", "--days", "1", "--version", "3.3")
    names = [path.name for path in (tmp_path / "101" / "PJR" / "2025-11-10").iterdir()]
    assert all(name.startswith("PJR330") for name in names)


def test_no_schemes_means_no_labels(tmp_path):
    run(tmp_path, "--stores", "1", "--days", "1", "--schemes", "none")
    assert (tmp_path / "labels.jsonl").read_text() == ""


def test_only_named_schemes_are_injected(tmp_path):
    run(tmp_path, "--stores", "1", "--days", "2", "--schemes", "sweethearting, price_override")
    lines = (tmp_path / "labels.jsonl").read_text().splitlines()
    assert {json.loads(line)["scheme"] for line in lines} == {"sweethearting", "price_override"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--schemes", "teleport"], "no such scheme: teleport"),
        (["--stores", "0"], "at least one store"),
        (["--days", "0"], "at least one day"),
        (["--version", "9.9"], "invalid choice"),
        (["--also", "modisoft,fax"], "no such source: fax"),
        (["--blind", "sale"], "cannot be made blind to sale"),
        (["--spreadsheets", "pdf"], "invalid choice"),
        (["--start", "soon"], "invalid fromisoformat value|invalid date"),
    ],
)
def test_senseless_orders_are_refused_in_words(tmp_path, arguments, words):
    with pytest.raises(CommandError, match=words):
        run(tmp_path, *arguments)


def test_other_sources_tell_of_the_same_day_and_the_labels_say_what(tmp_path):
    run(tmp_path, "--stores", "1", "--days", "1", "--also", "modisoft,msm")
    lines = (tmp_path / "labels.jsonl").read_text().splitlines()
    files = [row for row in map(json.loads, lines) if "file" in row]
    kinds = {row["kind"] for row in files}
    assert {"modisoft_transactions", "modisoft_no_sales", "msm_shift", "msm_day"} <= kinds
    assert {row["file"] for row in files} == {
        str(path.relative_to(tmp_path))
        for folder in ("modisoft", "msm")
        for path in (tmp_path / "101" / folder).iterdir()
    }


def test_asking_for_other_sources_changes_no_journal(tmp_path):
    run(tmp_path / "plain", "--stores", "1", "--days", "1")
    run(tmp_path / "more", "--stores", "1", "--days", "1", "--also", "modisoft", "--also", "msm")
    plain, more = digest(tmp_path / "plain" / "101"), digest(tmp_path / "more" / "101")
    assert plain.items() < more.items()


def test_a_blind_journal_has_none_and_the_labels_name_what_it_lacks(tmp_path):
    run(tmp_path, "--stores", "1", "--days", "1", "--blind", "no_sale", "--also", "msm")
    journals = list((tmp_path / "101" / "PJR").rglob("*.xml"))
    assert journals
    assert not any(b"NoSale" in path.read_bytes() for path in journals)
    rows = map(json.loads, (tmp_path / "labels.jsonl").read_text().splitlines())
    files = {row["kind"]: row for row in rows if "file" in row}
    assert len(files["journal"]["missing"]) == files["msm_day"]["figures"]["no_sales"]["count"] > 0


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(CommandError, match=r"cannot write into .*file"):
        run(blocked, "--stores", "1", "--days", "1")


def test_the_help_names_every_option_and_scheme():
    text = Command().create_parser("manage.py", "simulate").format_help()
    options = ("--out", "--stores", "--days", "--seed", "--schemes", "--start", "--version")
    also = ("--also", "--spreadsheets", "--blind", "modisoft", "msm", "no_sale")
    for word in (*options, *also, "--footage", "--codec", "--footage-around", *SCHEMES):
        assert word in text
