"""What a row of a sheet is, and whose amount the amount columns hold then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from transactions.formats.canonical import Metric
from transactions.formats.tabular.mapping_terms import Grain
from transactions.formats.tabular.proposal_terms import Question
from transactions.formats.tabular.roles import ITEMS, METRIC_ROLES, Role
from transactions.formats.tabular.roles_match import match_metric, match_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transactions.formats.tabular.grain import Runs
    from transactions.formats.tabular.proposal_profile import ColumnProfile
    from transactions.formats.tabular.roles_assign import Assignment

_WEAK: Final = frozenset(
    {
        Metric.TAX, Metric.DISCOUNTS, Metric.PROMOTIONS, Metric.ITEMS_SOLD, Metric.SALES_TOTAL,
        Metric.SUSPENDED,
    }
)  # fmt: skip
"""Figures that single receipts have too."""
_ONE_BY_ONE: Final = frozenset({Role.TRANSACTION_NO, Role.TYPE, Role.TENDER, Role.SKU})
_TOTALS: Final = (Role.AMOUNT, Role.VOID_AMOUNT, Role.REFUND_AMOUNT, Role.NET, Role.GROSS)
_KEYS: Final = frozenset(
    {
        Role.CASHIER, Role.CASHIER_ID, Role.CASHIER_NAME, Role.REGISTER, Role.TILL, Role.SHIFT,
        Role.STORE, Role.STORE_NAME, Role.DATE, Role.BUSINESS_DATE, Role.DEPARTMENT,
    }
)  # fmt: skip
_ALIKE_RUNS: Final = 2


def is_summary(names: Sequence[str], profiles: Sequence[ColumnProfile]) -> bool:
    """Counts per cashier and the like: several figures that no single receipt has, and
    nothing that names one receipt or a time of day."""
    roles = {match.role for name in names if (match := match_name(name))}
    if roles & _ONE_BY_ONE or any(profile.clocks for profile in profiles):
        return False
    metrics = {match.role.partition(".")[0] for name in names if (match := match_metric(name))}
    strong = metrics - set(map(str, _WEAK))
    return len(strong) >= 2 or (len(strong) == 1 and len(metrics) >= 3)


def assign_summary(
    assignment: Assignment, names: Sequence[str], profiles: Sequence[ColumnProfile]
) -> None:
    """The roles of a report of sums: its keys keep theirs, its figures become metrics."""
    taken: set[str] = set()
    assignment.questions.clear()
    for index, name in enumerate(names):
        match = match_name(name)
        metric = match_metric(name)
        if match and match.role in _KEYS:
            role = match.role if match.role not in taken else Role.IGNORE
            assignment.set(index, role, match.how)
        elif metric and profiles[index].mostly(profiles[index].numbers):
            role = _counted(metric.role, profiles[index])
            role = role if role not in taken else Role.UNKNOWN
            assignment.set(index, role, metric.how)
        else:
            role = str(Role.UNKNOWN)
            assignment.set(index, role, "unknown")
        taken.add(role)


def _counted(role: str, profile: ColumnProfile) -> str:
    """ "Refunds" may be how many or how much: money has cents or a dollar sign."""
    metric, _, kind = role.partition(".")
    money = profile.fractions or any("$" in text for text in profile.examples)
    if kind == "count" and money and f"{metric}.amount" in METRIC_ROLES:
        return f"{metric}.amount"
    return role


def decide_grain(assignment: Assignment, runs: Runs) -> Grain:
    """Line per row where numbers repeat with other items; asked where nothing shows it."""
    runs.end()
    has_items = any(role in ITEMS for role in assignment.roles)
    if has_items and (runs.with_items or runs.continued):
        return Grain.LINE
    if runs.repeated:
        default = Grain.LINE if has_items else Grain.RECEIPT
        _ask_grain(assignment, "repeated_numbers", default)
        return default
    if has_items and runs.number is not None:
        _ask_grain(assignment, "grain", Grain.LINE)
        return Grain.LINE
    return Grain.RECEIPT


def _ask_grain(assignment: Assignment, code: str, default: Grain) -> None:
    choices = (str(Grain.RECEIPT), str(Grain.LINE))
    assignment.questions.append(Question(code, "grain", {}, choices, str(default)))


def settle_line_amounts(assignment: Assignment, runs: Runs, doubted: set[int]) -> None:
    """In a sheet of lines, tell the line's amount from the receipt's, which all of its rows
    repeat. ``doubted`` are columns that share a role: which is which shows here."""
    candidates = [i for i, role in enumerate(assignment.roles) if role in _TOTALS]
    candidates += sorted(doubted - set(candidates))
    varying = [index for index in candidates if runs.varying[index]]
    lines = assignment.at(Role.LINE_AMOUNT)
    steady = [index for index in candidates if not runs.varying[index]]
    if not lines and len(varying) == 1:
        assignment.set(varying[0], Role.LINE_AMOUNT, "content")
        lines, varying = varying, []
    if not lines and not varying and len(steady) == 1:
        _settle_only(assignment, runs, steady[0])
        return
    for index in varying:
        if lines:
            assignment.set(index, Role.IGNORE, "per_line")
    _settle_doubted(assignment, [index for index in steady if index in doubted], lines)


def _settle_only(assignment: Assignment, runs: Runs, index: int) -> None:
    """One amount that never differs within a receipt: the line's if it is quantity times
    price; the receipt's if many receipts of several lines show it; else asked."""
    if runs.priced and runs.products[index] == runs.priced:
        assignment.set(index, Role.LINE_AMOUNT, "content")
        return
    role = assignment.roles[index]
    if runs.with_items > _ALIKE_RUNS:
        return
    if not runs.with_items:
        assignment.set(index, Role.LINE_AMOUNT, "content")
    choices = (str(Role.LINE_AMOUNT), str(Role.AMOUNT))
    default = assignment.roles[index] if role in _TOTALS else str(Role.AMOUNT)
    params = {"column": assignment.name(index)}
    assignment.questions.append(Question("line_or_total", "columns", params, choices, default))


def _settle_doubted(assignment: Assignment, steady: list[int], lines: list[int]) -> None:
    """Two amounts, one of which is the line's: the other is the receipt's."""
    if len(steady) == 1 and lines and not assignment.at(Role.AMOUNT):
        assignment.set(steady[0], Role.AMOUNT, "content")
        assignment.questions[:] = [
            question
            for question in assignment.questions
            if question.code != "two_columns" or question.params.get("role") != Role.AMOUNT
        ]
