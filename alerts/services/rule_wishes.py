"""What a rule may say: checks that refuse with a code and parameters, in one place."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Any

from alerts.rules import parse
from stores.models import Store

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from alerts.rules import Problem
    from alerts.rules.tree import Rule

LONGEST_TEXT = 400


class RuleError(ValueError):
    """The rule is refused. ``code`` and ``params`` say why; for a text that is not
    understood, ``problems`` point at the words."""

    def __init__(self, code: str, *, problems: tuple[Problem, ...] = (), **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
        self.problems = problems


def understood(text: str) -> Rule:
    """What the text means. Raises RuleError."""
    if len(text) > LONGEST_TEXT:
        raise RuleError("long_text", most=LONGEST_TEXT)
    parsed = parse(text)
    if parsed.rule is None or parsed.problems:
        raise RuleError("not_understood", problems=parsed.problems)
    return parsed.rule


def check_stores(ids: Iterable[int]) -> tuple[int, ...]:
    wanted = sorted(set(ids))
    if wanted and Store.objects.filter(pk__in=wanted).count() != len(wanted):
        raise RuleError("unknown_store")
    return tuple(wanted)


def check_schedule(schedule: Mapping[str, Any]) -> dict[str, Any]:
    """{"days", "from", "until"} in the form in which it is kept; {} for always."""
    if not schedule:
        return {}
    if set(schedule) != {"days", "from", "until"}:
        raise RuleError("bad_schedule")
    days = schedule["days"]
    if not days or not all(isinstance(day, int) and 1 <= day <= 7 for day in days):
        raise RuleError("bad_schedule")
    start, end = _clock(schedule["from"]), _clock(schedule["until"])
    if start == end:
        raise RuleError("bad_schedule")
    return {"days": sorted(set(days)), "from": start, "until": end}


def _clock(word: Any) -> str:
    try:
        return f"{time.fromisoformat(str(word)):%H:%M}"
    except ValueError as error:
        raise RuleError("bad_schedule") from error
