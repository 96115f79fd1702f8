"""An alert in words: one sentence, and the facts under it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext, ngettext

from alerts.models import Severity
from transactions.selectors.wording import clock, full_time, money

if TYPE_CHECKING:
    from alerts.models import Alert


@dataclass(frozen=True, slots=True)
class Said:
    """``cashier`` stands by itself: text messages leave it out."""

    title: str
    what: str
    place: str
    register: str
    cashier: str
    span: str
    when: str
    severity: str
    band: str

    @property
    def sentence(self) -> str:
        return f"{self.title}: {self.what}" if self.what else self.title

    @property
    def where(self) -> str:
        return " · ".join(part for part in (self.place, self.register, self.cashier) if part)


def say(alert: Alert) -> Said:
    """Needs ``rule``, ``store``, ``register`` and ``cashier`` at hand."""
    zone = alert.store.zone
    start, end = clock(alert.started_at, zone)[:5], clock(alert.ended_at, zone)[:5]
    return Said(
        title=alert.rule.name,
        what=_what(alert),
        place=alert.store.name or alert.store.code,
        register=alert.register.said if alert.register else "",
        cashier=alert.cashier.said if alert.cashier else "",
        span=start if start == end else f"{start}-{end}",
        when=full_time(alert.started_at, zone),
        severity=str(Severity(alert.severity).label),
        band={Severity.HIGH: "high", Severity.MEDIUM: "middle"}.get(
            Severity(alert.severity), "low"
        ),
    )


def _what(alert: Alert) -> str:
    amount = money(alert.amount)
    if alert.count == 1:
        return amount
    counted = ngettext("%(n)s transaction", "%(n)s transactions", alert.count)
    return ", ".join(part for part in (counted % {"n": alert.count}, amount) if part)


def summed_up(said: list[Said]) -> str:
    """The subject of a message about these: the gravest says the one thing that matters."""
    first = said[0]
    if len(said) == 1:
        return f"{first.sentence} · {first.place}"
    words = {"n": len(said), "title": first.title, "place": first.place}
    if len({each.place for each in said}) == 1:
        return gettext("%(n)s alerts at %(place)s: %(title)s and more") % words
    return gettext("%(n)s alerts: %(title)s and more") % words
