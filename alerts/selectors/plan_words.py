"""What a file of rules would change, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from alerts.models import RuleState, Severity
from alerts.pack.files import FileProblem
from alerts.selectors.rule_words import (
    FIELDS,
    file_problem,
    problem_words,
    refusal,
    schedule_word,
)
from stores.models import RegisterClass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alerts.services.rule_files import Plan, Planned
    from alerts.services.rule_wishes import RuleError
    from stores.access import Member

KINDS = {
    "new": lambda: _("new"),
    "changed": lambda: _("changes"),
    "same": lambda: _("stays as it is"),
}


@dataclass(frozen=True, slots=True)
class PlanRow:
    name: str
    text: str
    kind: str
    word: str
    state: str
    changes: list[tuple[str, str, str]]
    """What, before, after."""


@dataclass(frozen=True, slots=True)
class ProblemRow:
    line: int
    sentence: str


def plan_rows(plan: Plan, member: Member) -> list[PlanRow]:
    """New and changed ones first."""
    codes = dict(member.stores().values_list("pk", "code"))
    rows = [_row(each, codes) for each in plan.planned]
    return sorted(rows, key=lambda row: list(KINDS).index(row.kind))


def problem_rows(plan: Plan) -> list[ProblemRow]:
    return [
        ProblemRow(
            each.line,
            file_problem(each) if isinstance(each, FileProblem) else _rule_problem(each.error),
        )
        for each in plan.problems
    ]


def _rule_problem(error: RuleError) -> str:
    return " ".join([refusal(error), *problem_words(error)])


def field_word(name: str) -> str:
    return str(FIELDS[name])


def value_word(name: str, value: Any, codes: Mapping[int, str]) -> str:
    """A field's value as it is shown; stores that are not among ``codes`` stay unnamed."""
    if name == "state":
        return str(RuleState(value).label)
    if name == "severity":
        return str(Severity(value).label)
    if name == "stores":
        seen = [codes[each] for each in value if each in codes]
        more = len(value) - len(seen)
        return ", ".join([*seen, *([f"+{more}"] if more else [])]) or _("all stores")
    if name == "register_classes":
        return ", ".join(str(RegisterClass(each).label) for each in value) or _("all")
    if name == "schedule":
        return schedule_word(value)
    if name == "cooldown_minutes":
        return _("%(n)s min") % {"n": value}
    return str(value)


def _row(planned: Planned, codes: Mapping[int, str]) -> PlanRow:
    kind = planned.kind.value
    return PlanRow(
        name=planned.wish.name,
        text=planned.wish.text,
        kind=kind,
        word=KINDS[kind](),
        state=str(RuleState(planned.entry.state).label),
        changes=[
            (
                field_word(each.field),
                value_word(each.field, each.before, codes),
                value_word(each.field, each.after, codes),
            )
            for each in planned.changes
        ],
    )
