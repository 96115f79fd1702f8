"""Jobs of this app. Keys: the id of a package, and of a masked copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.tenancy import current_chain
from review.evidence import build, copies

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jobs.registry import Claimed, Outcome


def build_evidence(jobs: Sequence[Claimed]) -> Mapping[int, Outcome]:
    """Works outside the database; each job is ended by itself."""
    for job in jobs:
        build.build_package(current_chain(), job)
    return {}


def mask_copy(jobs: Sequence[Claimed]) -> Mapping[int, Outcome]:
    """Works outside the database; each job is ended by itself."""
    for job in jobs:
        copies.make_copy(current_chain(), job)
    return {}


def package_buried(key: str, _outcome: Outcome) -> None:
    build.bury(int(key))


def copy_buried(key: str, _outcome: Outcome) -> None:
    copies.bury(int(key))
