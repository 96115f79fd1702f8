"""A register's clock put right by what the video shows, saved once for all its clips."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from clips.services.orders import POOL
from clips.services.rewindow import real_time_at
from jobs.services import enqueue
from stores import audit
from stores.models import AccessKind, ClockSample, Register

if TYPE_CHECKING:
    from accounts.models import Chain, User
    from clips.models import Clip

RECUT = "recut_clips"
MOST_SECONDS = 3 * 3600
"""A register further off than this has a wrong zone, not a wrong clock."""
BY_EYE_MS = 500
"""How well a person sees when a drawer opens."""


class LineUpError(ValueError):
    """Why this cannot be the clock's error; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Correction:
    """``offset_ms``: what is added to the register's time to get true time."""

    offset_ms: int
    error_ms: int
    how: str


def seen_at(clip: Clip, second: float) -> Correction:
    """What it means that the event of ``clip`` is seen at ``second`` of its file.

    Raises LineUpError.
    """
    if clip.transaction is None:
        raise LineUpError(_("This clip belongs to no transaction, so there is nothing to line up."))
    try:
        seen = real_time_at(clip, second)
    except ValueError as error:
        raise LineUpError(_("Choose a moment inside the video.")) from error
    offset = seen - clip.transaction.occurred_at
    return Correction(
        round(offset.total_seconds() * 1000),
        BY_EYE_MS + clip.clock_error_ms,
        ClockSample.How.LINED_UP,
    )


def correct_register(
    *, chain: Chain, register: Register, correction: Correction, by: User | None
) -> bool:
    """Keep the correction and have the register's recent clips moved. False when the clock
    was known to be so already. Raises LineUpError."""
    if abs(correction.offset_ms) > MOST_SECONDS * 1000:
        raise LineUpError(
            _("The clock would be off by hours. Check the store's time zone in its settings.")
        )
    with transaction.atomic():
        row = Register.objects.select_for_update().get(pk=register.pk)
        before, row.clock_offset_ms = row.clock_offset_ms, correction.offset_ms
        _remember(row, correction)
        if before == row.clock_offset_ms:
            return False
        row.save(update_fields=["clock_offset_ms"])
        audit.record(
            AccessKind.CHANGED_SETTINGS,
            user=by,
            about=("store", row.store_id),
            name=row.said,
            what="register clock",
            changes=f"{row.code}: {before} → {row.clock_offset_ms} ms ({correction.how})",
        )
        enqueue(chain=chain.schema_name, kind=RECUT, keys=[str(row.pk)], pool=POOL)
    register.clock_offset_ms = row.clock_offset_ms
    return True


def _remember(register: Register, correction: Correction) -> None:
    """A sample says how far the clock is ahead; the offset is what puts it right."""
    ClockSample.objects.create(
        register=register,
        how=correction.how,
        offset_ms=-correction.offset_ms,
        error_ms=correction.error_ms,
    )
