"""What a folder holds for one camera and window: usable files, and why others are not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from footage.recorders.base import RawFile
from footage.recorders.segments import Look, look_at
from footage.window import Gap, UtcWindow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from footage.recorders.listing import FoundFile

_ROUNDING = timedelta(seconds=2)
"""Names round: a file may start or end this far from what its name says."""
_LONGEST = timedelta(hours=24)
_SAME_TIME = timedelta(seconds=120)


@dataclass(frozen=True, slots=True)
class Survey:
    window: UtcWindow
    files: tuple[RawFile, ...]
    """In order; the last may start just after the window, for the picture at its end."""
    gaps: tuple[Gap, ...]
    """Within the window, each with its reason."""
    oldest: datetime
    newest: datetime
    nearest: datetime
    """Closest recorded instant to the window's middle, by what names say."""
    is_ambiguous: bool = False

    @property
    def within(self) -> tuple[RawFile, ...]:
        """The files that show some of the window, without the one that only closes it."""
        return tuple(raw for raw in self.files if self.window.overlaps(raw.start, _end(raw)))

    @property
    def is_waiting(self) -> bool:
        """Part of the window is missing only because it is not written yet."""
        return any(gap.reason in {"still_recording", "gap_not_yet_recorded"} for gap in self.gaps)


@dataclass(frozen=True, slots=True)
class _Candidate:
    found: FoundFile
    start: datetime
    bound: datetime
    """No picture of this file can be later."""


def survey(
    found: Sequence[FoundFile], window: UtcWindow, *, now: datetime, settle: float, patience: float
) -> Survey:
    """Measures the files that may reach into ``window``. ``found`` must not be empty."""
    candidates = _candidates(found)
    near = [c for c in candidates if window.overlaps(c.start - _ROUNDING, c.bound + _ROUNDING)]
    files: list[RawFile] = []
    problems: list[Gap] = []
    ambiguous = False
    for candidate in near:
        look = look_at(candidate.found, now=now.timestamp(), settle_seconds=settle)
        if look.media is None:
            problems.append(Gap(candidate.start, candidate.bound, look.problem))
            continue
        raw, unsure = _raw_file(candidate, look, window)
        ambiguous |= unsure
        problems += _cut_short(candidate, raw)
        # The file after the window may hold the picture of its very end.
        if window.overlaps(raw.start - _ROUNDING, _end(raw)):
            files.append(raw)
    newest = max([_end(raw) for raw in files], default=_last_named(candidates, problems))
    newest = max(newest, _last_named(candidates, problems))
    oldest = candidates[0].start
    return Survey(
        window=window,
        files=tuple(sorted(files, key=lambda raw: raw.start)),
        gaps=_explained(
            window, files, problems, oldest, newest, is_fresh=_is_fresh(window, now, patience)
        ),
        oldest=oldest,
        newest=newest,
        nearest=_nearest(candidates, window),
        is_ambiguous=ambiguous,
    )


def _candidates(found: Iterable[FoundFile]) -> list[_Candidate]:
    """In order of time. Where the name does not tell a length, the next file bounds it."""
    ordered = sorted(found, key=lambda f: (f.named.starts[0], f.path))
    candidates = []
    for index, file in enumerate(ordered):
        last_reading = file.named.starts[-1]
        if file.named.seconds is not None:
            bound = last_reading + timedelta(seconds=file.named.seconds)
        elif index + 1 < len(ordered):
            bound = max(ordered[index + 1].named.starts[-1], last_reading)
        else:
            bound = last_reading + _LONGEST
        candidates.append(_Candidate(file, file.named.starts[0], bound))
    return candidates


def _raw_file(candidate: _Candidate, look: Look, window: UtcWindow) -> tuple[RawFile, bool]:
    """The file at its time, and whether the doubled hour leaves that in doubt. In doubt it
    is shown for either hour: what may be the moment is worth more than nothing, if it says so.
    """
    if look.media is None:
        message = "only a measured file has a place in time"
        raise ValueError(message)
    starts = candidate.found.named.starts
    if len(starts) == 1:
        return RawFile(candidate.found.path, starts[0], look.media), False
    created = look.media.created
    length = timedelta(seconds=look.media.seconds)
    fitting = [
        start
        for start in starts
        if created is not None
        and min(abs(created - start), abs(created - start - length)) <= _SAME_TIME
    ]
    if len(fitting) == 1:
        return RawFile(candidate.found.path, fitting[0], look.media), False
    reaching = [start for start in starts if window.overlaps(start, start + length)]
    return RawFile(candidate.found.path, (reaching or starts)[0], look.media), True


def _cut_short(candidate: _Candidate, raw: RawFile) -> list[Gap]:
    """The part that the file's name or header promises and its bytes do not hold."""
    promised = candidate.found.named.seconds or raw.media.declared_seconds
    end = raw.start + timedelta(seconds=promised)
    if end - _end(raw) <= timedelta(seconds=1):
        return []
    return [Gap(_end(raw), end, "segment_truncated")]


def _end(raw: RawFile) -> datetime:
    return raw.start + timedelta(seconds=raw.seconds)


def _last_named(candidates: Sequence[_Candidate], problems: Sequence[Gap]) -> datetime:
    """End of the last file by name, were it usable."""
    broken = {problem.start for problem in problems}
    ends = [
        c.bound if c.found.named.seconds is not None else c.start
        for c in candidates
        if c.start not in broken
    ]
    return max(ends, default=candidates[0].start)


def _is_fresh(window: UtcWindow, now: datetime, patience: float) -> bool:
    return now < window.end + timedelta(seconds=patience)


def _nearest(candidates: Sequence[_Candidate], window: UtcWindow) -> datetime:
    middle = window.start + (window.end - window.start) / 2
    instants = [
        at
        for c in candidates
        for at in (c.start, c.bound if c.found.named.seconds is not None else c.start)
    ]
    return min(instants, key=lambda at: abs(at - middle))


def _explained(
    window: UtcWindow,
    files: Sequence[RawFile],
    problems: Sequence[Gap],
    oldest: datetime,
    newest: datetime,
    *,
    is_fresh: bool,
) -> tuple[Gap, ...]:
    """Every uncovered stretch with its reason; one stretch may have several."""
    gaps: list[Gap] = []
    for start, end in window.uncovered((raw.start, _end(raw)) for raw in files):
        rest = UtcWindow(start, end)
        told = [p for p in problems if rest.overlaps(p.start, p.end)]
        gaps += [Gap(max(start, p.start), min(end, p.end), p.reason) for p in told]
        for from_, to in rest.uncovered((p.start, p.end) for p in told):
            reason = "not_recorded"
            if to <= oldest:
                reason = "gap_overwritten"
            elif from_ >= newest and is_fresh:
                reason = "gap_not_yet_recorded"
            gaps.append(Gap(from_, to, reason))
    return tuple(sorted(gaps, key=lambda gap: gap.start))
