"""Jobs of this app. Keys: a recorder's id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stores.services import recorders_check

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jobs.registry import Claimed, Outcome


def check_recorder(jobs: Sequence[Claimed]) -> Mapping[int, Outcome]:
    """Works outside the database; each job is ended by itself."""
    for job in jobs:
        recorders_check.check_recorder(job)
    return {}
