"""The pictures of a wave: which camera answered, which did not and why."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accounts.roles import Action
from clips.models import ClipState
from clips.selectors import links_of
from clips.wording import Words
from review.ringtest.wave import cameras_of, clips_of_wave

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clips.models import Clip
    from review.models import RingStep, RingTest
    from stores.access import Member


@dataclass(frozen=True, slots=True)
class Picture:
    """One camera's answer. ``still`` is the address of its contact sheet, "" for none."""

    camera_id: int
    camera: str
    still: str
    sentence: str
    is_coming: bool


@dataclass(frozen=True, slots=True)
class WavePart:
    """``state`` is ask (wave now), coming, choose, none (no camera answered) or bare (the
    store has no camera)."""

    state: str
    pictures: Sequence[Picture]
    cameras: int
    version: str

    @property
    def is_coming(self) -> bool:
        return any(picture.is_coming for picture in self.pictures)

    @property
    def answered(self) -> list[Picture]:
        return [picture for picture in self.pictures if picture.still]

    @property
    def silent(self) -> list[Picture]:
        return [picture for picture in self.pictures if not picture.still]


def wave_part(step: RingStep, test: RingTest, member: Member) -> WavePart:
    pictures = [_picture(clip, member) for clip in clips_of_wave(step)]
    cameras = len(cameras_of(test))
    seen = [(each.camera_id, bool(each.still), each.sentence) for each in pictures]
    return WavePart(
        state=_state(step, pictures, cameras),
        pictures=pictures,
        cameras=cameras,
        version=hashlib.sha256(repr(seen).encode()).hexdigest()[:16],
    )


def _state(step: RingStep, pictures: Sequence[Picture], cameras: int) -> str:
    if step.waved_at is None:
        return "ask" if cameras else "bare"
    if any(picture.still for picture in pictures):
        return "choose"
    return "coming" if any(picture.is_coming for picture in pictures) else "none"


def _picture(clip: Clip, member: Member) -> Picture:
    links = links_of(clip, member) if member.may(Action.SEE_CLIPS) else {}
    words = Words.of(clip)
    return Picture(
        camera_id=clip.camera_id or 0,
        camera=clip.camera.name if clip.camera else "",
        still=links.get("sheet") or links.get("thumbnail") or "",
        sentence=words.sentence,
        is_coming=clip.state not in {ClipState.READY, ClipState.UNAVAILABLE, ClipState.REMOVED},
    )
