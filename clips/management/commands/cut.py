"""One clip by any footage source, without the web and without a database."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentTypeError, RawDescriptionHelpFormatter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand

from footage.clock import AFTER_SECONDS, BEFORE_SECONDS, ClockOffset
from footage.cutting.manifest import manifest_of
from footage.errors import FootageError
from footage.order import ClipOrder, cut_clip
from footage.reasons import sentence
from footage.recorders import DRIVERS
from footage.recorders.base import Grants
from footage.recorders.names import DEFAULT_TEMPLATE

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from footage.cutting import FinishedClip

WHOLE, FAILED, PARTIAL = 0, 1, 2
_LONGEST_SECONDS = 3600.0

_EPILOG = f"""\
exit code: {WHOLE} the whole window, {PARTIAL} a part of it (what is missing is printed), \
{FAILED} no clip

files made with --out NAME.mp4:
  NAME.mp4           plays in every browser
  NAME.original.mp4  the recorder's own pictures, where NAME.mp4 is not already that
  NAME.jpg           the moment
  NAME.sheet.jpg     six stills

names of files in a folder (--template):
  {DEFAULT_TEMPLATE}
  {{start:%Y-%m-%d}}/{{camera}}/{{start:%H.%M.%S}}.mp4
  ch{{camera}}_{{start:%Y%m%d%H%M%S}}_{{end:%Y%m%d%H%M%S}}.mp4
  {{camera}}-{{start_unix}}_{{any}}.dav

example:
  python manage.py cut --source folder:/mnt/recorder --camera cam1 \\
      --at 2026-11-23T14:03:07-05:00 --out refund.mp4 --json
