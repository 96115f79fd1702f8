"""Which cameras saw a register at a moment: maps have dates, and so do recorders."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from stores.models import CameraRole, RegisterCamera

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from stores.models import Camera

_ROLES = {role.value: place for place, role in enumerate(CameraRole)}


@dataclass(frozen=True, slots=True)
class Sightings:
    """All maps of some registers, past ones too; one query."""

    by_register: Mapping[int, list[RegisterCamera]]

    @classmethod
    def of(cls, register_ids: Iterable[int]) -> Sightings:
        found: defaultdict[int, list[RegisterCamera]] = defaultdict(list)
        rows = RegisterCamera.objects.filter(
            Q(camera__recorder__is_active=True) | Q(camera__recorder__retired_at__isnull=False),
            register__in=list(register_ids),
        )
        for row in rows.select_related("camera__recorder__state"):
            found[row.register_id].append(row)
        return cls(found)

    def cameras(self, register_id: int | None, moment: datetime, event_type: str) -> list[Camera]:
        """In the order they are shown: by position, then register before door."""
        seen: dict[int, Camera] = {}
        for row in sorted(self.by_register.get(register_id or 0, ()), key=_order):
            if _covers(row, moment) and (not row.event_types or event_type in row.event_types):
                seen.setdefault(row.camera_id, row.camera)
        return list(seen.values())


def _order(row: RegisterCamera) -> tuple[int, int, int]:
    return row.position, _ROLES.get(row.role, len(_ROLES)), row.pk


def _covers(row: RegisterCamera, moment: datetime) -> bool:
    recorder = row.camera.recorder
    return (
        (row.since is None or row.since <= moment)
        and (row.until is None or moment < row.until)
        and (recorder.retired_at is None or moment < recorder.retired_at)
    )
