"""Jobs of this app."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transactions.models import SourceFile
from transactions.services import fetch_source, parse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jobs.registry import Claimed, Outcome


def parse_files(jobs: Sequence[Claimed]) -> Mapping[int, Outcome]:
    by_id = {int(job.key): job for job in jobs}
    sources = list(SourceFile.objects.filter(pk__in=by_id).select_related("store", "upload"))
    parse.parse_files(sources)
    return {
        by_id[source.pk].id: {"state": source.state, "events": source.events} for source in sources
    }


def file_buried(key: str, _outcome: Outcome) -> None:
    parse.quarantine(int(key), "reader_failed")


def fetch_sources(jobs: Sequence[Claimed]) -> Mapping[int, Outcome]:
    """Works outside the database; each job is put off or ended by itself."""
    for job in jobs:
        fetch_source.fetch_source(job)
    return {}


def source_buried(key: str, _outcome: Outcome) -> None:
    fetch_source.bury(int(key))
