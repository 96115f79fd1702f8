"""From raw footage to a verified clip: plan, copy, play, check, publish.

Nothing appears in the output folder under its final name before all of it is verified
and on the disk.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from footage.cutting.describe import Made, describe
from footage.cutting.files import publish, workspace
from footage.cutting.inspect import Inspector
from footage.cutting.plan import plan_spans, uniform_runs
from footage.cutting.playback import make_playback
from footage.cutting.remux import CopyOrder, copy_run
from footage.cutting.result import FinishOptions
from footage.cutting.stills import write_jpeg, write_sheet
from footage.cutting.timeline import timeline_of
from footage.cutting.verify import check_written
from footage.errors import UnreadableVideoError, UnsupportedError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    from footage.cutting.plan import Span
    from footage.cutting.playback import Playback
    from footage.cutting.remux import Copied
    from footage.cutting.result import FinishedClip
    from footage.recorders.base import Cancelled, Progress, RawMedia
    from footage.window import UtcWindow

_DEFAULTS = FinishOptions()


def finish(
    raw: RawMedia,
    window: UtcWindow,
    out_dir: Path,
    options: FinishOptions = _DEFAULTS,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> FinishedClip:
    """The clip of ``window`` in ``out_dir``, named after ``options.name``.

    Footage that is missing or damaged in part makes a clip that says so; raised are
    NoFootageError (nothing in the window), UnreadableVideoError (nothing decodes),
    TruncatedError (the disk does not hold what was written), StorageFullError,
    CutTimedOutError, CutCancelledError and CutFailedError.
    """
    moment = options.moment or window.start + (window.end - window.start) / 3
    _check_out_of_the_way(raw, out_dir, options.name)
    spans = plan_spans(raw, window)
    with workspace(out_dir) as work, Inspector(spans) as inspector:
        copies = _copy(uniform_runs(spans), work, options, _stage(progress, "copy"), cancelled)
        playback = make_playback(
            copies,
            window,
            work / "playback.mp4",
            options,
            on_progress=_stage(progress, "encode"),
            cancelled=cancelled,
        )
        made = _inspected(copies, playback, moment, work, options, inspector)
        placed = _placed(made, out_dir, options.name)
        clip = describe(made, placed, raw, window, moment, options)
        publish(placed)
    if progress:
        progress("done", 1.0)
    return clip


def _check_out_of_the_way(raw: RawMedia, out_dir: Path, name: str) -> None:
    """No clip may replace the footage it is made from."""
    folder = out_dir.resolve()
    for file in raw.files:
        path = file.path.resolve()
        if path.parent == folder and path.name.startswith(f"{name}."):
            raise UnsupportedError("writing a clip over the footage it is made from")


def _stage(progress: Progress | None, step: str) -> Callable[[float], None] | None:
    return (lambda fraction: progress(step, fraction)) if progress else None


def _copy(
    runs: Sequence[Sequence[Span]],
    work: Path,
    options: FinishOptions,
    on_progress: Callable[[float], None] | None,
    cancelled: Cancelled | None,
) -> list[Copied]:
    """Every run that holds a picture; the time of the others becomes a gap."""
    copies = []
    for place, run in enumerate(runs):
        order = CopyOrder(
            run,
            work / f"original{place}.mp4",
            tolerance=options.gap_tolerance,
            keep_audio=options.keep_audio,
            is_last=place + 1 == len(runs),
            on_progress=on_progress,
            cancelled=cancelled,
        )
        try:
            copies.append(copy_run(order))
        except UnreadableVideoError:
            if not copies and order.is_last:
                raise
    return copies


def _inspected(
    copies: Sequence[Copied],
    playback: Playback,
    moment: datetime,
    work: Path,
    options: FinishOptions,
    inspector: Inspector,
) -> Made:
    media = {copied.path: check_written(copied.path, copied.frames) for copied in copies}
    if not playback.is_copy:
        media[playback.path] = check_written(playback.path, playback.frames)
    timeline = timeline_of(playback.frames)
    inspection = inspector.inspect(
        playback.path, timeline, moment, [copied.path for copied in copies]
    )
    if not inspection.stills and inspection.thumbnail is None:
        raise UnreadableVideoError("no_picture")
    sheet = None
    if inspection.stills:
        sheet = write_sheet(
            inspection.stills,
            work / "sheet.jpg",
            lambda at: at.astimezone(options.label_zone).strftime("%H:%M:%S"),
        )
    thumbnail = None
    if inspection.thumbnail is not None:
        thumbnail = write_jpeg(inspection.thumbnail, work / "thumbnail.jpg")
    return Made(copies, playback, media, timeline, inspection, thumbnail, sheet)


def _placed(made: Made, out_dir: Path, name: str) -> dict[Path, Path]:
    """Temporary path to final path."""
    placed = {made.playback.path: out_dir / f"{name}.mp4"}
    for number, copied in enumerate(made.copies, start=1):
        which = "" if number == 1 else str(number)
        placed.setdefault(copied.path, out_dir / f"{name}.original{which}.mp4")
    if made.thumbnail:
        placed[made.thumbnail] = out_dir / f"{name}.jpg"
    if made.sheet:
        placed[made.sheet] = out_dir / f"{name}.sheet.jpg"
    return placed
