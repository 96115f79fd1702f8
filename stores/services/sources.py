"""Setting up sources, switching them, and asking them for files now."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone

from accounts.tenancy import current_chain
from jobs.services import enqueue
from stores import audit
from stores.models import AccessKind, RunState, SeenFile, Source, SourceKind, SourceRun, Store
from stores.schedule import next_run
from stores.sealing import SealBrokenError, seal, unseal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from accounts.models import User

FETCH, POOL = "fetch_source", "fetch"
PLACES: Mapping[str, tuple[str, ...]] = {
    SourceKind.FOLDER: ("path",),
    SourceKind.SFTP: ("host", "port", "path"),
    SourceKind.IMAP: ("host", "port", "username", "folder"),
    SourceKind.HTTPS: ("url",),
}
"""The settings that say where a source is: when one changes, what was read before says
nothing about what is there now."""


@dataclass(frozen=True, slots=True)
class SourceWish:
    """A source as somebody wants it. Secrets left empty stay as they are stored."""

    name: str
    settings: Mapping[str, Any]
    secrets: Mapping[str, str] = field(default_factory=dict)
    is_live: bool = False
    times: tuple[str, ...] = ()
    every_minutes: int | None = None
    silent_after_minutes: int | None = None


def add_source(*, store: Store, kind: SourceKind, wish: SourceWish, user: User | None) -> Source:
    """A new source, asked for the first time at once."""
    return _save(Source(store=store, kind=kind), wish, user)


def change_source(*, source: Source, wish: SourceWish, user: User | None) -> Source:
    """The source as wished; its failures are forgotten and it is asked at once."""
    return _save(source, wish, user)


def _save(source: Source, wish: SourceWish, user: User | None) -> Source:
    with transaction.atomic():
        is_new = source.pk is None
        moved = not is_new and _place(source.kind, wish.settings) != _place(
            source.kind, source.settings
        )
        if moved:
            source.cursor = {}
            SeenFile.objects.filter(source=source).delete()
        source.sealed = seal(merged_secrets(source, wish))
        source.name, source.settings = wish.name, dict(wish.settings)
        source.is_live, source.times = wish.is_live, sorted(set(wish.times))
        source.every_minutes = wish.every_minutes
        source.silent_after_minutes = wish.silent_after_minutes
        source.failures = 0
        _start(source)
        source.save()
        _ask(source)
        _audit(source, user, "added" if is_new else "changed")
    return source


def _place(kind: str, settings: Mapping[str, Any]) -> list[str]:
    return [str(settings.get(name, "")) for name in PLACES[kind]]


def merged_secrets(source: Source, wish: SourceWish) -> dict[str, str]:
    """The stored secrets with what was typed over them.

    Those of another host stay behind: a password is not sent to where it was not entered
    for. Stored ones that cannot be opened any more are gone.
    """
    typed = {name: value for name, value in wish.secrets.items() if value}
    if _host(wish.settings) != _host(source.settings):
        return typed
    try:
        return unseal(source.sealed) | typed
    except SealBrokenError:
        return typed


def _host(settings: Mapping[str, Any]) -> tuple[str, str]:
    """Who would hear the password."""
    if url := settings.get("url"):
        return "https", urlsplit(str(url)).netloc.lower()
    return str(settings.get("host", "")).lower(), str(settings.get("port") or "")


def switch_source(*, source: Source, on: bool, user: User | None) -> None:
    """On, it is asked at once; off, it is asked no more. What it gave stays."""
    with transaction.atomic():
        source.is_active, source.failures = on, 0
        _start(source)
        source.save(update_fields=["is_active", "failures", "next_run_at"])
        _ask(source)
        _audit(source, user, "switched_on" if on else "switched_off")


def fetch_now(*, source: Source, user: User | None) -> SourceRun:
    """Ask a source now; the run that is under way already is answered instead of a second."""
    with transaction.atomic():
        held = Source.objects.select_for_update().get(pk=source.pk)
        run = held.runs.filter(state=RunState.RUNNING).first()
        if run is None:
            run = SourceRun.objects.create(source=held, asked_by=user)
        held.next_run_at, held.failures = timezone.now(), 0
        held.save(update_fields=["next_run_at", "failures"])
        _ask(held)
    return run


def _start(source: Source) -> None:
    """Due at once; never for one that is off or that the watch program looks after."""
    wanted = source.is_active and not source.is_live
    source.next_run_at = timezone.now() if wanted else None


def _ask(source: Source) -> None:
    if source.next_run_at is not None:
        ask_at(source.pk, source.next_run_at)


def ask_at(source_id: int, at: datetime) -> None:
    """The job that asks a source is one row, put off again and again."""
    enqueue(
        chain=current_chain().schema_name,
        kind=FETCH,
        keys=[str(source_id)],
        pool=POOL,
        run_after=at,
    )


def due_after(source: Source, after: datetime) -> datetime | None:
    """When the schedule wants the source next; None for none."""
    return next_run(
        after,
        times=source.times,
        every_minutes=source.every_minutes,
        zone=source.store.zone,
    )


def _audit(source: Source, user: User | None, what: str) -> None:
    audit.record(
        AccessKind.CHANGED_SOURCE,
        user=user,
        about=("source", source.pk),
        what=what,
        name=source.name,
        store=source.store.code,
    )
