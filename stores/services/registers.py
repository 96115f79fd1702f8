"""What a register is, what it is called, and which cameras see it. Writes in the open chain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from stores import audit
from stores.models import AccessKind, Camera, Register, RegisterCamera, RegisterClass
from stores.services.maps import MapError, Said, listed, mark_said

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from accounts.models import User
    from stores.models import Store

MOST_LABEL = 60


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
    camera_ids: Sequence[int],
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
        _see_by(row, camera_ids)
        mark_said(store=row.store, kind="register", said=[said], by=by)
        _record(row.store, by, {row.code: f"{register_class} {label} ({len(camera_ids)})"})


def say_cameras(*, register: Register, camera_ids: Sequence[int], by: User) -> None:
    """Write which cameras see a register, the first one first. Raises MapError for a camera
    of another store or one named twice; nothing is kept then."""
    with transaction.atomic():
        row = Register.objects.select_for_update().get(pk=register.pk)
        _see_by(row, camera_ids)
        names = dict(Camera.objects.filter(pk__in=camera_ids).values_list("pk", "name"))
        _record(row.store, by, {row.code: ", ".join(names[each] for each in camera_ids)})


def _see_by(register: Register, camera_ids: Sequence[int]) -> None:
    """The rows that stay are changed, not made anew, so that the history reads well."""
    of_store = Camera.objects.filter(recorder__store=register.store_id, pk__in=camera_ids)
    if len(set(camera_ids)) != len(camera_ids) or of_store.count() != len(camera_ids):
        raise MapError(_("Choose each camera of this store once."))
    sightings = {each.camera_id: each for each in register.sightings.all()}
    for camera_id, sighting in sightings.items():
        if camera_id not in camera_ids:
            sighting.delete()
    for position, camera_id in enumerate(camera_ids, start=1):
        seen = sightings.get(camera_id)
        if seen is None:
            RegisterCamera.objects.create(register=register, camera_id=camera_id, position=position)
        elif seen.position != position:
            seen.position = position
            seen.save(update_fields=["position"])


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
