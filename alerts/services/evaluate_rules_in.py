"""Every rule over one ground, each in a savepoint and within its time."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from django.db import transaction

from accounts.tenancy import current_chain
from alerts.compiling import compiled
from alerts.rules import parse
from alerts.services.episodes import episodes_around
from alerts.services.episodes_writing import Written, write_episodes
from alerts.services.evaluate_cores import cores_of
from alerts.services.evaluate_reviews import follow_alerts
from alerts.services.evaluate_trouble import code_of, note_trouble
from jobs.services import enqueue

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from alerts.compiling import Compiled, Span
    from alerts.models import Rule
    from alerts.services.evaluate_ground import Ground

TELL: Final = "tell_alert"
"""The kind of job that tells people; its key is the alert's id."""
MOST_SECONDS: Final = 5


@dataclass(slots=True)
class Done:
    """What an evaluation came to."""

    written: list[Written] = field(default_factory=list)
    failed: dict[int, str] = field(default_factory=dict)

    def finish(self) -> None:
        """Reviews follow the alerts, and whoever is to be told will be."""
        follow_alerts({pk for each in self.written for pk in each.transactions})
        to_tell = {pk for each in self.written for pk in each.to_tell}
        enqueue(
            chain=current_chain().schema_name,
            kind=TELL,
            keys=[str(pk) for pk in sorted(to_tell)],
        )


def compiled_rule(rule: Rule) -> Compiled | None:
    """None for a text that is not understood (any more)."""
    meant = parse(rule.text).rule
    return None if meant is None else compiled(meant, tuple(rule.register_classes))


def evaluate_one(
    rule: Rule, meant: Compiled, ground: Ground, *, all_versions: bool, done: Done
) -> bool:
    """False where it failed: nothing of it is written then, and everybody is told so at the
    rule. ``all_versions``: alerts of an older text are withdrawn as well."""
    alerts = ground.alerts.get(rule.pk, ())
    stores = frozenset(rule.stores)
    cores = cores_of(meant, ground, alerts, stores)
    if not cores:
        return True
    try:
        with transaction.atomic():
            found = episodes_around(meant, cores, alerts, stores)
            may_go = {
                known.id for known in found.alerts if all_versions or known.version == rule.version
            }
            done.written.append(write_episodes(rule, found.episodes, may_go))
    except Exception as error:  # whatever one rule does, the others go on
        code = code_of(error)
        if code is None:
            raise
        note_trouble(rule, code, _start_of(cores))
        done.failed[rule.pk] = code.value
        return False
    return True


def _start_of(cores: Sequence[Span]) -> datetime:
    return min(core.since for core in cores)
