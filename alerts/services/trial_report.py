"""The figures of a trial: what a rule would have found, when, where, and what it would cost.

Kept as plain values (ids, counts, decimal text): names are put to them when the page is read.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from alerts.models import AlertState, AlertTransaction
from alerts.selectors.rule_numbers import WORTH_A_LOOK
from stores.models import Store
from transactions.models import Review, ReviewStatus, Transaction

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from zoneinfo import ZoneInfo

    from alerts.models import Trial
    from alerts.services.backtest import Episode

SECONDS_EACH, SECONDS_MORE = 20, 8
"""What an alert costs who looks at it: its first transaction, and each further one."""
MOST_ROWS = 30
MOST_EXAMPLES = 12
MANY = 20_000


def report_of(trial: Trial, episodes: Sequence[Episode]) -> dict[str, Any]:
    ids = sorted({each for episode in episodes for each in episode.transaction_ids})
    tags = _tags(ids)
    seconds = sum(
        SECONDS_EACH + SECONDS_MORE * (len(each.transaction_ids) - 1) for each in episodes
    )
    return {
        "hits": len(episodes),
        "transactions": len(ids),
        "dollars": str(_dollars(ids)),
        "per_store_week": round(len(episodes) / len(trial.stores) / trial.days * 7, 2),
        "seconds_per_week": round(seconds / trial.days * 7),
        "days": _days(trial, episodes),
        "stores": _by(episodes, "store_id"),
        "registers": _by(episodes, "register_id"),
        "cashiers": _by(episodes, "cashier_id"),
        "overlap": _overlap(trial, ids),
        **_precision(episodes, tags),
        "examples": _examples(episodes, tags),
    }


def _days(trial: Trial, episodes: Iterable[Episode]) -> list[dict[str, Any]]:
    """Every day of the span, by the wall clock of each store, with its hits by store."""
    zones: Mapping[int, ZoneInfo] = {each.pk: each.zone for each in Store.objects.all()}
    counted: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for episode in episodes:
        day = episode.started_at.astimezone(zones[episode.store_id]).date().isoformat()
        counted[day][str(episode.store_id)] += 1
    first = trial.asked_at.date() - timedelta(days=trial.days)
    every = {(first + timedelta(days=place)).isoformat() for place in range(trial.days + 1)}
    return [{"day": day, "stores": dict(counted[day])} for day in sorted(every | set(counted))]


def _by(episodes: Iterable[Episode], name: str) -> list[dict[str, Any]]:
    """Hits and money by what ``name`` is the id of, the most first."""
    hits: Counter[int] = Counter()
    money: defaultdict[int, Decimal] = defaultdict(Decimal)
    for episode in episodes:
        key = getattr(episode, name)
        if key is not None:
            hits[key] += 1
            money[key] += abs(episode.amount or Decimal(0))
    return [
        {"id": key, "hits": count, "dollars": str(money[key])}
        for key, count in hits.most_common(MOST_ROWS)
    ]


def _dollars(ids: Sequence[int]) -> Decimal:
    """Of each transaction once, whichever way the money went."""
    total = Decimal(0)
    for part in _parts(ids):
        amounts = Transaction.objects.filter(pk__in=part).values_list("amount", flat=True)
        total += sum((abs(amount) for amount in amounts if amount is not None), Decimal(0))
    return total


def _overlap(trial: Trial, ids: Sequence[int]) -> list[dict[str, Any]]:
    """Rules whose alerts hold the same transactions, the most first."""
    shared: Counter[int] = Counter()
    for part in _parts(ids):
        links = AlertTransaction.objects.filter(transaction__in=part).exclude(
            alert__state=AlertState.WITHDRAWN
        )
        if trial.rule_id:
            links = links.exclude(alert__rule=trial.rule_id)
        shared.update(rule for rule, _id in set(links.values_list("alert__rule", "transaction")))
    return [{"rule": rule, "shared": count} for rule, count in shared.most_common(10)]


def _tags(ids: Sequence[int]) -> dict[int, str]:
    tags: dict[int, str] = {}
    for part in _parts(ids):
        rows = Review.objects.filter(pk__in=part).exclude(status=ReviewStatus.NEW)
        tags |= dict(rows.values_list("pk", "status"))
    return tags


def _precision(episodes: Iterable[Episode], tags: Mapping[int, str]) -> dict[str, int]:
    right = decided = 0
    for episode in episodes:
        said = {tags[each] for each in episode.transaction_ids if each in tags}
        decided += bool(said)
        right += not said.isdisjoint(WORTH_A_LOOK)
    return {"right": right, "decided": decided}


def _examples(episodes: Sequence[Episode], tags: Mapping[int, str]) -> list[dict[str, Any]]:
    """The newest, each by its last transaction: there the video opens."""
    newest = sorted(episodes, key=lambda each: each.ended_at, reverse=True)[:MOST_EXAMPLES]
    return [
        {
            "transaction": each.transaction_ids[-1],
            "count": len(each.transaction_ids),
            "tag": tags.get(each.transaction_ids[-1], ""),
        }
        for each in newest
    ]


def _parts(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[at : at + MANY] for at in range(0, len(ids), MANY))
