"""``manage.py cut``: what scripts rely on."""

from __future__ import annotations

import io
import json

import pytest

from clips.management.commands.cut import Command
from clips.management.cut_arguments import FAILED, PARTIAL, WHOLE
from tests.footage.conftest import at


def run(*arguments: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    command = Command(stdout=out, stderr=err, no_color=True)
    parser = command.create_parser("manage.py", "cut")
    options = vars(parser.parse_args(arguments))
    with pytest.raises(SystemExit) as ended:
        command.handle(**options)
    return ended.value.code, out.getvalue(), err.getvalue()


def arguments(folder, moment: float, *more: str) -> list[str]:
    return ["--source", f"folder:{folder.root}", "--at", at(moment).isoformat(), *more]


def test_a_whole_window_ends_with_zero_and_says_what_it_made(folder, tmp_path):
    folder.add(0, 240)
    out = tmp_path / "made" / "refund.mp4"
    code, said, _ = run(*arguments(folder, 70, "--camera", "cam1", "--out", str(out)))

    assert code == WHOLE
    assert "the whole window" in said
    assert sorted(path.name for path in out.parent.iterdir()) == [
        "refund.jpg",
        "refund.mp4",
        "refund.sheet.jpg",
    ]


def test_a_part_ends_with_two_and_names_what_is_missing(folder, tmp_path):
    folder.add(0, 100)
    code, said, _ = run(*arguments(folder, 70, "--out", str(tmp_path / "made")))
    assert code == PARTIAL
    assert "missing" in said
    assert "Nothing was recorded." in said


def test_json_is_one_object_with_the_same_facts(folder, tmp_path):
    folder.add(0, 100)
    code, said, _ = run(
        *arguments(folder, 30, "--before", "10", "--after", "20", "--out", str(tmp_path), "--json")
    )
    told = json.loads(said)
    assert code == WHOLE
    assert told["complete"] is True
    assert told["asked"]["start"] == "2026-11-23T12:00:20.000+00:00"
    assert told["moment"]["seconds"] == pytest.approx(10)
    assert told["playback"]["file"] == "clip.mp4"


def test_no_clip_ends_with_one_and_a_sentence(folder, tmp_path):
    folder.add(1000, 30)
    code, said, complaint = run(*arguments(folder, 70, "--out", str(tmp_path / "made")))
    assert code == FAILED
    assert said == ""
    assert "already overwritten" in complaint

    code, said, _ = run(*arguments(folder, 70, "--out", str(tmp_path / "made"), "--json"))
    assert code == FAILED
    assert json.loads(said)["error"]["code"] == "overwritten"


def test_among_several_cameras_one_must_be_named(folder, tmp_path):
    folder.add(0, 10)
    (folder.root / "cam2").mkdir()
    code, _, complaint = run(*arguments(folder, 5, "--out", str(tmp_path / "made")))
    assert code == FAILED
    assert "cam1, cam2" in complaint


def test_a_recorder_ahead_of_time_is_asked_for_later_footage(folder, tmp_path):
    folder.add(0, 240)
    ahead = arguments(folder, 70, "--clock-ahead", "30", "--out", str(tmp_path), "--json")
    code, said, _ = run(*ahead)
    told = json.loads(said)
    assert code == WHOLE
    # The recorder called this instant 12:01:40; its real time is what the clip speaks.
    assert told["asked"]["start"] == "2026-11-23T12:00:10.000+00:00"
    assert told["playback"]["start"] == "2026-11-23T12:00:10.000+00:00"


@pytest.mark.parametrize(
    "wrong",
    [
        ["--at", "2026-11-23T14:03:07"],
        ["--at", "yesterday"],
        ["--source", "floppy:/a"],
        ["--source", "folder:"],
        ["--before", "-1"],
        ["--after", "99999"],
        ["--zone", "Mars/Olympus"],
    ],
)
def test_wrong_arguments_are_refused_before_anything_is_done(folder, capsys, wrong):
    command = Command()
    parser = command.create_parser("manage.py", "cut")
    with pytest.raises((SystemExit, Exception)) as refused:
        parser.parse_args([*arguments(folder, 70), *wrong])
    assert not isinstance(refused.value, AttributeError)


def test_the_help_tells_exit_codes_and_name_patterns():
    text = Command().create_parser("manage.py", "cut").format_help()
    for said in ("exit code: 0", "--clock-ahead", "{start_unix}", "NAME.sheet.jpg", "--json"):
        assert said in text


def test_it_needs_no_database():
    assert Command.requires_system_checks == []
