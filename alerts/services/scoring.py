"""The job ``score_chain``: scores and what is normal, every night and after much has come in.

It is asked for by whatever changes transactions; a chain of which nothing is heard keeps the
scores it has.
"""

from __future__ import annotations

import zlib
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from django.db.models import Sum
from django.utils import timezone

from accounts.tenancy import current_chain
from alerts.models import Scoring, StoreNormal
from alerts.services.rank import ask_for_ranks
from alerts.services.rollup import note_forgotten_days
from jobs.models import Job, JobState, Lane
from jobs.services import enqueue
from stores.models import Store
from transactions.models import SourceFile

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

SCORE: Final = "score_chain"
KEY: Final = "daily"
AT: Final = time(4, 10)
"""By the clock of the chain's first store, when the day is over and nobody waits."""
_SPREAD: Final = 1800
SOON: Final = timedelta(minutes=5)
MUCH: Final = 5_000
"""So many events since, and a fifth of a quarter's sales, are a large import, which does not
wait for the night."""


def score_chain() -> int:
    """Everything anew, in the caller's transaction. Answers how many scores there are."""
    # numpy is loaded where it is needed: the worker that reads journals does without.
    from alerts.services.normals import past_tags, save_normals
    from alerts.services.score import last_day, save_scores, usual_window

    note_forgotten_days()
    until, last_file = last_day(), _last_file() or 0
    scored, sales, tags = save_scores(until), 0, {}
    if until is not None:
        window = usual_window(until)
        sales = save_normals(window)
        tags = past_tags(window.since, window.until)
    found, _made = Scoring.objects.get_or_create(pk=1, defaults={"done_at": timezone.now()})
    found.number += 1
    found.done_at, found.until, found.last_file = timezone.now(), until, last_file
    found.scored, found.sales, found.tags = scored, sales, tags
    found.save()
    ask_for_ranks(list(StoreNormal.objects.values_list("store_id", flat=True)))
    return scored


def ask_for_scores() -> None:
    """Have them worked out tonight, or soon where there are none yet or much has come in."""
    now = timezone.now()
    last = Scoring.objects.filter(pk=1).first()
    at = now + SOON if last is None or _much_since(last) else next_night(now)
    waiting = Job.objects.filter(
        chain=current_chain().schema_name, kind=SCORE, state=JobState.QUEUED, run_after__lte=at
    )
    if waiting.exists():  # asking again would lock the row that everybody asks for
        return
    enqueue(
        chain=current_chain().schema_name,
        kind=SCORE,
        keys=[KEY],
        lane=Lane.BACKFILL,
        run_after=at,
    )


def next_night(now: datetime) -> datetime:
    """Each chain at a time of its own."""
    zone = _zone()
    off = timedelta(seconds=zlib.crc32(current_chain().schema_name.encode()) % _SPREAD)
    night = datetime.combine(now.astimezone(zone).date(), AT, zone) + off
    return night if night > now else night + timedelta(days=1)


def _much_since(last: Scoring) -> bool:
    """By events that came in, a file being one at least: counting files is quick, since they
    are numbered, and where they are many it says enough."""
    much = max(MUCH, last.sales // 5)
    files = (_last_file() or 0) - last.last_file
    if not 0 < files < much:
        return files > 0
    rows = SourceFile.objects.filter(pk__gt=last.last_file)
    return int(rows.aggregate(n=Sum("events"))["n"] or 0) >= much


def _last_file() -> int | None:
    return SourceFile.objects.order_by("-pk").values_list("pk", flat=True).first()


def _zone() -> ZoneInfo:
    return (Store.objects.order_by("code").first() or Store()).zone
