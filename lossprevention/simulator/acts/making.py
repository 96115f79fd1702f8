"""The frame of every event: who, when, how long."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from lossprevention.simulator.journal import JournalEvent
from lossprevention.simulator.receipts import add_up, pay

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lossprevention.simulator.desk import Moment
    from lossprevention.simulator.journal import ReceiptLine, Tender
    from transactions.formats.canonical import EventType


def begin(
    moment: Moment,
    tag: str,
    expected_type: EventType,
    lines: Sequence[ReceiptLine] = (),
    *,
    seconds: int | None = None,
) -> JournalEvent:
    """An event that takes as long as its lines need; no receipt yet."""
    lasting = seconds or 8 + 5 * len(lines) + moment.rng.randrange(4, 22)
    return JournalEvent(
        tag=tag,
        cashier=moment.cashier,
        started=moment.now,
        ended=moment.now + timedelta(seconds=lasting),
        expected_type=expected_type,
        lines=list(lines),
    )


def settle(
    moment: Moment,
    event: JournalEvent,
    tenders: list[Tender] | None = None,
    *,
    cash_share: float = 0.42,
) -> JournalEvent:
    """Add up, take the money and print the receipt a second before the end."""
    add_up(event)
    if event.net is None:
        raise ValueError("a receipt without totals cannot be paid")
    event.tenders = pay(moment.rng, event.net, cash_share) if tenders is None else tenders
    event.receipt = event.ended - timedelta(seconds=1)
    return event
