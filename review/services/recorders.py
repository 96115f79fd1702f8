"""What concerns recorders and their clips together. Writes in the open chain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from clips.services.replaced import end_clips_of
from stores.services import recorders_replace, recorders_set_up

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accounts.models import Chain, User
    from stores.models import Recorder


def finish(
    *, chain: Chain, recorder: Recorder, name: str, channels: Sequence[str], by: User
) -> int:
    """The recorder is in use; one that it replaces is retired, and what waited for that
    one ends. Answers how many clips did. Raises RecorderSetUpError."""
    with transaction.atomic():
        old = recorders_replace.retire(new=recorder, by=by)
        recorders_set_up.finish(recorder=recorder, name=name, channels=channels, by=by)
        return end_clips_of(chain, old) if old is not None else 0
