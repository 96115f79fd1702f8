"""Rules as a file: written out, and read in after a look at what would change."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db import transaction

from alerts.models import Rule, RuleState, Severity
from alerts.pack.file_reading import read_rules
from alerts.pack.files import FileProblem, FileRule, write_rules
from alerts.selectors.rule_scope import codes_of, stores_by_code, visible_rules, with_unseen
from alerts.services.rule_wishes import RuleError
from alerts.services.rules import RuleWish, add_rule, change_rule, checked_wish, switch_rule
from stores import audit
from stores.models import AccessKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stores.access import Member

SHOWN = (
    "text", "name", "state", "severity", "stores", "register_classes", "schedule",
    "cooldown_minutes",
)  # fmt: skip
"""The fields that a file may change, in the order in which they are shown."""


class Kind(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Change:
    field: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class Planned:
    """What becomes of one rule of the file."""

    entry: FileRule
    wish: RuleWish
    rule: Rule | None
    changes: tuple[Change, ...]

    @property
    def kind(self) -> Kind:
        if self.rule is None:
            return Kind.NEW
        return Kind.CHANGED if self.changes else Kind.SAME


@dataclass(frozen=True, slots=True)
class Plan:
    """``mark`` says of which file and which rules this was worked out."""

    planned: tuple[Planned, ...] = ()
    problems: tuple[FileProblem | RuleProblem, ...] = ()
    mark: str = ""


@dataclass(frozen=True, slots=True)
class RuleProblem:
    """A line whose value the rules themselves refuse."""

    line: int
    error: RuleError


def export_rules(*, member: Member) -> str:
    """Every rule that the member sees, in the order of their codes and names."""
    rules = visible_rules(member).order_by("code", "name", "pk")
    codes = {store.pk: store.code for store in member.stores()}
    text = write_rules(_entry(rule, codes) for rule in rules)
    audit.record(AccessKind.EXPORTED, user=member.user, what="rules", count=text.count("\nrule: "))
    return text


def plan_import(*, member: Member, data: bytes) -> Plan:
    """What the file would change. Nothing is written."""
    found = read_rules(data)
    if found.problems:
        return Plan(problems=found.problems)
    by_code, by_name = _known(member)
    planned: list[Planned] = []
    problems: list[FileProblem | RuleProblem] = []
    ids, unseen = stores_by_code(member), _unseen_codes(by_code)
    for entry in found.rules:
        if entry.code in unseen:
            problems.append(FileProblem(entry.line_of("code"), "code_taken", entry.code))
            continue
        rule = by_code.get(entry.code) if entry.code else by_name.get(entry.name.casefold())
        unknown = [code for code in entry.stores if code not in ids]
        if unknown:
            problems.append(FileProblem(entry.line_of("stores"), "unknown_store", unknown[0][:40]))
            continue
        stores = with_unseen(member, rule, [ids[code] for code in entry.stores])
        try:
            wish = checked_wish(_wish(entry, stores))
        except RuleError as error:
            problems.append(RuleProblem(_line(entry, error), error))
            continue
        planned.append(Planned(entry, wish, rule, _changes(rule, wish, entry)))
    if problems:
        return Plan(problems=tuple(problems))
    return Plan(tuple(planned), mark=_mark(planned))


def do_import(*, member: Member, data: bytes, mark: str, why: str = "") -> Plan:
    """Does what :func:`plan_import` showed, all of it or nothing.

    Raises RuleError when file or rules are not those that were shown.
    """
    with transaction.atomic():
        list(Rule.objects.select_for_update().order_by("pk").values_list("pk"))
        plan = plan_import(member=member, data=data)
        if plan.problems or plan.mark != mark:
            raise RuleError("changed_meanwhile")
        for planned in plan.planned:
            _do(planned, member, planned.entry.why or why)
        audit.record(
            AccessKind.CHANGED_SETTINGS,
            user=member.user,
            what="imported rules",
            count=sum(planned.kind is not Kind.SAME for planned in plan.planned),
        )
    return plan


def _do(planned: Planned, member: Member, why: str) -> None:
    entry = planned.entry
    if planned.rule is None:
        add_rule(wish=planned.wish, by=member.user, state=entry.state, why=why, code=entry.code)
        return
    if planned.changes:
        rule = change_rule(rule=planned.rule, wish=planned.wish, by=member.user, why=why)
        switch_rule(rule=rule, state=entry.state, by=member.user, why=why)


def _known(member: Member) -> tuple[Mapping[str, Rule], Mapping[str, Rule]]:
    """A rule without a code is known by its name; of two with one name, the older is meant."""
    rules = list(visible_rules(member).order_by("-pk"))
    return (
        {rule.code: rule for rule in rules if rule.code},
        {rule.name.casefold(): rule for rule in rules},
    )


def _unseen_codes(seen: Mapping[str, Rule]) -> set[str]:
    """Codes of rules about stores that the member does not see."""
    return set(Rule.objects.exclude(code="").values_list("code", flat=True)) - set(seen)


def _wish(entry: FileRule, stores: tuple[int, ...]) -> RuleWish:
    schedule = (
        {"days": list(entry.days), "from": entry.start, "until": entry.until} if entry.days else {}
    )
    return RuleWish(
        name=entry.name,
        text=entry.rule,
        severity=entry.severity,
        stores=stores,
        register_classes=entry.registers,
        schedule=schedule,
        cooldown_minutes=entry.quiet_minutes,
    )


def _changes(rule: Rule | None, wish: RuleWish, entry: FileRule) -> tuple[Change, ...]:
    if rule is None:
        return ()
    after = {**{name: getattr(wish, name) for name in wish.__slots__}, "state": entry.state}
    return tuple(
        Change(name, getattr(rule, name), after[name])
        for name in SHOWN
        if _plain(getattr(rule, name)) != _plain(after[name])
    )


def _plain(value: object) -> object:
    """Lists of the database and tuples of a wish, alike."""
    return list(value) if isinstance(value, tuple) else value


def _entry(rule: Rule, codes: Mapping[int, str]) -> FileRule:
    return FileRule(
        rule=rule.text,
        name=rule.name,
        code=rule.code,
        state=RuleState(rule.state).value,
        severity=Severity(rule.severity).value,
        stores=codes_of(rule, codes),
        registers=tuple(rule.register_classes),
        days=tuple(rule.schedule.get("days", ())),
        start=rule.schedule.get("from", ""),
        until=rule.schedule.get("until", ""),
        quiet_minutes=rule.cooldown_minutes,
        why=rule.why,
    )


_LINES = {"no_name": "name", "long_name": "name", "bad_cooldown": "quiet minutes"}


def _line(entry: FileRule, error: RuleError) -> int:
    return entry.line_of(_LINES.get(error.code, "days" if "schedule" in error.code else "rule"))


def _mark(planned: list[Planned]) -> str:
    """Changes with what the file says, and with every rule that it is about. Line ends do not
    matter: a browser sends others than it was given."""
    said = write_rules(each.entry for each in planned)
    rules = [f"{each.rule.pk} {each.rule.changed_at.isoformat()}" for each in planned if each.rule]
    return hashlib.sha256("\n".join([said, *rules]).encode()).hexdigest()
