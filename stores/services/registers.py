"""What a register is, what it is called, and which cameras see it. Writes in the open chain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from stores import audit
from stores.models import (
    AccessKind,
    Camera,
    CameraRole,
    Register,
    RegisterCamera,
    RegisterClass,
)
from stores.services.maps import MapError, Said, listed, mark_said

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from accounts.models import User
    from stores.models import Store

MOST_LABEL = 60


@dataclass(frozen=True, slots=True)
class Sight:
    """A camera as it sees a register; ``event_types`` empty: clips of every event."""

    camera_id: int
    role: str = CameraRole.REGISTER
    event_types: tuple[str, ...] = ()


def say_classes(*, store: Store, classes: Mapping[str, str], by: User) -> None:
    """Keep register code to class, confirmed. Raises MapError; nothing is kept then."""
    with transaction.atomic():
        rows = {
            row.code: row
            for row in Register.objects.select_for_update().filter(store=store, code__in=classes)
        }
        said = []
        for code, wanted in classes.items():
            if code not in rows or wanted not in RegisterClass.values:
                raise MapError(_("Choose inside or outside for a register of this store."))
            said.append(Said(code, wanted, rereads=_rereads(rows[code], wanted)))
            rows[code].register_class = wanted
            rows[code].save(update_fields=["register_class"])
        mark_said(store=store, kind="register", said=said, by=by)
        _record(store, by, {each.code: each.value for each in said})


def change_register(
    *,
    register: Register,
    register_class: str,
    label: str,
    cameras: Sequence[Sight],
    by: User,
) -> None:
    """Write what a register is and its cameras, the first one first, and mark it confirmed.

    Raises MapError for a camera of another store, a camera named twice, a bad label.
    """
    label = " ".join(label.split())
    if len(label) > MOST_LABEL:
        raise MapError(_("A label has at most %(most)s characters.") % {"most": MOST_LABEL})
    if register_class not in RegisterClass.values:
        raise MapError(_("Choose inside or outside for a register of this store."))
    with transaction.atomic():
        row = Register.objects.select_for_update().get(pk=register.pk)
        said = Said(row.code, register_class, rereads=_rereads(row, register_class))
        row.register_class, row.label = register_class, label
        row.save(update_fields=["register_class", "label"])
        _see_by(row, cameras)
        mark_said(store=row.store, kind="register", said=[said], by=by)
        _record(row.store, by, {row.code: f"{register_class} {label} ({len(cameras)})"})


def say_cameras(*, register: Register, camera_ids: Sequence[int], by: User) -> None:
    """Write which cameras see a register, the first one first. Raises MapError for a camera
    of another store or one named twice; nothing is kept then. What they see stays said."""
    with transaction.atomic():
        row = Register.objects.select_for_update().get(pk=register.pk)
        said = {each.camera_id: each for each in row.sightings.filter(until=None)}
        _see_by(row, [_as_said(pk, said.get(pk)) for pk in camera_ids])
        names = dict(Camera.objects.filter(pk__in=camera_ids).values_list("pk", "name"))
        _record(row.store, by, {row.code: ", ".join(names[each] for each in camera_ids)})


def _as_said(camera_id: int, row: RegisterCamera | None) -> Sight:
    if row is None:
        return Sight(camera_id)
    return Sight(camera_id, row.role, tuple(row.event_types))


def _see_by(register: Register, cameras: Sequence[Sight]) -> None:
    """The rows that stay are changed, not made anew, so that the history reads well; those
    of a recorder that was replaced are of their time, and are left alone."""
    _check_sights(register, cameras)
    wanted = {each.camera_id for each in cameras}
    rows = {each.camera_id: each for each in register.sightings.filter(until=None)}
    for camera_id, sighting in rows.items():
        if camera_id not in wanted:
            sighting.delete()
    for position, sight in enumerate(cameras, start=1):
        row = rows.get(sight.camera_id) or RegisterCamera(
            register=register, camera_id=sight.camera_id
        )
        now = {"position": position, "role": sight.role, "event_types": list(sight.event_types)}
        if row.pk is None or any(getattr(row, name) != value for name, value in now.items()):
            for name, value in now.items():
                setattr(row, name, value)
            row.save()


def _check_sights(register: Register, cameras: Sequence[Sight]) -> None:
    ids = {each.camera_id for each in cameras}
    of_store = Camera.objects.filter(
        recorder__store=register.store_id, recorder__retired_at=None, pk__in=ids
    )
    if len(ids) != len(cameras) or of_store.count() != len(ids):
        raise MapError(_("Choose each camera of this store once."))
    if any(each.role not in CameraRole.values for each in cameras):
        raise MapError(_("Say what the camera sees."))


def _rereads(register: Register, wanted: str) -> bool:
    """Only who is outside matters to the reading: nobody stands there."""
    before = register.register_class
    return before != wanted and RegisterClass.OUTSIDE in (before, wanted)


def _record(store: Store, by: User, changes: Mapping[str, str]) -> None:
    audit.record(
        AccessKind.CHANGED_SETTINGS,
        user=by,
        about=("store", store.pk),
        name=store.name or store.code,
        what=f"register: {len(changes)}",
        changes=listed(changes),
    )
