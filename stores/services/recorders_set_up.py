"""Adding a recorder, a question at a time. Each answer is written at once: a draft of the
recorder, which no clip is asked of until it is finished. Writes in the open chain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stores import audit
from stores.models import AccessKind, Camera, Recorder, TimeBase
from stores.recorder_kinds import offered
from stores.sealing import seal
from stores.services.recorders_breaker import forget_log_in, state_of
from stores.services.recorders_jobs import ask_for_check, ask_for_stills

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from accounts.models import User
    from stores.models import Store

MOST_NAME = 80


class RecorderSetUpError(ValueError):
    """What is in the way of an answer; the message is for the person who gave it."""


def begin(*, store: Store, place: Mapping[str, Any], by: User) -> Recorder:
    """A draft of a recorder at ``place`` (host and ports), looked at at once."""
    with transaction.atomic():
        recorder = Recorder.objects.create(
            store=store,
            name=_("Recorder at %(host)s") % {"host": place["host"]},
            driver="",
            options=dict(place),
            is_active=False,
            is_draft=True,
        )
        state_of(recorder)
        ask_for_check(recorder.pk)
        record(recorder, by, "begun")
    return recorder


def begin_folder(*, store: Store, path: str, by: User) -> Recorder:
    """A draft of a recorder that writes its footage into a folder."""
    with transaction.atomic():
        recorder = Recorder.objects.create(
            store=store,
            name=_("Folder of footage"),
            driver="folder",
            options={"path": path, "time_base": "local", "zone": store.timezone},
            is_active=False,
            is_draft=True,
        )
        state_of(recorder)
        ask_for_check(recorder.pk)
        record(recorder, by, "begun")
    return recorder


def move_to(*, recorder: Recorder, place: Mapping[str, Any], by: User) -> None:
    """Another address. The password stays behind: it is not sent to where it was not
    entered for, and what was found there before says nothing any more."""
    with transaction.atomic():
        row = Recorder.objects.select_for_update().get(pk=recorder.pk)
        kept = {name: value for name, value in row.options.items() if name not in _PLACE}
        moved = str(row.options.get("host", "")) != str(place["host"])
        row.options = kept | dict(place)
        if moved:
            row.sealed = b""
            row.options.pop("certificate", None)
        if row.is_draft:
            row.driver = ""
        row.save()
        if moved:
            forget_log_in(row)
        _forget_found(row)
        ask_for_check(row.pk)
        record(row, by, "moved", address=str(place["host"]))


_PLACE = ("host", "port", "rtsp_port", "tls")


def choose_kind(*, recorder: Recorder, driver: str, more: Mapping[str, str], by: User) -> None:
    """Which kind of recorder it is, as proposed or as the person knows better."""
    if driver not in offered():
        raise RecorderSetUpError(_("Choose one of the kinds."))
    with transaction.atomic():
        row = Recorder.objects.select_for_update().get(pk=recorder.pk)
        changed = row.driver != driver
        row.driver = driver
        row.options = {
            **row.options,
            **_as_found(row, driver),
            **{name: value for name, value in more.items() if value},
        }
        row.save(update_fields=["driver", "options"])
        if changed:
            record(row, by, "chose_kind", driver=driver)


def _as_found(recorder: Recorder, driver: str) -> dict[str, str]:
    """Where that kind answered when it was looked at: its ports, and whether by TLS."""
    kinds = state_of(recorder).found.get("kinds", [])
    seen = [each.get("settings", {}) for each in kinds if each.get("driver") == driver]
    return {str(name): str(value) for name, value in (seen[0] if seen else {}).items()}


def say_log_in(*, recorder: Recorder, username: str, password: str, by: User) -> None:
    """User and password: sealed, and tried once, by a job. An empty password keeps the one
    that is stored. The person has looked at it, so a block is over."""
    if not username.strip():
        raise RecorderSetUpError(_("Enter the user name."))
    if not password and not recorder.sealed:
        raise RecorderSetUpError(_("Enter the password."))
    with transaction.atomic():
        row = Recorder.objects.select_for_update().get(pk=recorder.pk)
        row.options = {**row.options, "user": username.strip()}
        if password:
            row.sealed = seal({"password": password})
        row.save(update_fields=["options", "sealed"])
        forget_log_in(row)
        ask_for_check(row.pk)
        record(row, by, "said_log_in", username=username.strip())


def confirm_certificate(*, recorder: Recorder, certificate: str, by: User) -> None:
    """The person compared it with the recorder's own screen: from now on only this one."""
    with transaction.atomic():
        row = Recorder.objects.select_for_update().get(pk=recorder.pk)
        row.options = {**row.options, "certificate": certificate}
        row.save(update_fields=["options"])
        ask_for_check(row.pk)
        record(row, by, "confirmed_certificate")


