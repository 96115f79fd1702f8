"""What ``manage.py check_recorder`` is told, and what its exit codes mean."""

from __future__ import annotations

from argparse import ArgumentTypeError
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from footage.checkup.findings import Step
from footage.recorders import DRIVERS

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from footage.checkup.findings import CheckUp

WELL, NOTHING = 0, 1
CODES = {step: 11 + place for place, step in enumerate(Step)}
"""Exit codes by the first step that is wrong; scripts rely on them."""

EPILOG = """\
exit code: 0 all is well (or only to be looked at), 1 there was nothing to check,
  otherwise the first step that is wrong: {codes}

A recorder of the product is checked over the routes that its store has, and with the
breaker: after one refused password nothing logs in again until a person clears it.
With --host no database is needed, and every private network may be dialled.

examples:
  python manage.py check_recorder --chain corner_fuel --store 101
  python manage.py check_recorder --host 192.168.1.64
  python manage.py check_recorder --host 192.168.1.64 --driver hikvision_isapi \\
      --user playback --password-file pw.txt --zone America/Chicago --record unit.json
""".format(codes=", ".join(f"{code} {step}" for step, code in CODES.items()))


def add_arguments(parser: ArgumentParser) -> None:
    known = parser.add_argument_group("a recorder of the product")
    known.add_argument("--chain", help="the chain's schema name")
    known.add_argument("--store", help="the store's number")
    known.add_argument("--recorder", help="the recorder's name; without it all of the store")
    other = parser.add_argument_group("any recorder")
    other.add_argument("--host", help="name or number, like 192.168.1.64")
    other.add_argument("--driver", choices=sorted(DRIVERS), help="without it: looked at only")
    other.add_argument("--user", help="the recorder's user, best one that may only play back")
    other.add_argument(
        "--password-file",
        type=Path,
        metavar="FILE",
        help="the first line is the password; - reads it from the standard input",
    )
    other.add_argument("--port", type=int, help="web port (usually 80)")
    other.add_argument("--rtsp-port", type=int, help="video port (usually 554)")
    other.add_argument(
        "--zone",
        type=_zone,
        default=ZoneInfo("UTC"),
        help="the store's time zone, like America/New_York (default: UTC)",
    )
    other.add_argument(
        "--set",
        action="append",
        default=[],
        type=_pair,
        metavar="NAME=VALUE",
        dest="more",
        help="another setting of the driver, like tls=on; may be given several times",
    )
    other.add_argument(
        "--record",
        type=Path,
        metavar="FILE",
        help="write down what was said to and by the recorder, passwords and names left out",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object instead")


def exit_code(results: list[CheckUp]) -> int:
    wrong = [each.first_wrong for each in results]
    return next((CODES[each.step] for each in wrong if each is not None), WELL)


def _zone(text: str) -> ZoneInfo:
    try:
        return ZoneInfo(text)
    except (KeyError, ValueError, OSError):
        raise ArgumentTypeError(
            f"{text} is no time zone; write one like America/New_York"
        ) from None


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise ArgumentTypeError("write it as NAME=VALUE")
    if name in {"password", "user", "host"}:
        raise ArgumentTypeError(f"{name} has an argument of its own")
    return name, value
