"""A run under load is judged by when the last file was counted, and by how late files were."""

from __future__ import annotations

import pytest

from benchmarks.bench import Bench
from benchmarks.load.judging import Counted, judge

RATE = 60
SECONDS = 40


def a_run(*, sent_per_second: float, lag) -> list[Counted]:
    """``lag`` answers seconds for a file received at a second of the run."""
    received = [number / sent_per_second for number in range(RATE * SECONDS)]
    return [Counted(at, lag(at)) for at in received]


def missed(counted: list[Counted]) -> set[str]:
    bench = Bench("S", seed=1)
    judge(bench, counted, rung_in=SECONDS)
    return {finding.goal.name for finding in bench.findings if not finding.is_met}


def test_a_worker_that_keeps_up_reaches_both_goals():
    assert missed(a_run(sent_per_second=60, lag=lambda _at: 1.5)) == set()


def test_a_backlog_that_grows_misses_both():
    assert missed(a_run(sent_per_second=60, lag=lambda at: at / 2)) == {"P14", "P14 lag"}


def test_files_that_are_taken_in_too_slowly_miss_the_rate_though_none_waits_for_the_worker():
    assert missed(a_run(sent_per_second=49, lag=lambda _at: 0.5)) == {"P14"}


def test_one_slow_window_fails_nothing_when_it_was_caught_up_with():
    slow = a_run(sent_per_second=60, lag=lambda at: 9.0 if 10 <= at < 20 else 0.5)
    assert missed(slow) == set()


def test_every_ten_seconds_are_told():
    bench = Bench("S", seed=1)
    judge(bench, a_run(sent_per_second=60, lag=lambda at: at), rung_in=SECONDS)
    told = {figure.says: figure.value for figure in bench.figures}
    assert len(told) == 2 * SECONDS / 10
    assert told["received 30-40 s, to counted, p50"] == pytest.approx(35, abs=0.1)


def test_a_run_in_which_nothing_was_counted_is_no_result():
    with pytest.raises(ValueError, match="empty"):
        judge(Bench("S", seed=1), [], rung_in=SECONDS)
