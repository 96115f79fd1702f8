"""Goals P10 and P10b."""

from __future__ import annotations

from typing import Final

from benchmarks.goals import Goal

CLIP_JOB: Final = Goal(
    "P10",
    "a clip ready for review, over the bare stream copy of the same three minutes",
    subject="the clip job: found, copied, checked, stills made, hashed, stored, recorded",
    reference="ffmpeg -ss START -i FILE -t 180 -c copy",
    better="lower",
    target=2.0,
    moonshot=1.3,
)
BYTES_READ: Final = Goal(
    "P10b",
    "bytes read from the disk for a clip, over the bytes of the clip",
    subject="read from the footage by the whole job, nothing of it in the cache before",
    reference="the clip's own size",
    better="lower",
    target=1.5,
    moonshot=1.15,
    unit="MB",
)
ACROSS_SEGMENTS: Final = Goal(
    "P10c",
    "the same where the recorder writes a file every ten seconds",
    subject="the clip job over nineteen files, each looked at and checked",
    reference="ffmpeg -f concat of those files, -c copy",
    better="lower",
    target=2.5,
    moonshot=1.3,
)
FROM_H265: Final = Goal(
    "P10d",
    "the same of H.265, which browsers do not play: original kept, playback copy encoded",
    subject="the clip job: copied, checked, encoded, stills made, hashed, stored, recorded",
    reference="ffmpeg -ss START -i FILE -t 180, encoded with the product's own settings",
    better="lower",
    target=1.3,
    moonshot=1.05,
)
