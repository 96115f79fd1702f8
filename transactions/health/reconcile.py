"""The register's own figures of a store beside what we counted, for a range of dates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from transactions.formats.canonical import Metric
from transactions.health.comparing import (
    COMPARED,
    TYPES,
    Compared,
    Control,
    Ours,
    Verdict,
    compare,
)
from transactions.models import ControlCount

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from stores.models import Store

MOST = 5000
METRICS = {
    Metric.VOIDS: _("voided sales"),
    Metric.LINE_VOIDS: _("removed items"),
    Metric.POST_VOIDS: _("voids after payment"),
    Metric.REFUNDS: _("refunds"),
    Metric.NO_SALES: _("no sales"),
    Metric.DISCOUNTS: _("discounts"),
    Metric.PAID_OUTS: _("paid outs"),
    Metric.PAID_INS: _("paid ins"),
    Metric.SAFE_DROPS: _("safe drops"),
    Metric.SAFE_LOANS: _("safe loans"),
    Metric.DRIVE_OFFS: _("drive-offs"),
    Metric.SUSPENDED: _("suspended sales"),
    Metric.DRAWER_OPENED_BY_KEY: _("drawer openings by key"),
    Metric.OVER_SHORT: _("cash over or short"),
}

# What a register counts is rare among sales; training is in no count of its own.
_OURS = """
    SELECT t.business_date, t.occurred_at, t.event_type, coalesce(g.code, ''),
           coalesce(c.code, ''), t.till, t.shift_no, t.amount,
           CASE WHEN t.event_type <> 'void' AND 'cancellation' = ANY(t.flags) THEN
               jsonb_array_length(jsonb_path_query_array(
                   t.receipt, '$.lines[*] ? (@.status == "cancelled")')) ELSE 0 END,
           CASE WHEN 'manual_discount' = ANY(t.flags) THEN
               jsonb_array_length(jsonb_path_query_array(
                   t.receipt, '$.adjustments[*] ? (@.kind == "manual_discount")')) ELSE 0 END
    FROM transactions_transaction t
    LEFT JOIN stores_register g ON g.id = t.register_id
    LEFT JOIN stores_cashier c ON c.id = t.cashier_id
    WHERE t.store_id = %(store)s AND t.business_date BETWEEN %(since)s AND %(until)s
      AND t.business_date = ANY(%(days)s)
      AND t.standing = '' AND t.is_training IS NOT TRUE
      AND (t.event_type = ANY(%(types)s)
           OR t.flags && ARRAY['cancellation', 'manual_discount']::varchar[])
"""


@dataclass(frozen=True, slots=True)
class Reconciled:
    rows: list[Compared]

    @property
    def differing(self) -> list[Compared]:
        return [row for row in self.rows if row.differs]

    @property
    def blind_to(self) -> list[Metric]:
        """What the register counted and we saw nowhere in the whole range."""
        seen = {row.control.metric for row in self.rows if row.count}
        blind = (row.control.metric for row in self.rows if row.verdict is Verdict.BLIND)
        return list(dict.fromkeys(metric for metric in blind if metric not in seen))


def reconciled(store: Store, *, since: date, until: date) -> Reconciled:
    """Both business dates included; two statements, one where no register tells anything."""
    controls = list(_controls(store, since, until))
    if not controls:
        return Reconciled([])
    events = _ours(store, since, until, sorted({control.day for control in controls}))
    return Reconciled(compare(controls, events))


def metric_name(metric: str) -> str:
    return str(METRICS.get(Metric(metric), metric)) if metric in set(Metric) else metric


def _controls(store: Store, since: date, until: date) -> Iterator[Control]:
    rows = ControlCount.objects.filter(
        store=store, business_date__range=(since, until), metric__in=COMPARED
    ).order_by("-business_date", "id")[:MOST]
    for row in rows:
        yield Control(
            id=row.pk,
            day=row.business_date,
            metric=Metric(row.metric),
            scope=row.scope,
            register=row.register_code,
            cashier=row.cashier_code,
            till=row.till,
            shift=row.shift_no,
            begins_at=row.begins_at,
            ends_at=row.ends_at,
            count=row.count,
            amount=row.amount,
        )


def _ours(store: Store, since: date, until: date, days: list[date]) -> list[Ours]:
    params: dict[str, Any] = {
        "store": store.pk,
        "since": since,
        "until": until,
        "days": days,
        "types": sorted(TYPES.values()),
    }
    with connection.cursor() as cursor:
        cursor.execute(_OURS, params)
        return [Ours(*row) for row in cursor.fetchall()]
