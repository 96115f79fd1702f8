"""Every bad file ends read, partly read or refused with a sentence: no crash, no hang."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.transactions.formats.bad_corpus import SECONDS_PER_FILE, corpus
from transactions.formats.problems import MESSAGES

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def result():
    """All files read in a process of their own, whose memory is then known."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.transactions.formats.bad_corpus"],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def test_none_crashes(result):
    crashed = {name: end for name, end in result["ends"].items() if end["end"] == "crash"}
    assert crashed == {}


def test_there_are_more_than_five_hundred_and_they_end_in_every_way(result):
    ends = Counter(end["end"] for end in result["ends"].values())
    assert ends.total() >= 1_100
    assert set(ends) == {"read", "partly", "refused"}


def test_every_refusal_is_a_sentence(result):
    for name, end in result["ends"].items():
        if end["end"] == "refused":
            assert end["reasons"], name
        for reason in end["reasons"]:
            assert reason not in MESSAGES, name
            assert " " in reason, (name, reason)
            assert "%(" not in reason, (name, reason)


def test_none_hangs_and_memory_is_bounded(result):
    """A limit that a healthy reader never comes near; it is no measure of speed."""
    slow = {
        name: end["seconds"]
        for name, end in result["ends"].items()
        if end["seconds"] > SECONDS_PER_FILE
    }
    assert slow == {}
    assert result["peak_mb"] < 512


@pytest.mark.parametrize("start", ["cut-journal", "cut-movement", "entity-", "deep-", "zip-cut"])
def test_what_is_cut_or_dangerous_is_never_read_as_whole(result, start):
    ends = {name: end["end"] for name, end in result["ends"].items() if name.startswith(start)}
    assert ends
    assert set(ends.values()) == {"refused"}


def test_the_corpus_is_the_same_every_time():
    once, again = ({name: hash(data) for name, data in corpus()} for _ in range(2))
    assert once == again
