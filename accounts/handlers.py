"""Jobs of this app."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.services import chains

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jobs.registry import Claimed, Outcome


def provision_chain(jobs: Sequence[Claimed]) -> Mapping[int, Outcome]:
    for job in jobs:
        chains.provision(job.key)
    return {job.id: {"ready": True} for job in jobs}
