"""The video of a transaction and the line of time under it.

The line runs over the wanted window in real time, 0 to 1000 from left to right; what the
recorder gave is drawn solid, what it did not is hatched. The page's script turns seconds
of the file into real time by ``spans``, because gaps are cut out of the file.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import orjson
from django.utils.translation import gettext

from accounts.roles import Action
from clips.models import Quality
from clips.selectors import ClipView, GapView, SpanView, clips_of
from clips.services.uplink import cost_of
from review.selectors.costs import in_words
from review.selectors.frame import version
from transactions.selectors.wording import clock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stores.access import Member
    from transactions.models import Transaction
    from transactions.selectors.around import Neighbour

SCALE = 1000
LEAD_IN = 5.0
"""Seconds before the moment at which the video opens, so that one sees it coming."""


@dataclass(frozen=True, slots=True)
class Stretch:
    x: float
    width: float
    title: str = ""


@dataclass(frozen=True, slots=True)
class Camera:
    """One camera's clip in whatever state it is."""

    number: int
    clip: ClipView
    name: str
    spans: str
    stills: str
    obtained: list[Stretch]
    gaps: list[Stretch]
    opens_at: float
    unsure: Stretch | None
    """How far the moment may be off, where the clocks admit it."""
    misses_moment: bool

    @property
    def is_ready(self) -> bool:
        return self.clip["state"] == "ready" and bool(self.clip["video_url"])

    @property
    def is_settled(self) -> bool:
        return self.clip["state"] in {"ready", "unavailable", "removed"}


@dataclass(frozen=True, slots=True)
class Tick:
    x: float
    at_ms: int
    title: str
    is_flagged: bool


@dataclass(frozen=True, slots=True)
class Player:
    """``state`` is that of the best camera: ready, coming, unavailable, or none asked."""

    state: str
    cameras: list[Camera] = field(default_factory=list)
    start_ms: int = 0
    end_ms: int = 0
    moment_ms: int = 0
    moment_x: float = 0
    starts: str = ""
    ends: str = ""
    ticks: list[Tick] = field(default_factory=list)
    version: str = ""
    cost: str = ""
    """What one more clip would take of the store's line, where one may be asked for."""

    @property
    def ready(self) -> list[Camera]:
        return [camera for camera in self.cameras if camera.is_ready]

    @property
    def is_moving(self) -> bool:
        """Something may still change by itself: the page looks again now and then."""
        return any(not camera.is_settled for camera in self.cameras)

    @property
    def told(self) -> list[tuple[str, str]]:
        """What is to be said while there is no video: names of cameras, and the sentence
        that holds for them. No names where it holds for all."""
        said: dict[str, list[str]] = {}
        for camera in self.cameras:
            words = (camera.clip[part] for part in ("sentence", "help", "expiry"))
            sentence = " ".join(word for word in words if word)
            said.setdefault(sentence, []).append(camera.name)
        if len(said) == 1:
            return [("", sentence) for sentence in said]
        return [(", ".join(names), sentence) for sentence, names in said.items()]

    @property
    def done(self) -> float | None:
        """Share of the work done, where a running fetch says so."""
        told = [camera.clip["progress"] for camera in self.cameras if camera.clip["progress"]]
        return told[0]["done"] if told else None


def player_of(transaction: Transaction, member: Member, around: Sequence[Neighbour]) -> Player:
    clips = clips_of(transaction, member)
    if not clips:
        return Player(state="none", cost=_cost(transaction, member))
    first = clips[0]
    axis = _Axis(first["window_start"], first["window_end"])
    states = {clip["state"] for clip in clips}
    zone = transaction.store.zone
    return Player(
        state="ready"
        if "ready" in states
        else "unavailable"
        if states <= {"unavailable", "removed"}
        else "coming",
        cameras=[_camera(number, clip, axis) for number, clip in enumerate(clips, 1)],
        start_ms=_ms(axis.start),
        end_ms=_ms(axis.end),
        moment_ms=_ms(first["moment"]),
        moment_x=axis.x(first["moment"]),
        starts=clock(axis.start, zone),
        ends=clock(axis.end, zone),
        ticks=_ticks(around, axis),
        version=_version(clips),
        cost=_cost(transaction, member) if any(_may_be_asked(clip) for clip in clips) else "",
    )


