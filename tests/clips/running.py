"""Handlers run as the worker would run them, job by job."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.tenancy import current_chain
from clips import handlers
from clips.models import Clip
from clips.services.plan import plan_for_files
from tests.clips.factories import claimed

if TYPE_CHECKING:
    from transactions.models import Transaction


def plan(row: Transaction) -> list[Clip]:
    plan_for_files(current_chain(), [row.source_file_id])
    return clips_of(row)


def clips_of(row: Transaction) -> list[Clip]:
    return list(Clip.objects.filter(transaction=row).order_by("position"))


def fetch(clip: Clip) -> Clip:
    """Run the clip's job once, whatever comes of it."""
    handlers.fetch_clip([claimed("fetch_clip", clip.pk)])
    clip.refresh_from_db()
    return clip


def plan_and_fetch(row: Transaction) -> Clip:
    return fetch(plan(row)[0])
