"""What a person said the columns of a layout mean, and who then no longer has to wait."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection, transaction

from accounts.roles import Action
from jobs.models import Lane
from stores import audit
from stores.models import AccessKind
from transactions.models import FileState, SourceFile
from transactions.models import Mapping as Layout
from transactions.selectors.layouts import older_files
from transactions.services.replay import AT_ONCE, FEW, replay_files
from transactions.services.reread import ask_again

if TYPE_CHECKING:
    from stores.access import Member
    from transactions.formats.tabular.mapping import Mapping


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The layout that holds now; ``released`` files waited for it and are being read."""

    layout: Layout
    is_new: bool
    released: int


def confirm_layout(*, member: Member, mapping: Mapping, name: str) -> Confirmed:
    """Say what a layout means, for the whole chain and from now on.

    A new version is written unless nothing changed. Every file of the chain that waits for
    the layout is asked to be read, in whichever store it is. Two people at once write two
    versions, one after the other.
    """
    member.check(Action.SET_UP_STORES)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtext('layout'), hashtext(%s))",
                [mapping.fingerprint],
            )
        newest = Layout.objects.filter(fingerprint=mapping.fingerprint).order_by("-version").first()
        definition = mapping.to_json()
        is_new = newest is None or newest.definition != definition
        layout = newest
        if layout is None or is_new:
            layout = Layout.objects.create(
                fingerprint=mapping.fingerprint,
                version=newest.version + 1 if newest else 1,
                name=name.strip()[:120] or mapping.fingerprint[:12],
                definition=definition,
                confirmed_by=member.user,
            )
            audit.record(
                AccessKind.CONFIRMED_LAYOUT,
                user=member.user,
                about=("layout", layout.pk),
                name=layout.name,
                version=layout.version,
            )
        return Confirmed(layout, is_new, _release(mapping.fingerprint))


def _release(fingerprint: str) -> int:
    waiting = SourceFile.objects.filter(layout=fingerprint, state=FileState.NEEDS_MAPPING)
    ids = list(waiting.order_by("pk").values_list("pk", flat=True))
    lane = Lane.LIVE if len(ids) <= FEW else Lane.BACKFILL
    return sum(
        ask_again(ids[start : start + AT_ONCE], lane=lane) for start in range(0, len(ids), AT_ONCE)
    )


def read_layout_again(*, member: Member, layout: Layout) -> int:
    """Have the member's files that an older version was read by read again. Answers how many."""
    member.check(Action.SET_UP_STORES)
    return replay_files(files=older_files(member, layout), by=member.user)