def _may_be_asked(clip: ClipView) -> bool:
    return clip["can_retry"] and (clip["is_small"] or clip["is_over_limit"])


def _cost(transaction: Transaction, member: Member) -> str:
    if not member.may(Action.UPLOAD_CLIPS):
        return ""
    return in_words(cost_of(transaction.store, [Quality.FULL]))


def _version(clips: Sequence[ClipView]) -> str:
    """Changes when the page should show something else. Progress counts only as long as
    there is nothing to watch: a video that plays is not taken away for a percentage."""
    watching = any(clip["state"] == "ready" for clip in clips)
    told = [
        None if watching else (clip["progress"], clip["sentence"], clip["expiry"]) for clip in clips
    ]
    return version([(clip["uuid"], clip["state"]) for clip in clips], told)


class _Axis:
    def __init__(self, start: datetime, end: datetime) -> None:
        self.start, self.end = start, end
        self.seconds = (end - start).total_seconds() or 1.0

    def x(self, at: datetime) -> float:
        share = (at - self.start).total_seconds() / self.seconds
        return round(min(max(share, 0.0), 1.0) * SCALE, 1)

    def stretch(self, start: datetime, end: datetime, title: str = "") -> Stretch:
        left, right = self.x(start), self.x(end)
        return Stretch(left, round(max(right - left, 1.0), 1), title)


def _camera(number: int, clip: ClipView, axis: _Axis) -> Camera:
    spans = clip["timeline"]
    moment = clip["moment_seconds"]
    error = timedelta(seconds=clip["clock_error_seconds"])
    return Camera(
        number=number,
        clip=clip,
        name=clip["camera"] or gettext("Uploaded video"),
        stills=orjson.dumps([_ms(at) for at in clip["sheet_times"]]).decode(),
        spans=orjson.dumps([[at, _ms(start), seconds] for at, start, seconds in spans]).decode(),
        obtained=_obtained(spans, axis),
        gaps=[_gap(gap, axis) for gap in clip["gaps"]],
        opens_at=max((moment or 0.0) - LEAD_IN, 0.0),
        unsure=axis.stretch(clip["moment"] - error, clip["moment"] + error) if error else None,
        misses_moment=clip["state"] == "ready" and moment is None,
    )


def _obtained(spans: Sequence[SpanView], axis: _Axis) -> list[Stretch]:
    from_to = ((start.timestamp(), start.timestamp() + seconds) for _at, start, seconds in spans)
    return [
        axis.stretch(
            datetime.fromtimestamp(begin, axis.start.tzinfo),
            datetime.fromtimestamp(end, axis.start.tzinfo),
        )
        for begin, end in from_to
    ]


def _gap(gap: GapView, axis: _Axis) -> Stretch:
    seconds = round((gap["end"] - gap["start"]).total_seconds())
    title = gettext("No footage for %(seconds)s s. %(reason)s") % {
        "seconds": seconds,
        "reason": gap["sentence"],
    }
    return axis.stretch(gap["start"], gap["end"], title)


def _ticks(around: Sequence[Neighbour], axis: _Axis) -> list[Tick]:
    start, end = _ms(axis.start), _ms(axis.end)
    return [
        Tick(
            x=round((each["at_ms"] - start) / (end - start) * SCALE, 1),
            at_ms=each["at_ms"],
            title=" ".join(word for word in (each["time"], each["word"], each["amount"]) if word),
            is_flagged=each["is_flagged"],
        )
        for each in around
        if not each["is_this"] and start <= each["at_ms"] <= end
    ]


def _ms(at: datetime) -> int:
    return round(at.timestamp() * 1000)
