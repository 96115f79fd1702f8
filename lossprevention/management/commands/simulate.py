"""Simulated journals, their ground truth and their footage, written into a folder."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from lossprevention.simulator.footage.segment import RenderError
from lossprevention.simulator.mouths import BLIND_TO, IN_TURN, MOUTHS
from lossprevention.simulator.run import Simulation, simulate
from lossprevention.simulator.schemes import SCHEMES
from lossprevention.simulator.writers.passport import VERSIONS
from lossprevention.simulator.writers.table_files import CONTAINERS
from transactions.formats.canonical import EventType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.management.base import CommandParser


class Command(BaseCommand):
    help = (
        "Write the journals of simulated stores into a folder: one event per file as Passport "
        "does, the same events as one file per day, labels.jsonl with the truth about every "
        "injected theft and its honest look-alike, stores.json with the stores' set-up and, "
        "with --footage, recorder segments. With --also, other sources tell of the same days, "
        "and a line of labels.jsonl per file says what it holds. Needs no database. The same "
        "arguments always give the same files."
    )
    requires_system_checks: list[str] = []

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Our ``--version`` is the journal's; Django's own would stand in its way."""
        return super().create_parser(prog_name, subcommand, conflict_handler="resolve", **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        add = parser.add_argument
        add("--out", required=True, type=Path, metavar="DIR", help="folder to write into")
        add("--stores", type=int, default=3, metavar="N", help="how many stores (default 3)")
        add("--days", type=int, default=7, metavar="N", help="how many days (default 7)")
        add("--seed", type=int, default=1, metavar="N", help="chooses the luck (default 1)")
        add(
            "--start",
            type=date.fromisoformat,
            metavar="DATE",
            help="first business date, YYYY-MM-DD (default: so that the last day is yesterday)",
        )
        add(
            "--schemes",
            default=",".join(SCHEMES),
            metavar="A,B",
            help=f"thefts that may happen, or none (default: all of {', '.join(SCHEMES)})",
        )
        add(
            "--version",
            choices=VERSIONS,
            default="3.4",
            help="version of the one-event files (default 3.4); the day file is always 3.6",
        )
        add("--footage", action="store_true", help="render recorder segments as well")
        add(
            "--codec",
            choices=("h264", "h265"),
            default="h264",
            help="codec of new segments (default h264)",
        )
        add(
            "--footage-around",
            choices=("flagged", "all"),
            default="flagged",
            help="three minutes around every flagged event (default), or the whole day: "
            "about half a minute of computing per camera and hour",
        )

        _add_other_sources(parser)

    def handle(self, *_args: Any, **options: Any) -> None:
        order = _order(options)
        try:
            tally = simulate(order, lambda line: self._report(line, options["verbosity"]))
        except (ValueError, RenderError) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"cannot write into {order.out}: {error}") from error
        self.stdout.write(
            f"{tally.store_days} store days, {tally.events} events, {tally.flagged} flagged, "
            f"{tally.thefts} thefts, {tally.look_alikes} honest look-alikes, "
            f"{tally.reports} files of other sources, {tally.segments} segments of footage "
            f"in {order.out}"
        )

    def _report(self, line: str, verbosity: int) -> None:
        if verbosity > 0:
            self.stdout.write(line)
            self.stdout.flush()


def _add_other_sources(parser: CommandParser) -> None:
    add = parser.add_argument
    add(
        "--also",
        default="",
        metavar="A,B",
        help="other sources of the same days: modisoft (the back office's list of transactions "
        "and its reports of voids, refunds and no sales), msm (the register's own counts per "
        f"shift and day). Known: {', '.join(MOUTHS)}",
    )
    add(
        "--spreadsheets",
        choices=(IN_TURN, *CONTAINERS),
        default=IN_TURN,
        help="how the back office writes its files: XLSX called .xls, CSV, a web page called "
        ".xls, or each in turn (default)",
    )
    add(
        "--blind",
        default="",
        metavar="A,B",
        help="kinds of event that the journals leave out while the register counts them: "
        f"{', '.join(BLIND_TO)}",
    )


def _blind(names: Sequence[str]) -> frozenset[EventType]:
    for name in names:
        if name not in BLIND_TO:
            known = ", ".join(BLIND_TO)
            raise CommandError(f"a journal cannot be made blind to {name} (known: {known})")
    return frozenset(map(EventType, names))


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


def _order(options: dict[str, Any]) -> Simulation:
    names = _words(options["schemes"])
    start = options["start"] or datetime.now(UTC).date() - timedelta(days=options["days"])
    return Simulation(
        out=options["out"],
        start=start,
        stores=options["stores"],
        days=options["days"],
        seed=options["seed"],
        schemes=() if names == ("none",) else names,
        version=options["version"],
        footage=options["footage"],
        codec=options["codec"],
        footage_around=options["footage_around"],
        also=_words(options["also"]),
        spreadsheets=options["spreadsheets"],
        blind=_blind(_words(options["blind"])),
    )
