"""What a recorder says it will play (SDP, RFC 4566), cut down to what we take of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

from footage.errors import UnsupportedError

if TYPE_CHECKING:
    from collections.abc import Sequence

_USUAL_CLOCK: Final = 90_000
_KEPT: Final = re.compile(r"a=(?:rtpmap|fmtp|framerate|framesize|x-dimensions):?[\x20-\x7e]*")
_MEDIA: Final = re.compile(r"m=(video|audio) \d+ RTP/AVP (\d{1,3})\b")
_RTPMAP: Final = re.compile(r"a=rtpmap:\d{1,3} ([A-Za-z0-9.-]+)/(\d{1,9})")


@dataclass(frozen=True, slots=True)
class Track:
    """One stream. ``lines``: those of its description that tell how to decode it."""

    kind: str
    payload_type: int
    control: str
    encoding: str = ""
    clock_rate: int = _USUAL_CLOCK
    lines: tuple[str, ...] = ()


def tracks_in(sdp: bytes) -> tuple[Track, ...]:
    """Its video and audio tracks, in order."""
    sections = re.split(r"(?m)^(?=m=)", sdp.decode("utf-8", "replace").replace("\r", ""))
    found = (_track(section.split("\n")) for section in sections[1:])
    return tuple(track for track in found if track)


def first_of(tracks: Sequence[Track], kind: str) -> Track | None:
    return next((track for track in tracks if track.kind == kind), None)


def video_in(tracks: Sequence[Track]) -> Track:
    """The first video track. Raises UnsupportedError when there is none."""
    track = first_of(tracks, "video")
    if track is None:
        raise UnsupportedError("a recording without video")
    return track


def described(tracks: Sequence[Track]) -> bytes:
    """A description of just ``tracks``, controls named by number, nothing else let through."""
    lines = ["v=0", "o=- 0 0 IN IP4 127.0.0.1", "s=-", "c=IN IP4 127.0.0.1", "t=0 0"]
    for number, track in enumerate(tracks):
        lines += [f"m={track.kind} 0 RTP/AVP {track.payload_type}", *track.lines]
        lines.append(f"a=control:{number}")
    return "\r\n".join([*lines, ""]).encode("ascii")


def control_uri(base: str, control: str) -> str:
    """The address of a control as the recorder wrote it: whole, relative or ``*``."""
    if control in {"", "*"}:
        return base
    if control.lower().startswith("rtsp://"):
        return control
    # Not as urljoin would: queries are part of the path here, and nothing is dropped.
    return urljoin(base, control) if control.startswith("/") else f"{base.rstrip('/')}/{control}"


def _track(lines: Sequence[str]) -> Track | None:
    media = _MEDIA.match(lines[0])
    if media is None:
        return None
    encodings = [found for found in map(_RTPMAP.match, lines) if found]
    controls = [line.partition(":")[2].strip() for line in lines if line.startswith("a=control:")]
    return Track(
        kind=media[1],
        payload_type=int(media[2]),
        control=controls[0] if controls else "",
        encoding=encodings[0][1].upper() if encodings else "",
        clock_rate=int(encodings[0][2]) or _USUAL_CLOCK if encodings else _USUAL_CLOCK,
        lines=tuple(line for line in lines[1:] if _KEPT.fullmatch(line)),
    )
