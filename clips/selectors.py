"""Reads about clips that pages need, in a constant number of queries."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple, TypedDict

from django.urls import reverse

from accounts.roles import Action
from clips.links import LinkFor, Use
from clips.models import Clip, ClipState, Quality
from clips.services.again import can_retry
from clips.services.orders import FETCH, FINISH_UPLOAD
from clips.wording import Words, gaps_of
from jobs.models import Job, JobState

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable, Mapping

    from stores.access import Member
    from transactions.models import Transaction


class SpanView(NamedTuple):
    """``seconds`` of the file from second ``at`` on show real time from ``start`` on."""

    at: float
    start: datetime
    seconds: float


class GapView(TypedDict):
    start: datetime
    end: datetime
    reason: str
    sentence: str


class ProgressView(TypedDict):
    step: str
    done: float


class ClipView(TypedDict):
    """One clip as a page shows it. Times aware UTC; addresses are empty where there is
    nothing behind them or the member may not see it."""

    uuid: str
    position: int
    camera: str
    state: str
    sentence: str
    help: str
    expiry: str
    details: list[str]
    progress: ProgressView | None
    video_url: str
    download_url: str
    thumbnail_url: str
    sheet_url: str
    links_url: str
    retry_url: str
    upload_url: str
    sheet_times: list[datetime]
    moment: datetime
    moment_seconds: float | None
    window_start: datetime
    window_end: datetime
    obtained_start: datetime | None
    obtained_end: datetime | None
    gaps: list[GapView]
    timeline: list[SpanView]
    duration: float
    filename: str
    is_partial: bool
    is_small: bool
    is_over_limit: bool
    is_upload: bool
    clock_offset_seconds: float
    clock_error_seconds: float
    requested_at: datetime
    waiting_until: datetime | None
    can_upload: bool
    can_retry: bool


def clips_of(transaction: Transaction, member: Member) -> list[ClipView]:
    """The transaction's clips in the order of its cameras; two queries.

    The caller has looked the transaction up within the member's stores.
    """
    clips = list(
        Clip.objects.filter(transaction=transaction)
        .select_related("store", "camera__recorder")
        .order_by("position", "id")
    )
    progress = _progress(clips, member)
    return [_view(clip, member, progress.get(clip.pk)) for clip in clips]


def clip_for(member: Member, clip_uuid: uuid.UUID) -> Clip | None:
    """The clip, when it is of a store that the member may see."""
    return (
        member.only(Clip.objects.select_related("store", "camera__recorder"))
        .filter(uuid=clip_uuid)
        .first()
    )


def view_of(clip: Clip, member: Member) -> ClipView:
    """One clip as :func:`clip_for` found it."""
    return _view(clip, member, _progress([clip], member).get(clip.pk))


_BEST_FIRST = [
    ClipState.READY,
    ClipState.FETCHING,
    ClipState.WAITING,
    ClipState.REQUESTED,
    ClipState.UNAVAILABLE,
    ClipState.REMOVED,
]


def clip_states(transaction_ids: Iterable[int]) -> dict[int, str]:
    """Transaction id to the state of its best clip, for lists; one query."""
    best: dict[int, str] = {}
    rows = Clip.objects.filter(transaction__in=list(transaction_ids)).order_by()
    found: Iterable[tuple[int, str]] = rows.values_list("transaction", "state")
    for transaction_id, state in found:
        known = best.get(transaction_id)
        if known is None or _rank(state) < _rank(known):
            best[transaction_id] = state
    return best


def _rank(state: str) -> int:
    return _BEST_FIRST.index(ClipState(state))


def links_of(clip: Clip, member: Member) -> dict[str, str]:
    """Fresh addresses of a finished clip's files, by use; empty for the others."""
    keys = {
        Use.VIDEO: clip.playback_key,
        Use.DOWNLOAD: clip.playback_key,
        Use.THUMBNAIL: clip.thumbnail_key,
        Use.SHEET: clip.sheet_key,
    }
    may_see = member.may(Action.SEE_CLIPS) and clip.state == ClipState.READY
    return {use.value: _link(clip, member, use) if may_see and keys[use] else "" for use in Use}


def _link(clip: Clip, member: Member, use: Use) -> str:
    signature = LinkFor(member.chain.uuid, clip.uuid, member.user.pk, use).sign()
    return f"{reverse(f'clips:{use.value}', args=[clip.uuid])}?s={signature}"


def _progress(clips: list[Clip], member: Member) -> Mapping[int, ProgressView]:
    """How far the running jobs are. Asked always, so that the number of queries is fixed."""
    jobs = Job.objects.filter(
        chain=member.chain.schema_name,
        kind__in=[FETCH, FINISH_UPLOAD],
        key__in=[str(clip.pk) for clip in clips],
        state=JobState.RUNNING,
    )
    return {
        int(key): ProgressView(step=progress["step"], done=progress["done"])
        for key, progress in jobs.values_list("key", "progress")
        if progress
    }


def _view(clip: Clip, member: Member, progress: ProgressView | None) -> ClipView:
    words = Words.of(clip)
    links = links_of(clip, member)
    may_ask = member.may(Action.UPLOAD_CLIPS)
    return ClipView(
        uuid=str(clip.uuid),
        position=clip.position,
        camera=clip.camera.name if clip.camera else "",
        state=clip.state,
        sentence=words.sentence,
        help=words.help,
        expiry=words.expiry,
        details=words.details,
        progress=progress,
        video_url=links[Use.VIDEO],
        download_url=links[Use.DOWNLOAD],
        thumbnail_url=links[Use.THUMBNAIL],
        sheet_url=links[Use.SHEET],
        links_url=reverse("clips:links", args=[clip.uuid]),
        retry_url=reverse("clips:retry", args=[clip.uuid]),
        upload_url=reverse("clips:upload", args=[clip.transaction_id])
        if clip.transaction_id
        else "",
        sheet_times=[datetime.fromisoformat(at) for at in clip.sheet_times],
        moment=clip.moment,
        moment_seconds=None if clip.moment_ms is None else clip.moment_ms / 1000,
        window_start=clip.window_start,
        window_end=clip.window_end,
        obtained_start=clip.obtained_start if clip.state == ClipState.READY else None,
        obtained_end=clip.obtained_end,
        gaps=_gaps(clip, words),
        timeline=[
            SpanView(span["at"], datetime.fromisoformat(span["start"]), span["seconds"])
            for span in clip.timeline
        ],
        duration=clip.duration_ms / 1000,
        filename=clip.filename,
        is_partial=clip.is_partial,
        is_small=clip.state == ClipState.READY and clip.quality == Quality.SMALL,
        is_over_limit=clip.state == ClipState.WAITING and clip.reason_code == "daily_limit",
        is_upload=clip.source == "upload",
        clock_offset_seconds=clip.clock_offset_ms / 1000,
        clock_error_seconds=clip.clock_error_ms / 1000,
        requested_at=clip.requested_at,
        waiting_until=clip.waiting_until,
        can_upload=may_ask and clip.state == ClipState.UNAVAILABLE,
        can_retry=may_ask and can_retry(clip),
    )


def _gaps(clip: Clip, words: Words) -> list[GapView]:
    return [
        GapView(start=start, end=end, reason=reason, sentence=words.reason(reason, {}))
        for start, end, reason in gaps_of(clip)
    ]
