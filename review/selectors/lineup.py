"""What the line-up page shows: a clip, its slider, and what is known of the clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import orjson
from django.urls import reverse
from django.utils.translation import gettext

from clips.selectors import links_of
from clips.services.estimate_clock import FEWEST, KIND
from clips.services.rewindow import spans_of
from jobs.models import Job, JobState
from review.selectors.maps import clock_sentence
from stores.models import Camera, ClockSample, Register
from transactions.selectors.wording import clock, full_time

if TYPE_CHECKING:
    from clips.models import Clip
    from stores.access import Member

MOST_SAMPLES = 12


@dataclass(frozen=True, slots=True)
class Sample:
    id: int
    when: str
    how: str
    said: str
    error: str


@dataclass(frozen=True, slots=True)
class LineUpPage:
    clip: Clip
    register: Register
    camera: Camera | None
    video_url: str
    links_url: str
    spans: str
    second: float
    """Where the slider stands: where the receipt says it happened."""
    duration: float
    rung_at: str
    clock: str
    samples: list[Sample]
    estimate: Sample | None
    """The newest by motion, while it is not what is used already."""
    looking: bool
    looked: str
    """Why the last look through the clips found nothing."""


def lineup_page(clip: Clip, member: Member) -> LineUpPage:
    """``clip`` is ready and of a transaction at a known register."""
    assert clip.transaction is not None  # noqa: S101 - the view looked
    register = clip.transaction.register
    assert register is not None  # noqa: S101 - the view looked
    samples = list(register.clock_samples.all()[:MOST_SAMPLES])
    job = Job.objects.filter(
        chain=member.chain.schema_name, kind=KIND, key=str(register.pk)
    ).first()
    moment = clip.moment_ms / 1000 if clip.moment_ms is not None else clip.duration_ms / 3000
    links = links_of(clip, member)
    return LineUpPage(
        clip=clip,
        register=register,
        camera=clip.camera,
        video_url=links["video"],
        links_url=reverse("clips:links", args=[clip.uuid]),
        spans=orjson.dumps(
            [[at, round(start.timestamp() * 1000), s] for at, start, s in spans_of(clip)]
        ).decode(),
        second=moment,
        duration=clip.duration_ms / 1000,
        rung_at=clock(clip.transaction.occurred_at, clip.store.zone),
        clock=clock_sentence(register.clock_offset_ms),
        samples=[_sample(each, clip) for each in samples],
        estimate=_estimate(samples, register, clip),
        looking=job is not None and job.state in {JobState.QUEUED, JobState.RUNNING},
        looked=_looked(job),
    )


def _sample(sample: ClockSample, clip: Clip) -> Sample:
    return Sample(
        id=sample.pk,
        when=full_time(sample.at, clip.store.zone),
        how=sample.get_how_display(),
        said=clock_sentence(-sample.offset_ms),
        error=f"{sample.error_ms / 1000:.1f}",
    )


def _estimate(samples: list[ClockSample], register: Register, clip: Clip) -> Sample | None:
    for sample in samples:
        if sample.how == ClockSample.How.MOTION:
            is_used = abs(-sample.offset_ms - register.clock_offset_ms) <= sample.error_ms
            return None if is_used else _sample(sample, clip)
    return None


def _looked(job: Job | None) -> str:
    if job is None or job.state != JobState.DONE:
        return ""
    match job.outcome.get("estimate"):
        case "too_few":
            return gettext(
                "%(found)s of this register's clips can be used; it takes %(fewest)s to tell."
            ) % {"found": job.outcome.get("clips", 0), "fewest": FEWEST}
        case "no_peak" | "unsteady":
            return gettext(
                "The clips do not agree on a moment. Draw the drawer's zone on this camera's "
                "picture, then look again."
            )
    return ""
