"""A file handed to the store that it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from accounts.roles import Action
from stores import audit
from stores.models import AccessKind
from transactions.models import FileState, SourceFile, Upload
from transactions.services.reread import ask_again
from transactions.services.results import ANOTHERS

if TYPE_CHECKING:
    from stores.access import Member
    from stores.models import Store


class NotToMoveError(ValueError):
    """Only a file that is held because it names another store can be handed over."""


def move_file(*, member: Member, file: SourceFile, store: Store) -> SourceFile:
    """Hand a held file to ``store`` and have it read there; both stores must be the
    member's. Where the store has the file already it becomes one that was seen before.

    Raises NotToMoveError, SourceFile.DoesNotExist, Store.DoesNotExist.
    """
    member.check(Action.SET_UP_STORES)
    with transaction.atomic():
        target = member.stores().get(pk=store.pk)
        held = member.only(SourceFile.objects.select_for_update()).get(pk=file.pk)
        if held.reason_code not in ANOTHERS or held.state != FileState.QUARANTINED:
            raise NotToMoveError
        held.upload = _hand_over(held, target, member)
        held.store = target
        held.reason_code, held.reason_params = "", {}
        same = SourceFile.objects.filter(store=target, sha256=held.sha256)
        is_known = same.exclude(state=FileState.DUPLICATE).exists()
        held.state = FileState.DUPLICATE if is_known else FileState.RECEIVED
        held.save()
        if not is_known:
            ask_again([held.pk])
        audit.record(AccessKind.REPLAYED_FILES, user=member.user, about=("file", held.pk), files=1)
    return held


def _hand_over(held: SourceFile, store: Store, member: Member) -> Upload:
    """An upload of the store's own: whoever sees one store only sees no other's."""
    before = Upload.objects.get(pk=held.upload_id)
    return Upload.objects.create(
        store=store,
        channel=before.channel,
        name=held.original_name,
        received_by=member.user,
        is_backfill=before.is_backfill,
    )
