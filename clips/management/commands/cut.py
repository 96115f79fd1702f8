"""One clip by any footage source, without the web and without a database."""

from __future__ import annotations

import json
import sys
from argparse import RawDescriptionHelpFormatter
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand

from clips.management.cut_arguments import (
    EPILOG,
    FAILED,
    PARTIAL,
    WHOLE,
    add_source,
    add_window,
)
from footage.clock import ClockOffset
from footage.cutting.manifest import manifest_of
from footage.errors import FootageError
from footage.order import ClipOrder, cut_clip
from footage.reasons import sentence
from footage.recorders.base import Grants

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from footage.cutting import FinishedClip


class Command(BaseCommand):
    """Scripts rely on the exit codes and on the JSON."""

    help = "Cut the minutes around a moment out of recorder footage, and verify them."
    requires_system_checks = []

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        parser = super().create_parser(prog_name, subcommand, epilog=EPILOG, **kwargs)
        parser.formatter_class = RawDescriptionHelpFormatter
        return parser

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_source(parser)
        add_window(parser)
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
