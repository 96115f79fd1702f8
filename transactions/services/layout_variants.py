"""Files of a layout that are written otherwise: said once, of a store or of one file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.roles import Action
from jobs.models import Lane
from stores import audit
from stores.models import AccessKind
from transactions.formats.tabular.mapping import Mapping
from transactions.formats.tabular.variants import WRITTEN_OTHERWISE, settings_of
from transactions.models import FileState, LayoutVariant, SourceFile
from transactions.services.replay import AT_ONCE, FEW
from transactions.services.reread import ask_again

if TYPE_CHECKING:
    from stores.access import Member
    from transactions.models import Mapping as Layout


@dataclass(frozen=True, slots=True)
class Written:
    """How files are written, as a person said it; ``of_store`` all of the file's store."""

    mapping: Mapping
    of_store: bool


def confirm_variant(*, member: Member, file: SourceFile, layout: Layout, said: Written) -> int:
    """Remember how this file, or every file of its store, is written; answers how many files
    are read now: these, and those anywhere that were held for being written like it.

    Said of a store, the layout's own way takes back what was said of it before.
    """
    member.check(Action.SET_UP_STORES)
    written = settings_of(said.mapping)
    with transaction.atomic():
        _remember(member, file, layout, said.of_store, written)
        audit.record(
            AccessKind.CONFIRMED_LAYOUT,
            user=member.user,
            about=("file", file.pk),
            name=layout.name,
            store=file.store.code if said.of_store else "",
            written=written,
        )
        return _read_again(file, layout, of_store=said.of_store)


def _remember(
    member: Member, file: SourceFile, layout: Layout, of_store: bool, written: dict[str, Any]
) -> None:
    of = {"store": file.store} if of_store else {"source_file": file}
    if of_store:  # the later word holds for this file, too
        LayoutVariant.objects.filter(source_file=file, fingerprint=layout.fingerprint).delete()
    if of_store and written == own_way(layout):
        LayoutVariant.objects.filter(store=file.store, fingerprint=layout.fingerprint).delete()
        return
    LayoutVariant.objects.update_or_create(
        fingerprint=layout.fingerprint,
        **of,
        defaults={
            "written": written,
            "confirmed_by": member.user,
            "confirmed_at": timezone.now(),
        },
    )


def own_way(layout: Layout) -> dict[str, Any]:
    """How the layout's files are written where nothing else is said."""
    return settings_of(Mapping.from_json(layout.definition))


def _read_again(file: SourceFile, layout: Layout, *, of_store: bool) -> int:
    """A store's files are read again whatever they show: days may have been taken for months."""
    wanted = Q(pk=file.pk)
    if of_store:
        wanted |= Q(store=file.store_id)
        wanted |= Q(state=FileState.QUARANTINED, reason_code__in=WRITTEN_OTHERWISE)
    found = SourceFile.objects.filter(wanted, Q(layout=layout.fingerprint) | Q(pk=file.pk))
    found = found.exclude(stored_key="").exclude(
        state__in=[FileState.RECEIVED, FileState.DUPLICATE, FileState.NEEDS_MAPPING]
    )
    ids = list(found.order_by("pk").values_list("pk", flat=True))
    lane = Lane.LIVE if len(ids) <= FEW else Lane.BACKFILL
    return sum(
        ask_again(ids[start : start + AT_ONCE], lane=lane) for start in range(0, len(ids), AT_ONCE)
    )