def say_time_base(*, recorder: Recorder, time_base: str, by: User) -> None:
    """What a person knows of its times; a measurement that tells otherwise wins over it."""
    if time_base not in {TimeBase.LOCAL, TimeBase.UTC}:
        return
    with transaction.atomic():
        row = Recorder.objects.select_for_update().get(pk=recorder.pk)
        row.time_base = time_base
        row.save(update_fields=["time_base"])
        ask_for_check(row.pk)
        record(row, by, "said_time_base", time_base=time_base)


def finish(*, recorder: Recorder, name: str, channels: Sequence[str], by: User) -> None:
    """In use from now on, with these of its cameras; the others are let go of."""
    name = " ".join(name.split())
    if not 0 < len(name) <= MOST_NAME:
        raise RecorderSetUpError(_("Give the recorder a name of at most 80 characters."))
    taken = Recorder.objects.filter(store=recorder.store, name=name, retired_at=None)
    if taken.exclude(pk=recorder.pk).exists():
        raise RecorderSetUpError(_("This store has a recorder of that name. Choose another."))
    if not channels:
        raise RecorderSetUpError(_("Choose at least one camera."))
    with transaction.atomic():
        row = Recorder.objects.select_for_update().get(pk=recorder.pk)
        row.name, row.is_draft, row.is_active, row.since = name, False, True, timezone.now()
        row.save()
        Camera.objects.filter(recorder=row, sightings=None).exclude(channel__in=channels).delete()
        record(row, by, "added", cameras=len(channels))


def switch(*, recorder: Recorder, on: bool, by: User) -> None:
    """On, it is looked at at once; off, no clip is asked of it. What there is stays."""
    with transaction.atomic():
        row = Recorder.objects.select_for_update().get(pk=recorder.pk)
        if row.is_draft or row.retired_at is not None or row.is_active == on:
            return
        row.is_active = on
        row.save(update_fields=["is_active"])
        if on:
            ask_for_check(row.pk)
        record(row, by, "switched_on" if on else "switched_off")


def abandon(*, recorder: Recorder, by: User) -> None:
    """A draft that nobody wants; nothing refers to it yet."""
    with transaction.atomic():
        row = Recorder.objects.select_for_update().get(pk=recorder.pk, is_draft=True)
        record(row, by, "abandoned")
        Camera.objects.filter(recorder=row).delete()
        row.delete()


def name_cameras(*, recorder: Recorder, names: Mapping[int, str]) -> None:
    """What people call the cameras; empty names are left as they are."""
    for camera in Camera.objects.filter(recorder=recorder, pk__in=names):
        name = " ".join(names[camera.pk].split())[:MOST_NAME]
        if name and name != camera.name:
            camera.name = name
            camera.save(update_fields=["name"])


def add_cameras(*, recorder: Recorder, channels: Sequence[Mapping[str, str]], by: User) -> int:
    """Cameras the recorder lists and we do not have; answers how many are new."""
    known = set(recorder.cameras.values_list("channel", flat=True))
    new = [each for each in channels if each["id"] not in known]
    with transaction.atomic():
        Camera.objects.bulk_create(
            Camera(
                recorder=recorder,
                channel=each["id"],
                name=each["name"] or _("Camera %(channel)s") % {"channel": each["id"]},
                sub_channel=each["sub"],
            )
            for each in new
        )
        if new:
            ask_for_stills(recorder.pk)
            record(recorder, by, "added_cameras", cameras=len(new))
    return len(new)


def _forget_found(recorder: Recorder) -> None:
    state = state_of(recorder)
    state.found = {}
    state.save(update_fields=["found"])


def record(recorder: Recorder, by: User | None, what: str, **more: Any) -> None:
    audit.record(
        AccessKind.CHANGED_RECORDER,
        user=by,
        about=("recorder", recorder.pk),
        name=recorder.name,
        store=recorder.store.code,
        what=what,
        **more,
    )
