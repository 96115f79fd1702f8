"""Jobs of this app."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stores.models import Store
from transactions.models import SourceFile
from transactions.search.items import fill
from transactions.services import fetch_source, health, parse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jobs.registry import Claimed, Outcome


def parse_files(jobs: Sequence[Claimed]) -> Mapping[int, Outcome]:
    by_id = {int(job.key): job for job in jobs}
    sources = list(SourceFile.objects.filter(pk__in=by_id).select_related("store", "upload"))
    parse.parse_files(sources)
    health.ask_for_checks({source.store_id for source in sources})
    return {
        by_id[source.pk].id: {"state": source.state, "events": source.events} for source in sources
    }


def check_stores(jobs: Sequence[Claimed]) -> Mapping[int, Outcome]:
    stores = Store.objects.in_bulk([int(job.key) for job in jobs])
    for store in stores.values():
        health.check_store(store=store)
    return {job.id: {"checked": int(job.key) in stores} for job in jobs}


def index_items(jobs: Sequence[Claimed]) -> Mapping[int, Outcome]:
    """Keys: ids of stores. A store with more to do than fits one run asks to be run again."""
    return {job.id: {"transactions": fill.index_store(int(job.key))} for job in jobs}


def file_buried(key: str, _outcome: Outcome) -> None:
    parse.quarantine(int(key), "reader_failed")


def fetch_sources(jobs: Sequence[Claimed]) -> Mapping[int, Outcome]:
    """Works outside the database; each job is put off or ended by itself."""
    for job in jobs:
        fetch_source.fetch_source(job)
    return {}


def source_buried(key: str, _outcome: Outcome) -> None:
    fetch_source.bury(int(key))
