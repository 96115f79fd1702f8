"""The transactions that a file told of, the newest of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from transactions.models import EVENT_TYPES, Standing, Transaction
from transactions.selectors import reasons
from transactions.selectors.wording import money, short_time

if TYPE_CHECKING:
    from transactions.models import SourceFile

MOST_TRANSACTIONS = 50


@dataclass(frozen=True, slots=True)
class Told:
    """One transaction of the file, as its list shows it."""

    id: int
    word: str
    flags: list[str]
    time: str
    register: str
    number: str
    amount: str
    standing: str


def told_by(file: SourceFile) -> list[Told]:
    if file.first_at is None or file.last_at is None:
        return []
    rows = Transaction.objects.filter(
        store=file.store_id,
        occurred_at__range=(file.first_at, file.last_at),
        source_file=file,
    ).select_related("register")
    zone = file.store.zone
    today = timezone.now().astimezone(zone).date()
    return [
        Told(
            id=each.pk,
            word=str(EVENT_TYPES[each.event_type]),
            flags=[reasons.label(flag) for flag in each.flags],
            time=short_time(each.occurred_at, zone, today),
            register=each.register.said if each.register else "",
            number=each.transaction_no,
            amount=money(each.amount),
            standing=str(each.get_standing_display()) if each.standing != Standing.COUNTED else "",
        )
        for each in rows.order_by("-occurred_at", "-id")[: MOST_TRANSACTIONS + 1]
    ]