"""


class Command(BaseCommand):
    """Scripts rely on the exit codes and on the JSON."""

    help = "Cut the minutes around a moment out of recorder footage, and verify them."
    requires_system_checks = []

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        parser = super().create_parser(prog_name, subcommand, epilog=_EPILOG, **kwargs)
        parser.formatter_class = RawDescriptionHelpFormatter
        return parser

    def add_arguments(self, parser: ArgumentParser) -> None:
        _add_source(parser)
        _add_window(parser)
        parser.add_argument(
            "--out",
            type=Path,
            default=Path("clip.mp4"),
            metavar="FILE|DIR",
            help="an .mp4 file, or a folder in which clip.mp4 is made (default: clip.mp4)",
        )
        parser.add_argument("--keep-audio", action="store_true", help="keep the sound")
        parser.add_argument("--json", action="store_true", help="print one JSON object instead")

    def handle(self, **options: Any) -> None:
        folder, name = _place(options["out"])
        try:
            clip = cut_clip(
                _order(options, name), folder, Grants.everything(), progress=self._show_progress
            )
        except FootageError as error:
            self._report_failure(error, as_json=options["json"])
            sys.exit(FAILED)
        self._report(clip, folder, as_json=options["json"])
        sys.exit(WHOLE if clip.is_complete else PARTIAL)

    def _show_progress(self, step: str, fraction: float) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r{step} {fraction:4.0%} ", ending="\n" if step == "done" else "")

    def _report_failure(self, error: FootageError, *, as_json: bool) -> None:
        text = sentence(error.code, error.params)
        if as_json:
            failure = {"code": error.code, "params": error.params, "text": text}
            self._write_json({"complete": False, "error": failure, "retries": error.retries})
        else:
            self.stderr.write(text)

    def _report(self, clip: FinishedClip, folder: Path, *, as_json: bool) -> None:
        if as_json:
            self._write_json({"folder": str(folder.resolve()), **manifest_of(clip)})
            return
        kind = "the whole window" if clip.is_complete else "a part of the window"
        self.stdout.write(f"{clip.playback.path}: {kind}, {clip.playback.seconds:.1f} s")
        self.stdout.write(f"  asked     {_span(clip.window.start, clip.window.end)}")
        self.stdout.write(f"  obtained  {_span(clip.obtained.start, clip.obtained.end)}")
        self.stdout.write(f"  moment    at {clip.moment_offset:.2f} s of the clip")
        for gap in clip.gaps:
            reason = sentence(gap.reason, {})
            self.stdout.write(f"  missing   {_span(gap.start, gap.end)}: {reason}")
        for note in clip.notes:
            self.stdout.write(f"  note      {sentence(note.code, note.params)}")
        self.stdout.write(f"  sha256    {clip.original.sha256}  {clip.original.path.name}")

    def _write_json(self, value: dict[str, object]) -> None:
        self.stdout.write(json.dumps(value, indent=2, ensure_ascii=False))


def _add_source(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--source",
        required=True,
        type=_source,
        metavar="KIND:PLACE",
        help=f"where the footage is, e.g. folder:/mnt/recorder; kinds: {', '.join(DRIVERS)}",
    )
    parser.add_argument("--camera", help="which camera; needed when the source has several")
    parser.add_argument("--template", default="", help="how the files are named, see below")
    parser.add_argument(
        "--time-base",
        choices=("utc", "local"),
        default="utc",
        help="which clock the file names show (default: utc)",
    )
    parser.add_argument(
        "--zone",
        type=_zone,
        default=None,
        metavar="ZONE",
        help="time zone of a local time base and of the times on the stills, "
        "e.g. America/New_York (default: UTC)",
    )
    parser.add_argument(
        "--clock-ahead",
        type=float,
        default=0.0,
        metavar="SECONDS",
        help="how far the recorder's clock is ahead of real time (default: 0)",
    )


def _add_window(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--at",
        required=True,
        type=_moment,
        metavar="TIME",
        help="the moment in real time, ISO 8601 with its offset",
    )
    for name, default, when in (
        ("--before", BEFORE_SECONDS, "before"),
        ("--after", AFTER_SECONDS, "after"),
    ):
        parser.add_argument(
            name,
            type=_seconds,
            default=default,
            metavar="SECONDS",
            help=f"how much to show {when} the moment (default: {default:g})",
        )


def _order(options: dict[str, Any], name: str) -> ClipOrder:
    kind, place = options["source"]
    zone: ZoneInfo | None = options["zone"]
    settings = {"path": place, "time_base": options["time_base"]}
    if options["template"]:
        settings["template"] = options["template"]
    if zone:
        settings["zone"] = zone.key
    return ClipOrder(
        driver=kind,
        settings=settings,
        moment=options["at"],
        channel=options["camera"],
        before=options["before"],
        after=options["after"],
        offset=ClockOffset(options["clock_ahead"]),
        keep_audio=options["keep_audio"],
        name=name,
        label_zone=zone or UTC,
    )


def _place(out: Path) -> tuple[Path, str]:
    """Folder and stem of the files to make."""
    if out.suffix.lower() == ".mp4" and not out.is_dir():
        return out.parent, out.stem
    return out, "clip"


def _span(start: datetime, end: datetime) -> str:
    seconds = (end - start).total_seconds()
    return f"{start:%Y-%m-%d %H:%M:%S.%f} to {end:%H:%M:%S.%f} UTC ({seconds:.1f} s)"


def _source(text: str) -> tuple[str, str]:
    kind, colon, place = text.partition(":")
    if kind not in DRIVERS or not colon or not place:
        message = f"say KIND:PLACE with one of these kinds: {', '.join(DRIVERS)}"
        raise ArgumentTypeError(message)
    return kind, place


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        message = f"not a time: {text}"
        raise ArgumentTypeError(message) from error
    if moment.tzinfo is None:
        message = f"say which offset the time has, e.g. {text}-05:00"
        raise ArgumentTypeError(message)
    return moment.astimezone(UTC)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError as error:
        message = f"not a number of seconds: {text}"
        raise ArgumentTypeError(message) from error
    if not 0 < seconds <= _LONGEST_SECONDS:
        message = f"between 0 and {_LONGEST_SECONDS:g} seconds"
        raise ArgumentTypeError(message)
    return seconds


def _zone(text: str) -> ZoneInfo:
    try:
        return ZoneInfo(text)
    except (KeyError, ValueError, OSError) as error:
        message = f"not a time zone: {text}"
        raise ArgumentTypeError(message) from error
