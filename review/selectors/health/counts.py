"""Our counts beside the register's own, with what a difference means in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from review.selectors.health.judged import day
from transactions.formats.canonical import PeriodScope
from transactions.health.comparing import Compared, Verdict
from transactions.health.reconcile import metric_name
from transactions.selectors.wording import money, quantity

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from transactions.health.comparing import Control
    from transactions.health.reconcile import Reconciled

MOST = 60


@dataclass(frozen=True, slots=True)
class CountRow:
    day: str
    what: str
    whose: str
    theirs: str
    ours: str
    meaning: str
    is_blind: bool


@dataclass(frozen=True, slots=True)
class CountsPart:
    """``same`` is how many figures agree; ``cash`` what only the register can know."""

    differing: list[CountRow]
    more: int
    same: int
    cash: list[CountRow]

    @property
    def is_empty(self) -> bool:
        return not (self.differing or self.same or self.cash)


def counts_part(found: Reconciled, zone: ZoneInfo) -> CountsPart:
    blind = set(found.blind_to)
    cash = [row for row in found.rows if row.verdict is Verdict.STATED and row.amount]
    return CountsPart(
        differing=[_row(row, row.control.metric in blind, zone) for row in found.differing[:MOST]],
        more=max(len(found.differing) - MOST, 0),
        same=sum(row.verdict is Verdict.SAME for row in found.rows),
        cash=[_row(row, False, zone) for row in cash[:MOST]],
    )


def _row(row: Compared, is_blind: bool, zone: ZoneInfo) -> CountRow:
    control = row.control
    stated = row.verdict is Verdict.STATED
    by_amount = stated or row.verdict is Verdict.AMOUNT or control.count is None
    return CountRow(
        day=day(control.day),
        what=metric_name(control.metric),
        whose=_whose(control, zone),
        theirs=money(control.amount) if by_amount else quantity(control.count),
        ours="" if stated else money(row.amount) if by_amount else str(row.count),
        meaning=_meaning(row, is_blind),
        is_blind=is_blind,
    )


def _meaning(row: Compared, is_blind: bool) -> str:
    control = row.control
    words = {
        "theirs": quantity(control.count),
        "ours": row.count,
        "what": metric_name(control.metric),
        "missing": quantity(str((control.count or 0) - row.count)),
        "their_amount": money(control.amount),
        "our_amount": money(row.amount),
    }
    if control.count is None:
        words["theirs"] = words["their_amount"]
    return _sentence(row, is_blind) % words


def _sentence(row: Compared, is_blind: bool) -> str:
    match row.verdict:
        case Verdict.BLIND if is_blind:
            return gettext(
                "The register counted %(theirs)s %(what)s, we saw 0: we may be blind to %(what)s "
                "here. Run the ring test."
            )
        case Verdict.BLIND:
            return gettext(
                "The register counted %(theirs)s %(what)s, and none of them reached us, though "
                "others did. Send the journal of that day again."
            )
        case Verdict.FEWER:
            return gettext(
                "The register counted %(theirs)s %(what)s, we saw %(ours)s: %(missing)s did not "
                "reach us. Look at the missing numbers of that day."
            )
        case Verdict.MORE:
            return gettext(
                "We saw %(ours)s %(what)s, the register counted %(theirs)s: something else is "
                "perhaps read as one of them."
            )
        case Verdict.AMOUNT:
            return gettext(
                "As many %(what)s as the register counted, but %(our_amount)s instead of "
                "%(their_amount)s."
            )
        case _:
            return gettext("Only the register knows this; it is shown as it was written.")


def _whose(control: Control, zone: ZoneInfo) -> str:
    """The scope in words: whose period the figure is about."""
    said = []
    if control.register:
        said.append(gettext("register %(code)s") % {"code": control.register})
    if control.till and control.till != control.register:
        said.append(gettext("till %(code)s") % {"code": control.till})
    if control.cashier:
        said.append(gettext("cashier %(code)s") % {"code": control.cashier})
    if control.scope == PeriodScope.SHIFT:
        said.append(_shift(control, zone))
    return ", ".join(said) or gettext("whole day")


def _shift(control: Control, zone: ZoneInfo) -> str:
    if control.begins_at is not None and control.ends_at is not None:
        begins, ends = (at.astimezone(zone) for at in (control.begins_at, control.ends_at))
        words = {"begins": f"{begins:%H:%M}", "ends": f"{ends:%H:%M}"}
        return gettext("shift %(begins)s to %(ends)s") % words
    return gettext("shift %(no)s") % {"no": control.shift}
