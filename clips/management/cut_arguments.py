"""What ``manage.py cut`` is told: its arguments, their types, and the end of its help."""

from __future__ import annotations

from argparse import ArgumentTypeError
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from footage.clock import AFTER_SECONDS, BEFORE_SECONDS
from footage.recorders import DRIVERS
from footage.recorders.names import DEFAULT_TEMPLATE

if TYPE_CHECKING:
    from argparse import ArgumentParser

WHOLE, FAILED, PARTIAL = 0, 1, 2
"""Exit codes; scripts rely on them."""
_LONGEST_SECONDS = 3600.0

EPILOG = f"""\
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


def add_source(parser: ArgumentParser) -> None:
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


def add_window(parser: ArgumentParser) -> None:
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
