"""Writing rules: a new one, a change, switches, a snooze. Writes in the open chain.

A rule is never deleted: what it found names it. Who changed what, when and why is kept by
the history of the table; ``version`` rises when a rule finds something else than before.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from accounts.tenancy import current_chain
from alerts.models import Rule, RuleState, Severity
from alerts.pack.thresholds import with_threshold
from alerts.rules import parse, write
from alerts.services.rule_wishes import RuleError, check_schedule, check_stores, understood
from jobs.services import enqueue
from stores import audit
from stores.models import AccessKind, RegisterClass

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from decimal import Decimal

    from accounts.models import User

EVALUATE = "evaluate_rule"
MOST_RULES = 500
LONGEST_NAME, LONGEST_WHY = 80, 400
LONGEST_SNOOZE = timedelta(days=90)
LONGEST_COOLDOWN = 7 * 24 * 60


@dataclass(frozen=True, slots=True)
class RuleWish:
    """A rule as somebody wants it. ``stores`` are ids, empty for all."""

    name: str
    text: str
    severity: int = Severity.MEDIUM
    stores: tuple[int, ...] = ()
    register_classes: tuple[str, ...] = ()
    schedule: Mapping[str, Any] = field(default_factory=dict)
    cooldown_minutes: int = 0


def wish_of(rule: Rule) -> RuleWish:
    """The rule as it stands."""
    return RuleWish(
        name=rule.name,
        text=rule.text,
        severity=rule.severity,
        stores=tuple(rule.stores),
        register_classes=tuple(rule.register_classes),
        schedule=dict(rule.schedule),
        cooldown_minutes=rule.cooldown_minutes,
    )


def add_rule(
    *,
    wish: RuleWish,
    by: User | None,
    state: str = RuleState.SILENT,
    why: str = "",
    code: str = "",
    silent_until: datetime | None = None,
) -> Rule:
    """A new rule. Raises RuleError."""
    checked = checked_wish(wish)
    with transaction.atomic():
        if Rule.objects.count() >= MOST_RULES:
            raise RuleError("too_many", most=MOST_RULES)
        rule = Rule(code=code, state=RuleState(state), silent_until=silent_until)
        _put(rule, checked)
        _save(rule, by, why)
        _ask(rule)
        _log(rule, by, "added")
    return rule


def change_rule(
    *, rule: Rule, wish: RuleWish, by: User | None, why: str = "", seen: datetime | None = None
) -> Rule:
    """The rule as wished. ``seen`` is ``changed_at`` of what the person had before them.

    Raises RuleError, also when somebody else changed it meanwhile.
    """
    checked = checked_wish(wish)
    with transaction.atomic():
        held = _held(rule, seen)
        before = _found_by(held)
        if checked == wish_of(held):
            return held
        _put(held, checked)
        if _found_by(held) != before:
            held.version += 1
            _ask(held)
        _save(held, by, why)
        _log(held, by, "changed")
    return held


def move_threshold(
    *,
    rule: Rule,
    value: Decimal,
    by: User | None,
    why: str = "",
    seen: datetime | None = None,
) -> Rule:
    """The rule with another number in it. Raises RuleError."""
    return change_rule(
        rule=rule,
        wish=replace(wish_of(rule), text=text_with(rule.text, value)),
        by=by,
        why=why,
        seen=seen,
    )


def text_with(text: str, value: Decimal) -> str:
    """A rule's text with another number in it. Raises RuleError."""
    try:
        return write(with_threshold(understood(text), value))
    except ValueError as error:
        raise RuleError("bad_threshold", value=str(value)) from error


def switch_rule(*, rule: Rule, state: str, by: User | None, why: str = "") -> Rule:
    """On, silent or off. Whoever says so has taken note of what it had to propose."""
    with transaction.atomic():
        held = _held(rule)
        was = held.state
        held.state = RuleState(state)
        if was == held.state:
            return held
        if held.state != RuleState.SILENT:
            held.silent_until = None
        _save(held, by, why)
        if was == RuleState.OFF:
            _ask(held)
        _log(held, by, held.state)
    return held


def snooze_rule(*, rule: Rule, until: datetime, by: User | None, why: str = "") -> Rule:
    """It goes on finding and tells nobody until then. Raises RuleError."""
    ahead = until - timezone.now()
    if not timedelta(0) < ahead <= LONGEST_SNOOZE:
        raise RuleError("bad_snooze", most=LONGEST_SNOOZE.days)
    return _snooze(rule, until, by, why, "snoozed")


def wake_rule(*, rule: Rule, by: User | None, why: str = "") -> Rule:
    return _snooze(rule, None, by, why, "woken")


def _snooze(rule: Rule, until: datetime | None, by: User | None, why: str, what: str) -> Rule:
    with transaction.atomic():
        held = _held(rule)
        held.snoozed_until = until
        _save(held, by, why)
        _log(held, by, what)
    return held


def checked_wish(wish: RuleWish) -> RuleWish:
    """The wish in the form in which it is kept. Raises RuleError with what is wrong."""
    name = " ".join(wish.name.split())
    if not name or not name.isprintable():
        raise RuleError("no_name")
    if len(name) > LONGEST_NAME:
        raise RuleError("long_name", most=LONGEST_NAME)
    if wish.severity not in Severity.values:
        raise RuleError("bad_severity")
    if not 0 <= wish.cooldown_minutes <= LONGEST_COOLDOWN:
        raise RuleError("bad_cooldown", most=LONGEST_COOLDOWN)
    classes = tuple(sorted(set(wish.register_classes)))
    if not set(classes) <= set(RegisterClass.values):
        raise RuleError("bad_register_class")
    return RuleWish(
        name=name,
        text=write(understood(wish.text)),
        severity=wish.severity,
        stores=check_stores(wish.stores),
        register_classes=classes,
        schedule=check_schedule(wish.schedule),
        cooldown_minutes=wish.cooldown_minutes,
    )


def _held(rule: Rule, seen: datetime | None = None) -> Rule:
    held = Rule.objects.select_for_update(of=("self",)).get(pk=rule.pk)
    if seen is not None and seen != held.changed_at:
        raise RuleError("changed_meanwhile")
    return held


def _put(rule: Rule, wish: RuleWish) -> None:
    rule.name, rule.text, rule.severity = wish.name, wish.text, wish.severity
    rule.stores, rule.register_classes = list(wish.stores), list(wish.register_classes)
    rule.schedule, rule.cooldown_minutes = dict(wish.schedule), wish.cooldown_minutes


def _found_by(rule: Rule) -> tuple[Any, ...]:
    """What decides over what a rule finds. Words that mean the same find the same."""
    return parse(rule.text).rule, sorted(rule.stores), sorted(rule.register_classes)


def _save(rule: Rule, by: User | None, why: str) -> None:
    rule.why = " ".join("".join(filter(_is_plain, why)).split())[:LONGEST_WHY]
    rule.changed_by, rule.changed_at = by, timezone.now()
    rule.save()


def _is_plain(letter: str) -> bool:
    return letter.isprintable() or letter.isspace()


def _ask(rule: Rule) -> None:
    """What it finds in what is there already, as soon as it is committed."""
    if rule.pk is None:
        raise ValueError("a rule is saved before it is asked for")
    if rule.state != RuleState.OFF:
        enqueue(chain=current_chain().schema_name, kind=EVALUATE, keys=[str(rule.pk)])


def _log(rule: Rule, by: User | None, what: str) -> None:
    audit.record(
        AccessKind.CHANGED_SETTINGS,
        user=by,
        about=("rule", rule.pk),
        name=rule.name,
        what=what,
        text=rule.text,
    )
