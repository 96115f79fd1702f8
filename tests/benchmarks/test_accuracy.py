"""A slice of ``python -m benchmarks accuracy``: clips of random recorders are true to time."""

from __future__ import annotations

from benchmarks.accuracy import WINDOWS, try_worlds


def test_every_window_of_random_recorders_shows_what_it_says():
    tally = try_worlds(seed=7, count=2)
    assert tally.failures == []
    assert tally.windows == 2 * WINDOWS
    assert tally.pictures > 2_000, "pictures were really read"
    assert tally.worst < 0.02
