"""Addresses of the transactions behind a figure, and of trends themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse

from alerts.scores.metrics import METRICS

if TYPE_CHECKING:
    from datetime import date


def href_of(
    *,
    measure: str,
    since: date,
    until: date,
    store: str = "",
    register: str = "",
    cashier: str = "",
    hour: int | None = None,
) -> str:
    """The search that lists what ``measure`` (``flag:refund``, ``type:paid_out``) counted on
    these business dates, both included."""
    kind, _colon, name = measure.partition(":")
    words = {"from": since.isoformat(), "to": until.isoformat(), "dates": "business"}
    words |= {kind: name, "store": store, "register": register, "cashier": cashier}
    if hour is not None:
        words["time"] = f"{hour:02}:00-{hour + 1:02}:00"
    return f"{reverse('review:search')}?{urlencode(_said(words))}"


def measure_of(metric: str) -> str:
    return METRICS[metric]


def _said(words: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in words.items() if value}
