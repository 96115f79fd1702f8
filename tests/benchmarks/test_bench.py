"""Samples are taken in turn, and a run says what it found."""

from __future__ import annotations

import json

import pytest

from benchmarks import __main__ as program
from benchmarks.bench import PAIRS, Bench
from benchmarks.calibration import MOST_UNSTEADY, Calibration
from benchmarks.goals import Goal
from benchmarks.report import Report, as_json, as_text

GOAL = Goal("P0", "something over nothing", "the product", "the floor", "lower", 2.0, 1.1)
STEADY = Calibration(30.0, 1.1, 900.0, 200.0)
SHAKY = Calibration(30.0, MOST_UNSTEADY + 0.1, 900.0, 200.0, tries=2)


def found(*, subject: float, calibration: Calibration = STEADY) -> Report:
    bench = Bench("S", seed=7)
    bench.compare(GOAL, reference=lambda: 1.0, subject=lambda: subject)
    bench.figure("rows", 12.0, "rows/s")
    return Report("demo", bench, {"cores": 2}, calibration)


def test_reference_and_subject_take_turns():
    turns: list[str] = []

    def taking(name: str) -> float:
        turns.append(name)
        return 1.0

    bench = Bench("M", seed=1)
    bench.compare(GOAL, reference=lambda: taking("R"), subject=lambda: taking("S"))
    assert turns == ["R", "S"] * PAIRS["M"]


def test_even_the_shortest_run_takes_five_pairs_and_the_usual_one_seven():
    assert PAIRS["S"] >= 5
    assert PAIRS["M"] >= 7
    assert PAIRS["L"] >= 7


def test_a_missed_target_fails_the_run():
    report = found(subject=2.5)
    assert report.missed == ["P0"]
    assert report.exit_code == 1
    assert "MISSED" in as_text(report)


def test_a_reached_target_passes():
    report = found(subject=1.5)
    assert report.exit_code == 0
    assert report.verdict == "every target reached"


def test_a_noisy_machine_neither_passes_nor_fails():
    report = found(subject=2.5, calibration=SHAKY)
    assert report.exit_code == 0
    assert report.verdict.startswith("noisy")
    assert as_json(report)["noisy"] is True


def test_the_json_answer_holds_product_floor_and_ratio():
    answer = json.loads(json.dumps(as_json(found(subject=1.5))))
    goal = answer["goals"][0]
    assert goal["ratio"] == {"median": 1.5, "p10": 1.5, "p90": 1.5, "pairs": 5}
    assert goal["measured"] == {"subject": 1.5, "reference": 1.0}
    assert (goal["met"], goal["moonshot_met"]) == (True, False)
    assert answer["seed"] == 7
    assert answer["figures"] == [{"says": "rows", "value": 12.0, "unit": "rows/s"}]


def test_an_unknown_benchmark_is_refused(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as ended:
        program.main(["everything"])
    assert ended.value.code == 2
    assert "ingest" in capsys.readouterr().err
