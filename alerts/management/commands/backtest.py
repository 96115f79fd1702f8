"""``python manage.py backtest``: what a rule would have raised."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from accounts.tenancy import entered
from alerts.models import Trial
from alerts.rules import parse, write
from alerts.selectors.alert_export import episodes
from alerts.services.backtest import MOST_DAYS, Backtest, BadRangeError, backtest
from alerts.services.trial_report import report_of
from alerts.wording import say_problem
from stores.models import Store

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from alerts.rules.tree import Rule


class Command(BaseCommand):
    help = (
        "Tries a rule on a chain's past days and prints what it would have raised, one JSON "
        "object a line, and a summary as the last. Nothing is written and nobody is told."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("rule", help='as one would say it: ">3 no sales in 5 minutes"')
        parser.add_argument("--chain", required=True, help="the chain's schema name")
        parser.add_argument("--days", type=int, default=30, help=f"1 to {MOST_DAYS}, default 30")
        parser.add_argument("--store", action="append", help="the number of a store; all if none")
        parser.add_argument("--json", action="store_true", help="JSON lines (always so)")

    def handle(self, *_args: Any, **options: Any) -> None:
        meant = understood(options["rule"])
        try:
            with entered(options["chain"]) as chain:
                if chain is None:
                    raise LookupError
                self._try(meant, options["days"], options["store"])
        except LookupError as error:
            raise CommandError(f"There is no chain {options['chain']} that is ready.") from error

    def _try(self, meant: Rule, days: int, codes: list[str] | None) -> None:
        stores = stores_of(codes)
        try:
            found = backtest(rule=meant, days=days, store_ids=stores)
        except BadRangeError as error:
            raise CommandError(f"Days are 1 to {MOST_DAYS}.") from error
        except OperationalError as error:
            raise CommandError("It took too long and was stopped; try fewer days.") from error
        for line in episodes(found.episodes):
            self._say(line)
        self._say({"summary": summary(meant, found, stores)})

    def _say(self, line: dict[str, Any]) -> None:
        self.stdout.write(orjson.dumps(line, default=str).decode())


def understood(text: str) -> Rule:
    """Raises CommandError with every problem in words."""
    parsed = parse(text)
    if parsed.rule is None:
        raise CommandError("; ".join(say_problem(each) for each in parsed.problems))
    return parsed.rule


def stores_of(codes: list[str] | None) -> list[int]:
    rows = Store.objects.order_by("code")
    known = dict(rows.values_list("code", "pk"))
    missing = [code for code in codes or () if code not in known]
    if missing:
        raise CommandError(f"There is no store {missing[0]}.")
    return [known[code] for code in codes or known]


def summary(meant: Rule, found: Backtest, stores: list[int]) -> dict[str, Any]:
    """The figures of the trial page, with the total of the reviewer's minutes."""
    trial = Trial(text=write(meant), days=found.days, stores=stores)
    report = report_of(trial, list(found.episodes)) if stores else {}
    return {
        "rule": trial.text,
        "days": found.days,
        "alerts": len(found.episodes),
        "transactions": found.transactions,
        "amount": str(found.amount),
        "reviewer_minutes": round(found.reviewer_minutes, 1),
        **{name: report[name] for name in ("overlap", "right", "decided") if name in report},
    }
