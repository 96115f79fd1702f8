"""Test footage whose every picture carries its own time, for programs to read.

A strip of black and white blocks codes the picture's number since ``EPOCH`` at the
camera's rate, so that a decoded picture says exactly when it was taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

import av
import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

EPOCH = datetime(2026, 11, 23, 12, tzinfo=UTC)
BITS = 20
BLOCK = 8


@dataclass(frozen=True)
class Camera:
    fps: int = 10
    gop: int = 20
    codec: str = "libx264"
    width: int = 192
    height: int = 96
    b_frames: int = 0
    sound: str = ""
    """An audio codec, or none."""
    sound_rate: int = 8000


def number_of(at: datetime, fps: int) -> int:
    return round((at - EPOCH).total_seconds() * fps)


def picture(number: int, camera: Camera) -> np.ndarray:
    luma = np.full((camera.height * 3 // 2, camera.width), 128, np.uint8)
    luma[: camera.height, :] = 60 + number % 64
    for bit in range(BITS):
        left = bit * BLOCK * camera.width // 192
        right = (bit + 1) * BLOCK * camera.width // 192
        luma[: camera.height // 3, left:right] = 235 if number >> bit & 1 else 16
    luma[camera.height :, :] = 128
    return luma


def read_number(frame: av.VideoFrame) -> int:
    """The number in the strip, whatever size the picture has been given."""
    luma = frame.to_ndarray(format="gray")
    row = luma[: luma.shape[0] // 4].mean(axis=0)
    number = 0
    for bit in range(BITS):
        middle = (bit + 0.5) * BLOCK / 192 * luma.shape[1]
        if row[int(middle) - 1 : int(middle) + 2].mean() > 126:
            number |= 1 << bit
    return number


def write_segment(path: Path, start: datetime, seconds: float, camera: Camera = Camera()) -> Path:
    """A segment of ``camera`` whose first picture is of ``start``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    options = {"movflags": "+faststart"} if path.suffix == ".mp4" else {}
    with av.open(str(path), "w", options=options) as output:
        stream = output.add_stream(camera.codec, rate=camera.fps)
        stream.width, stream.height, stream.pix_fmt = camera.width, camera.height, "yuv420p"
        stream.time_base = Fraction(1, camera.fps)
        stream.gop_size = camera.gop
        stream.max_b_frames = camera.b_frames
        stream.options = _encoder_options(camera)
        sound = output.add_stream(camera.sound, rate=camera.sound_rate) if camera.sound else None
        first = number_of(start, camera.fps)
        for index in range(round(seconds * camera.fps)):
            frame = av.VideoFrame.from_ndarray(picture(first + index, camera), format="yuv420p")
            frame.pts = index
            output.mux(stream.encode(frame))
            if sound is not None and index % camera.fps == 0:
                write_sound(output, sound, index // camera.fps)
        output.mux(stream.encode(None))
        if sound is not None:
            output.mux(sound.encode(None))
    return path


def _encoder_options(camera: Camera) -> dict[str, str]:
    if camera.codec == "libx265":
        return {
            "preset": "ultrafast",
            "x265-params": f"log-level=none:keyint={camera.gop}:min-keyint={camera.gop}"
            f":scenecut=0:bframes={camera.b_frames}:b-adapt=0:open-gop={int(camera.b_frames > 0)}",
        }
    return {
        "preset": "veryfast" if camera.b_frames else "ultrafast",
        "crf": "20",
        "x264-params": f"keyint={camera.gop}:min-keyint={camera.gop}:scenecut=0"
        f":bframes={camera.b_frames}:b-adapt=0",
    }


def write_sound(output: av.container.OutputContainer, stream: av.AudioStream, second: int) -> None:
    rate = stream.rate
    tone = (np.sin(np.arange(rate) * 2 * np.pi * 440 / rate) * 8000).astype(np.int16)
    frame = av.AudioFrame.from_ndarray(tone.reshape(1, -1), format="s16", layout="mono")
    frame.sample_rate = rate
    frame.pts = second * rate
    output.mux(stream.encode(frame))


@dataclass(frozen=True)
class Shown:
    """One decoded picture: its second in the file and when it was taken."""

    at: float
    taken: datetime


def read_pictures(path: Path, fps: int) -> list[Shown]:
    """Every picture of a file, in the order shown, as a player would time them."""
    shown = []
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        for frame in container.decode(stream):
            seconds = float(frame.pts * stream.time_base)
            taken = EPOCH + timedelta(seconds=read_number(frame) / fps)
            shown.append(Shown(seconds, taken))
    return shown
