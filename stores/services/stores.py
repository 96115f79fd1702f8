"""Making a store and what stands in it. Writes in the open chain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from accounts.tenancy import current_chain
from stores.models import Camera, Recorder, Register, RegisterCamera, RegisterClass, Store

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Row = TypeVar("Row", bound=Model)


class StoreError(ValueError):
    """The store cannot be made as asked; the message says why."""


@dataclass(frozen=True, slots=True)
class CameraWish:
    """A camera: its channel at the recorder, a name, and the registers it sees."""

    channel: str
    name: str = ""
    registers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RecorderWish:
    driver: str = "folder"
    name: str = "Recorder"
    options: Mapping[str, Any] | None = None


def create_store(
    *,
    code: str,
    name: str,
    timezone: str,
    registers: Sequence[str] = (),
    recorder: RecorderWish | None = None,
    cameras: Sequence[CameraWish] = (),
) -> Store:
    """Write a store with its registers (inside ones), recorder and cameras, or nothing.

    Cameras need a recorder. Raises StoreError, in words for who asked.
    """
    current_chain()
    _check(registers, recorder, cameras)
    with transaction.atomic():
        store = _saved(Store(code=code, name=name, timezone=timezone))
        by_code = {
            each: _saved(Register(store=store, code=each, register_class=RegisterClass.INSIDE))
            for each in registers
        }
        if recorder is not None:
            _add_recorder(store, recorder, cameras, by_code)
    return store


def _check(
    registers: Sequence[str], recorder: RecorderWish | None, cameras: Sequence[CameraWish]
) -> None:
    twice = {code for code in registers if registers.count(code) > 1}
    if twice:
        raise StoreError(_("Register %(code)s is named twice.") % {"code": min(twice)})
    if recorder is None:
        if cameras:
            raise StoreError(_("Cameras need a recorder: name its driver."))
        return
    if recorder.driver not in settings.RECORDER_DRIVERS:
        raise StoreError(
            _("There is no recorder driver “%(driver)s”. There are: %(known)s.")
            % {"driver": recorder.driver, "known": ", ".join(sorted(settings.RECORDER_DRIVERS))}
        )
    unknown = {code for camera in cameras for code in camera.registers} - set(registers)
    if unknown:
        raise StoreError(
            _("A camera is to see register %(code)s, which is not among the store's.")
            % {"code": min(unknown)}
        )


def _add_recorder(
    store: Store,
    wish: RecorderWish,
    cameras: Sequence[CameraWish],
    registers: Mapping[str, Register],
) -> None:
    recorder = _saved(
        Recorder(store=store, name=wish.name, driver=wish.driver, options=dict(wish.options or {}))
    )
    seen: dict[str, int] = {}
    for each in cameras:
        name = each.name or _("Camera %(channel)s") % {"channel": each.channel}
        camera = _saved(Camera(recorder=recorder, channel=each.channel, name=name))
        for code in each.registers:
            seen[code] = seen.get(code, 0) + 1
            _saved(RegisterCamera(register=registers[code], camera=camera, position=seen[code]))


def _saved(row: Row) -> Row:
    try:
        row.full_clean()
    except ValidationError as refused:
        raise StoreError(" ".join(refused.messages)) from refused
    row.save()
    return row
