"""Jobs of this app."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.services import chains
from jobs.services import finish

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jobs.registry import Claimed, Outcome


def provision_chain(jobs: Sequence[Claimed]) -> Mapping[int, Outcome]:
    """Minutes of migrations in a process of its own: no transaction is open meanwhile."""
    for job in jobs:
        chains.provision(job.key)
        finish(job, {"ready": True})
    return {}
