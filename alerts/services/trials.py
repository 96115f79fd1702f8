"""Trying a rule on past days: asked for by a person, worked out at once or as a job.

Few transactions are gone through while the person waits. Many are a job, store by store, so
that the page can say how far it is; episodes never reach over two stores.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import structlog
from django.db import DatabaseError, transaction
from django.db.models import Sum
from django.utils import timezone

from accounts.tenancy import current_chain
from alerts.models import Trial, TrialState
from alerts.rules import write
from alerts.services.backtest import backtest
from alerts.services.rule_wishes import RuleError, understood
from alerts.services.trial_report import report_of
from clips.services.attempt import Attempt
from jobs.services import enqueue, finish
from stores.models import RegisterClass
from transactions.models import HourlyTotal

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from alerts.models import Rule
    from alerts.services.backtest import Episode
    from jobs.registry import Claimed
    from stores.access import Member

log = structlog.get_logger(__name__)

RUN = "run_trial"
FEWEST_DAYS, MOST_DAYS = 1, 400
AT_ONCE = 60_000
"""So many transactions are gone through while somebody waits."""
KEPT_FOR = timedelta(days=2)
STORES_AT_ONCE = 5


def ask_trial(
    *,
    member: Member,
    text: str,
    days: int,
    store_ids: Collection[int] = (),
    register_classes: Sequence[str] = (),
    rule: Rule | None = None,
) -> Trial:
    """A trial over the member's stores, or those of them that are named. Raises RuleError."""
    meant = understood(text)
    if not FEWEST_DAYS <= days <= MOST_DAYS:
        raise RuleError("bad_days", fewest=FEWEST_DAYS, most=MOST_DAYS)
    if not set(register_classes) <= set(RegisterClass.values):
        raise RuleError("bad_register_class")
    with transaction.atomic():
        _forget_old(member)
        trial = Trial.objects.create(
            rule=rule,
            text=write(meant),
            days=days,
            stores=_stores(member, store_ids),
            register_classes=sorted(set(register_classes)),
            asked_by=member.user,
        )
        is_short = _count(trial) <= AT_ONCE
        if not is_short:
            enqueue(chain=current_chain().schema_name, kind=RUN, keys=[str(trial.pk)])
    if is_short:
        work_out(trial)
    return trial


def run_trial(job: Claimed) -> None:
    """Works in many small transactions; ends the job itself."""
    attempt = Attempt(job)
    trial = Trial.objects.filter(pk=int(job.key), state=TrialState.WAITING).first()
    if trial is not None:
        work_out(trial, lambda done: attempt.progress("stores", done))
    with transaction.atomic():
        finish(job, {"state": trial.state if trial else "gone"})


def bury_trial(trial_id: int) -> None:
    """Its job failed for good: whoever asked is told."""
    Trial.objects.filter(pk=trial_id).update(
        state=TrialState.FAILED, reason="broken", done_at=timezone.now()
    )


def work_out(trial: Trial, progress: Callable[[float], None] | None = None) -> None:
    """Fills the trial in; a rule that is too slow ends as one that could not be tried."""
    episodes: list[Episode] = []
    meant = understood(trial.text)
    parts = [
        trial.stores[at : at + STORES_AT_ONCE] for at in range(0, len(trial.stores), STORES_AT_ONCE)
    ]
    try:
        for place, part in enumerate(parts, start=1):
            with transaction.atomic():
                found = backtest(
                    rule=meant,
                    days=trial.days,
                    store_ids=part,
                    register_classes=tuple(trial.register_classes),
                )
            episodes += found.episodes
            if progress is not None:
                progress(place / len(parts))
    except DatabaseError as error:
        log.warning("trial_refused", trial=trial.pk, error=type(error).__name__)
        _end(trial, TrialState.FAILED, reason="too_slow")
        return
    trial.result = report_of(trial, episodes)
    _end(trial, TrialState.DONE)


def _end(trial: Trial, state: TrialState, reason: str = "") -> None:
    trial.state, trial.reason, trial.done_at = state, reason, timezone.now()
    trial.save(update_fields=["state", "reason", "result", "done_at"])


def _stores(member: Member, wanted: Collection[int]) -> list[int]:
    """Written out, so that a page of old figures shows what was asked and nothing else."""
    mine = list(member.stores().order_by("code").values_list("pk", flat=True))
    chosen = [each for each in mine if each in set(wanted)] if wanted else mine
    if not chosen:
        raise RuleError("unknown_store")
    return chosen


def _count(trial: Trial) -> int:
    since = timezone.now().date() - timedelta(days=trial.days)
    rows = HourlyTotal.objects.filter(
        store__in=trial.stores, business_date__gte=since, measure__startswith="type:"
    )
    return rows.aggregate(n=Sum("count"))["n"] or 0


def _forget_old(member: Member) -> None:
    old = timezone.now() - KEPT_FOR
    Trial.objects.filter(asked_by=member.user, asked_at__lt=old).delete()
