"""``retire_clips``: what the retention rules let go goes, night by night.

Objects first, then the row: a crash between the two leaves a row whose objects are asked
to go once more, never an object that nobody knows of. The row, its hashes, its receipt and
its trail stay. Each clip is locked meanwhile, so that a hold placed at that moment either
stands before anything goes, or is answered after it went.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

import structlog
from django.db import transaction
from django.utils import timezone

from clips import objects
from clips.holding import is_held
from clips.keys import ClipKeys
from clips.lapsed import Rule
from clips.models import Clip, ClipState, Retention
from clips.services.attempt import Attempt
from jobs.services import enqueue, put_off
from stores.models import Store

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from accounts.models import Chain
    from jobs.registry import Claimed

log = structlog.get_logger(__name__)

RETIRE = "retire_clips"
NIGHTLY = "nightly"
AT = time(3, 30)
"""When nobody watches, by the clock of the chain's first store."""
BATCH = 200
AWAY_FOR = timedelta(minutes=15)


def retire_clips(chain: Chain, job: Claimed) -> None:
    """One batch; then at once the next, or tomorrow night. The job never ends, it waits."""
    now = timezone.now()
    attempt = Attempt(job)
    attempt.check()
    try:
        count = retire_batch(chain, now)
    except objects.StorageAwayError as away:
        log.warning("retention_waits", error=str(away))
        put_off(job, until=now + AWAY_FOR, reason="storage_away", counted=False)
        return
    until = now if count >= BATCH else next_night(now)
    put_off(job, until=until, reason="next_batch" if until == now else "next_night", counted=False)


def retire_batch(chain: Chain, now: datetime, most: int = BATCH) -> int:
    """Let up to ``most`` clips go; answers how many did. Raises StorageAwayError."""
    count = 0
    for rule in [Rule.of(row) for row in Retention.objects.all()]:
        ids = list(rule.lapsed(now).order_by("moment").values_list("pk", flat=True)[: most - count])
        count += sum(retire(chain, rule, clip_id, now) for clip_id in ids)
        if count >= most:
            break
    return count


def retire(chain: Chain, rule: Rule, clip_id: int, now: datetime) -> bool:
    """Let one clip go. False when a hold, a decision or another worker came in between."""
    with transaction.atomic():
        row = Clip.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=clip_id)
        clip = row.first()
        if clip is None or is_held(clip):
            return False
        playback, original = rule.drops(clip, now)
        if not playback and not original:
            return False
        keys = ClipKeys(chain.uuid, clip.uuid)
        objects.remove(keys, _files(clip, playback, original))
        _forget(clip, rule, now, playback, original)
    return True


def _files(clip: Clip, playback: bool, original: bool) -> list[str]:
    """Each once: the file that is watched may be the original too."""
    keys: list[str] = []
    if playback:
        keys += [clip.playback_key, clip.thumbnail_key, clip.sheet_key]
    if original:
        keys += [clip.original_key, *(each["key"] for each in clip.originals)]
    kept = set() if playback else {clip.playback_key}
    kept |= set() if original else {clip.original_key, *(each["key"] for each in clip.originals)}
    return sorted(set(filter(None, keys)) - kept)


def _forget(clip: Clip, rule: Rule, now: datetime, playback: bool, original: bool) -> None:
    """Only what is gone: names of files. What they were, and their hashes, stay known."""
    if playback:
        clip.playback_key = clip.thumbnail_key = clip.sheet_key = ""
        clip.state, clip.removed_at = ClipState.REMOVED, now
        clip.reason_code = "retention"
        clip.reason_params = {"status": rule.status, "days": rule.playback_days}
    if original:
        clip.original_key = ""
        clip.originals = [{**each, "key": ""} for each in clip.originals]
        clip.notes = [*clip.notes, {"code": "original_removed", "params": {"at": now.isoformat()}}]
    clip.save()


def next_night(now: datetime) -> datetime:
    zone = _zone()
    night = datetime.combine(now.astimezone(zone).date(), AT, zone)
    return night if night > now else datetime.combine(night.date() + timedelta(days=1), AT, zone)


def _zone() -> ZoneInfo:
    store = Store.objects.order_by("code").first()
    return (store or Store()).zone


def ask_for_nights(chain: Chain) -> None:
    """Have the job wait for the coming night, in the caller's transaction."""
    enqueue(
        chain=chain.schema_name,
        kind=RETIRE,
        keys=[NIGHTLY],
        run_after=next_night(timezone.now()),
    )
