"""Files of a lesser source, and states of a store, for tests of what is settled."""

from __future__ import annotations

from decimal import Decimal

import orjson

from jobs.worker import work
from tests.transactions.journals import incoming
from transactions.models import HourlyTotal, Match, Review, Transaction
from transactions.services.receive import receive_upload


def pushed(*rings, store="101", number=str, shift=0):
    """The same rings as a program pushes them: one rank below the register's journal."""
    events = [
        {
            "event_type": ring.kind,
            "source_event_tag": f"push:{ring.kind}",
            "register": ring.register,
            "cashier": ring.cashier,
            "transaction_no": number(ring.number),
            "occurred_local": f"{ring.date}T{_later(ring.time, shift)}",
            "business_date": ring.date,
            "amount": f"-{ring.amount}" if ring.kind == "refund" else ring.amount,
        }
        for ring in rings
    ]
    body = {
        "format": "lossprevention.events",
        "version": 1,
        "store": store,
        "vendor": "Back office",
        "events": events,
    }
    return orjson.dumps(body)


def _later(time, seconds):
    hour, minute, second = map(int, time.split(":"))
    whole = hour * 3600 + minute * 60 + second + seconds
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"


def take_in(store, *files, **kwargs):
    upload = receive_upload(
        store=store,
        user=None,
        files=[incoming(f"{number}.dat", data) for number, data in enumerate(files)],
        **kwargs,
    )
    work("quick", seconds=60)
    return upload


def totals():
    """The stored totals, as a dict."""
    rows = HourlyTotal.objects.values_list(
        "store_id", "business_date", "register__code", "hour", "measure", "cashier__code",
        "tender_class", "count", "amount",
    )  # fmt: skip
    return {row[:7]: row[7:] for row in rows}


def plain_totals():
    """The same worked out from the rows, in Python."""
    counted = {}
    rows = Transaction.objects.filter(standing="").select_related("store", "register", "cashier")
    for row in rows:
        hour = row.occurred_at.astimezone(row.store.zone).hour
        names = [] if row.is_training else [f"type:{row.event_type}"]
        names += [f"flag:{f}" for f in row.flags if not row.is_training or f == "training_sale"]
        for name in names:
            key = (
                row.store_id, row.business_date, row.register.code if row.register else None, hour,
                name, row.cashier.code if row.cashier else None, row.tender_class,
            )  # fmt: skip
            count, amount = counted.get(key, (0, Decimal(0)))
            counted[key] = (count + 1, amount + (row.amount or 0))
    return counted


def standings():
    """By number and rank: what counts, what is a second account, what is undecided."""
    rows = Transaction.objects.order_by("source_rank", "transaction_no", "event_key")
    return list(rows.values_list("source_rank", "transaction_no", "event_key", "standing"))


def settled_state():
    """Everything that must not depend on arrival."""
    matches = Match.objects.order_by("lower__event_key").values_list(
        "lower__event_key", "upper__event_key", "how", "differences"
    )
    reviews = Review.objects.order_by("transaction__event_key").values_list(
        "transaction__event_key", "status", "primary_flag"
    )
    return standings(), list(matches), list(reviews), totals()
