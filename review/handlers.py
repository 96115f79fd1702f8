"""Jobs of this app. Keys: the id of a package, and of a masked copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from accounts.tenancy import current_chain
from clips import objects
from jobs.registry import RetryLaterError
from review.evidence import build, copies
from review.search import build as search_build

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


def export_search(jobs: Sequence[Claimed]) -> Mapping[int, Outcome]:
    """Works outside the database; each job is ended by itself. Keys: ids of exports."""
    for job in jobs:
        search_build.build_export(current_chain(), job)
    return {}


def expire_export(jobs: Sequence[Claimed]) -> Mapping[int, Outcome]:
    """A file that cannot be deleted now is tried again later."""
    for job in jobs:
        try:
            search_build.expire_export(current_chain(), int(job.key))
        except objects.StorageAwayError as away:
            at = timezone.now() + search_build.SOON
            raise RetryLaterError(at, "storage_away", frozenset({job.key})) from away
    return {}


def export_buried(key: str, _outcome: Outcome) -> None:
    search_build.bury(int(key))
