"""One recorder in the place of another: the old one is retired, its map is dated, and the
new one begins with offsets of its own. Writes in the open chain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stores.models import Camera, Recorder, RecorderState, RegisterCamera
from stores.services.recorders_breaker import state_of
from stores.services.recorders_jobs import ask_for_check
from stores.services.recorders_set_up import RecorderSetUpError, record

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from accounts.models import User


def begin_replacement(*, old: Recorder, place: Mapping[str, Any] | None, by: User) -> Recorder:
    """A draft of what stands in the place of ``old``; the draft there is, if one was begun.

    Without ``place`` it is at the same address and has the same user and password: those
    are kept, for that is how it was noticed. At another address they are asked for.
    """
    with transaction.atomic():
        held = Recorder.objects.select_for_update().get(pk=old.pk)
        if held.retired_at is not None:
            raise RecorderSetUpError(_("This recorder was replaced already."))
        begun = Recorder.objects.filter(replaces=held, is_draft=True).first()
        if begun is not None:
            return begun
        new = Recorder.objects.create(
            store=held.store,
            name=held.name,
            driver=held.driver if place is None else "",
            options=dict(held.options if place is None else place),
            sealed=held.sealed if place is None else b"",
            slots=held.slots,
            is_active=False,
            is_draft=True,
            replaces=held,
        )
        state_of(new)
        ask_for_check(new.pk)
        record(held, by, "replacement_begun")
    return new


def retire(*, new: Recorder, by: User, at: datetime | None = None) -> Recorder | None:
    """The recorder that ``new`` replaces ends, and ``new`` takes over what its cameras see,
    channel by channel. In the caller's transaction; None when it replaces nothing."""
    if new.replaces_id is None:
        return None
    at = at or timezone.now()
    old = Recorder.objects.select_for_update().get(pk=new.replaces_id)
    if old.retired_at is not None:
        return None
    old.retired_at, old.is_active = at, False
    old.save(update_fields=["retired_at", "is_active"])
    RecorderState.objects.filter(recorder=old).update(
        problem_code="", problem_params={}, is_blocked=False, locked_until=None
    )
    moved = _hand_over(old, new, at)
    record(new, by, "replaced", replaces=old.serial or old.name, registers=moved)
    return old


def _hand_over(old: Recorder, new: Recorder, at: datetime) -> int:
    """Until ``at`` the old cameras see the registers, from then on the new ones."""
    cameras = dict(Camera.objects.filter(recorder=new).values_list("channel", "pk"))
    rows = RegisterCamera.objects.select_related("camera").filter(camera__recorder=old, until=None)
    for row in rows:
        row.until = at
        row.save(update_fields=["until"])
        successor = cameras.get(row.camera.channel)
        if successor is not None:
            RegisterCamera.objects.create(
                register_id=row.register_id,
                camera_id=successor,
                position=row.position,
                role=row.role,
                event_types=row.event_types,
                since=at,
            )
    return len(rows)
