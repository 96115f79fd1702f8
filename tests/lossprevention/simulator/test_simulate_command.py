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
        (["--start", "soon"], "invalid fromisoformat value|invalid date"),
    ],
)
def test_senseless_orders_are_refused_in_words(tmp_path, arguments, words):
    with pytest.raises(CommandError, match=words):
        run(tmp_path, *arguments)


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(CommandError, match=r"cannot write into .*file"):
        run(blocked, "--stores", "1", "--days", "1")


def test_the_help_names_every_option_and_scheme():
    text = Command().create_parser("manage.py", "simulate").format_help()
    options = ("--out", "--stores", "--days", "--seed", "--schemes", "--start", "--version")
    for word in (*options, "--footage", "--codec", "--footage-around", *SCHEMES):
        assert word in text
