"""Simulated journals, their ground truth and their footage, written into a folder."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from lossprevention.simulator.footage.segment import RenderError
from lossprevention.simulator.run import Simulation, simulate
from lossprevention.simulator.schemes import SCHEMES
from lossprevention.simulator.writers.passport import VERSIONS

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(BaseCommand):
    help = (
        "Write the journals of simulated stores into a folder: one event per file as Passport "
        "does, the same events as one file per day, labels.jsonl with the truth about every "
        "injected theft and its honest look-alike, stores.json with the stores' set-up and, "
        "with --footage, recorder segments. Needs no database. The same arguments always "
        "give the same files."
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
            f"{tally.segments} segments of footage in {order.out}"
        )

    def _report(self, line: str, verbosity: int) -> None:
        if verbosity > 0:
            self.stdout.write(line)
            self.stdout.flush()


def _order(options: dict[str, Any]) -> Simulation:
    names = [name.strip() for name in options["schemes"].split(",") if name.strip()]
    start = options["start"] or datetime.now(UTC).date() - timedelta(days=options["days"])
    return Simulation(
        out=options["out"],
        start=start,
        stores=options["stores"],
        days=options["days"],
        seed=options["seed"],
        schemes=() if names == ["none"] else tuple(names),
        version=options["version"],
        footage=options["footage"],
        codec=options["codec"],
        footage_around=options["footage_around"],
    )
