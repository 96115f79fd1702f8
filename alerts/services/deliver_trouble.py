"""Channels that fail whoever it is for: one message tries again now and then, the others
wait for it. So a dead mail server costs one time-out per wait, not one per message."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from alerts.models import ChannelKind, ChannelTrouble

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from alerts.models import Delivery

FIRST_WAIT: Final = timedelta(seconds=10)
LONGEST_WAIT: Final = timedelta(minutes=15)
IN_TURN: Final = 20
"""Those that waited come one after another, over this many half-seconds."""


def channel_of(row: Delivery) -> str:
    """A webhook is a channel by itself: one that is down says nothing of the others."""
    return row.recipient if row.channel == ChannelKind.WEBHOOK else row.channel


def back_off(tries: int, *, first: timedelta = FIRST_WAIT) -> timedelta:
    """Twice as long after each failure, a fifth more or less so that nothing runs in step."""
    wait: timedelta = min(first * 2 ** min(max(tries - 1, 0), 16), LONGEST_WAIT)
    return wait * random.uniform(0.8, 1.2)  # noqa: S311 - spreads load, guards nothing


def waits_until(row: Delivery) -> datetime | None:
    """When this message may try its channel; None where nothing is wrong with it."""
    trouble = ChannelTrouble.objects.filter(pk=channel_of(row)).first()
    if trouble is None or trouble.retry_at <= timezone.now():
        return None
    return trouble.retry_at + timedelta(seconds=(row.pk % IN_TURN) / 2)


def note_failure(
    row: Delivery, code: str, params: Mapping[str, str], wait: timedelta | None
) -> datetime:
    """Answers when the channel is tried again."""
    now = timezone.now()
    trouble, _made = ChannelTrouble.objects.select_for_update().get_or_create(
        channel=channel_of(row), defaults={"since": now, "retry_at": now, "code": code}
    )
    trouble.failures += 1
    trouble.code, trouble.params = code, dict(params)
    trouble.retry_at = now + (wait if wait is not None else back_off(trouble.failures))
    trouble.save()
    return trouble.retry_at


def note_success(row: Delivery) -> None:
    ChannelTrouble.objects.filter(pk=channel_of(row)).delete()
