"""Rules that found something, and the means to have it told."""

from __future__ import annotations

import itertools
from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from accounts.tenancy import current_chain
from alerts.models import Alert, AlertTransaction, Delivery, Rule, Severity
from jobs.models import Job
from jobs.services import enqueue
from jobs.worker import work
from stores.models import Cashier, Register
from tests.review.factories import flagged

_numbers = itertools.count(1)


def a_rule(**fields):
    values = {
        "name": "Refund over $50",
        "text": "Refund > $50",
        "state": "on",
        "severity": Severity.MEDIUM,
        **fields,
    }
    return Rule.objects.create(**values)


def an_alert(store, *, rule=None, ago=timedelta(minutes=1), register="1", **fields):
    """Found now, about something a minute ago, with one transaction."""
    rule = rule or a_rule()
    at = timezone.now() - ago
    cashier, _made = Cashier.objects.get_or_create(
        store=store, code="7", defaults={"name": "Dana Secret"}
    )
    values = {
        "rule_version": 1,
        "key_kind": "register",
        "register": Register.objects.get(store=store, code=register),
        "cashier": cashier,
        "started_at": at,
        "ended_at": at,
        "severity": rule.severity,
        "amount": Decimal("64.20"),
        **fields,
    }
    alert = Alert.objects.create(rule=rule, store=store, **values)
    row = flagged(store, at=at, cashier=cashier, transaction_no=str(9000 + next(_numbers)))
    AlertTransaction.objects.create(alert=alert, transaction=row)
    return alert


def ask_to_tell(*alerts):
    """As the evaluation does when it found or extended them."""
    keys = [str(alert.pk) for alert in alerts]
    enqueue(chain=current_chain().schema_name, kind="tell_alert", keys=keys)


def tell(*alerts):
    """They are found in one go; answers the messages about them."""
    ask_to_tell(*alerts)
    work("quick", seconds=20)
    return messages()


def messages(**fields):
    return list(Delivery.objects.filter(**fields).order_by("pk"))


def hand_over(*, now=True):
    """Send what is due; with ``now`` what is due later, too."""
    if now:
        Delivery.objects.filter(state="queued").update(send_after=timezone.now())
        Job.objects.filter(kind="deliver").update(run_after=timezone.now())
    work("send", seconds=20)


def come_due(kind):
    Job.objects.filter(kind=kind, state="queued").update(run_after=timezone.now())
    work("quick", seconds=20)
