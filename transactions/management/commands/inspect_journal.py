"""What is in register journals, and what would be flagged, without any database."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.management.base import BaseCommand, CommandError

from transactions.formats import AUTO, FORMATS
from transactions.formats.inspection import Inspection

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Mapping


class Command(BaseCommand):
    help = (
        "Reads register journals (files, folders, ZIP archives) and prints each event with "
        "its flags and their reasons. Needs no database. Exit status 1 when a file could "
        "not be read."
    )
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument(
            "--format",
            choices=[AUTO, *FORMATS],
            default=AUTO,
            help="which reader to use (default: by the file's first bytes)",
        )
        parser.add_argument(
            "--timezone",
            default="UTC",
            metavar="ZONE",
            help="the store's time zone, e.g. America/New_York (default: UTC)",
        )
        parser.add_argument(
            "--json", action="store_true", help="one JSON object per line instead of text"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        inspection = Inspection(_zone(options["timezone"]), options["format"])
        for line in inspection.lines(options["files"]):
            self.stdout.write(json.dumps(line) if options["json"] else _as_text(line))
        if inspection.exit_status:
            sys.exit(inspection.exit_status)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise CommandError(f"There is no time zone called {name}.") from error


def _as_text(line: Mapping[str, Any]) -> str:
    if "summary" in line:
        return _summary_as_text(line["summary"])
    where = f"register {line['register'] or '?'}, cashier {line['cashier'] or '?'}"
    parts = [line["occurred_local"] or "no time", line["event_type"], where]
    if line["amount"] is not None:
        parts.append(line["amount"])
    return "  ".join([*parts, *line["reasons"].values()])


def _summary_as_text(summary: Mapping[str, Any]) -> str:
    counts = [f"{summary['files']} files, {summary['events']} events"]
    counts += [f"  flagged {flag}: {count}" for flag, count in summary["by_flag"].items()]
    counts += [f"  {problem['file']}: {problem['reason']}" for problem in summary["problems"]]
    return "\n".join(counts)
