"""Planting the c-store pack in a chain, and a rule's place in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone, translation

from accounts.tenancy import current_chain
from alerts.models import Rule, RuleState
from alerts.pack.rules import PACK, SILENT_FOR
from alerts.services.rules import RuleWish, add_rule
from jobs.services import enqueue

if TYPE_CHECKING:
    from datetime import datetime

    from alerts.pack.entries import PackRule

PROPOSE = "propose_threshold"


def plant_pack() -> list[Rule]:
    """The rules of the pack that this chain does not have yet. Run again it does nothing: a
    rule that was switched off or rewritten is there, and stays as people want it."""
    there = set(Rule.objects.exclude(code="").values_list("code", flat=True))
    silent_until = timezone.now() + SILENT_FOR
    planted = [_plant(entry, silent_until) for code, entry in PACK.items() if code not in there]
    waiting = [str(rule.pk) for rule in planted if rule.silent_until and PACK[rule.code].slider]
    enqueue(chain=current_chain().schema_name, kind=PROPOSE, keys=waiting, run_after=silent_until)
    return planted


def _plant(entry: PackRule, silent_until: datetime) -> Rule:
    with translation.override("en"):
        name = str(entry.name)
    return add_rule(
        wish=RuleWish(name=name, text=entry.text, severity=entry.severity),
        by=None,
        state=RuleState.ON if entry.is_on else RuleState.SILENT,
        code=entry.code,
        silent_until=None if entry.is_on else silent_until,
    )
