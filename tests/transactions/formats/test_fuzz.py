"""A slice of ``python -m benchmarks fuzz``: damaged files end read or refused."""

from __future__ import annotations

import pytest

from benchmarks.fuzz.mutating import mutant
from benchmarks.fuzz.targets import TARGETS, Target
from benchmarks.fuzz.trial import try_all


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_damaged_files_are_read_or_refused_and_nothing_else(target):
    outcome = try_all(target, count=120, seed=3)
    assert outcome.failures == []
    assert outcome.read + outcome.refused == 120


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_the_good_files_that_are_damaged_are_good(target):
    assert target.seeds
    for seed in target.seeds:
        target.read(seed)


def test_the_same_seed_damages_in_the_same_way():
    target = TARGETS[0]
    once, again = (mutant(target.seeds, target.words, "1:x:7") for _ in range(2))
    assert once == again != mutant(target.seeds, target.words, "1:x:8")


def test_a_reader_that_crashes_is_reported_with_the_way_to_make_the_input():
    def crash(_data: bytes) -> None:
        raise ZeroDivisionError("oops")

    outcome = try_all(Target("crashing", (b"x",), (), crash), count=2, seed=5)
    assert outcome.failures == [
        "5:crashing:0: ZeroDivisionError: oops",
        "5:crashing:1: ZeroDivisionError: oops",
    ]
