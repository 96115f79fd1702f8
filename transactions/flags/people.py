"""Flags of who did or skipped something: approvals, age checks, training mode."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transactions.flags.trade import ONGOING
from transactions.formats.canonical import Confidence, Flag, FlagHit, LineStatus

if TYPE_CHECKING:
    from transactions.formats.canonical import Event, FormatContext


def override(event: Event, _context: FormatContext) -> FlagHit | None:
    """An approver is worth a look only when it is somebody else than the cashier."""
    if not event.cashier:
        return None
    cashier = _same(event.cashier)
    named = [event.approver, *(line.approver for line in event.lines)]
    others = [approver for approver in named if approver and _same(approver) != cashier]
    if not others:
        return None
    params = {"approver": others[0], "cashier": event.cashier}
    return FlagHit(Flag.OVERRIDE, Confidence.CERTAIN, "override", params)


def age_bypass(event: Event, _context: FormatContext) -> FlagHit | None:
    if event.event_type not in ONGOING:
        return None
    skipped = sum(line.age_bypassed and line.status is LineStatus.NORMAL for line in event.lines)
    if not skipped:
        return None
    return FlagHit(Flag.AGE_BYPASS, Confidence.CERTAIN, "age_bypass", {"count": str(skipped)})


def training_sale(_event: Event) -> FlagHit:
    """Goods may leave the shop on a receipt that no total counts."""
    return FlagHit(Flag.TRAINING_SALE, Confidence.LIKELY, "training_sale")


def _same(code: str) -> str:
    """Ids are compared without case and leading zeros: 07 is 7."""
    return code.strip().casefold().lstrip("0")
