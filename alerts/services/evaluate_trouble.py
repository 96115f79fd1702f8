"""A rule that cannot be evaluated harms no other: what is wrong is said at the rule, it rests
for a while, and then looks at everything that it missed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

import structlog
from django.db import InterfaceError
from django.utils import timezone
from psycopg2.errors import DeadlockDetected, QueryCanceled, SerializationFailure
from psycopg2.errors import OperationalError as NoAnswer

from accounts.tenancy import current_chain
from alerts.models import RuleTrouble, TroubleCode
from alerts.services.episodes import EndlessError
from jobs.services import enqueue

if TYPE_CHECKING:
    from alerts.models import Rule

log = structlog.get_logger(__name__)

EVALUATE_RULE: Final = "evaluate_rule"
FIRST_REST: Final = timedelta(minutes=2)
LONGEST_REST: Final = timedelta(hours=6)
_ELSEWHERE = (DeadlockDetected, SerializationFailure, NoAnswer)


def code_of(error: Exception) -> TroubleCode | None:
    """What is wrong with the rule; None where it is the database that failed."""
    if isinstance(error, EndlessError):
        return TroubleCode.ENDLESS
    if isinstance(error.__cause__, QueryCanceled):
        return TroubleCode.TOO_SLOW
    if isinstance(error, InterfaceError) or isinstance(error.__cause__, _ELSEWHERE):
        return None
    log.error("rule_failed", exc_info=error)
    return TroubleCode.FAILED


def note_trouble(rule: Rule, code: TroubleCode, since: datetime | None) -> None:
    """``since``: of what it has not looked at. A rule nobody understands is not tried again
    before somebody has changed it."""
    before = RuleTrouble.objects.filter(rule=rule).first()
    times = before.times + 1 if before else 1
    again_at = timezone.now() + min(FIRST_REST * 2 ** min(times - 1, 10), LONGEST_REST)
    RuleTrouble.objects.update_or_create(
        rule=rule,
        defaults={
            "code": code,
            "at": timezone.now(),
            "times": times,
            "again_at": again_at,
            "behind_since": _earlier(before.behind_since if before else None, since),
        },
    )
    log.warning("rule_in_trouble", rule=rule.pk, code=code.value, times=times)
    if code != TroubleCode.NOT_UNDERSTOOD:
        enqueue(
            chain=current_chain().schema_name,
            kind=EVALUATE_RULE,
            keys=[str(rule.pk)],
            run_after=again_at,
        )


def note_missed(trouble: RuleTrouble, since: datetime) -> None:
    """A resting rule has missed what was touched since then."""
    if trouble.behind_since is None or since < trouble.behind_since:
        trouble.behind_since = since
        trouble.save(update_fields=["behind_since"])


def note_well(rule: Rule) -> None:
    RuleTrouble.objects.filter(rule=rule).delete()


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    return min((each for each in (one, other) if each is not None), default=None)
