"""The access log, for who may read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from clips.models import Clip
from review.evidence.selectors import visible_packages
from stores.models import AccessKind, AccessLog, Cashier
from transactions.models import Transaction, Upload
from transactions.selectors.paging import id_to_word
from transactions.selectors.wording import full_time, short_time

if TYPE_CHECKING:
    from stores.access import Member

PAGE = 100
NOT_SHOWN = {"link", "transaction"}
"""Parameters that are there for programs."""
OF_THE_CHAIN = (AccessKind.LOGGED_IN, AccessKind.LOG_IN_REFUSED, AccessKind.CHANGED_ROLE)


@dataclass(frozen=True, slots=True)
class AuditRow:
    time: str
    when: str
    who: str
    what: str
    about: str
    href: str


@dataclass(frozen=True, slots=True)
class AuditPage:
    rows: list[AuditRow]
    next: str


def audit_page(member: Member, kind: str, before_id: int | None) -> AuditPage:
    entries = _visible(member)
    if kind:
        entries = entries.filter(kind=kind)
    if before_id is not None:
        entries = entries.filter(id__lt=before_id)
    found = list(entries.order_by("-id")[: PAGE + 1])
    shown = found[:PAGE]
    store = member.stores().first()
    zone = store.zone if store else ZoneInfo("UTC")
    return AuditPage(
        rows=[_row(entry, zone) for entry in shown],
        next=id_to_word(shown[-1].pk) if len(found) > PAGE else "",
    )


def _visible(member: Member) -> QuerySet[AccessLog]:
    """Who sees some stores only reads what happened to those, and who logged in."""
    entries = AccessLog.objects.all()
    if member.store_ids is None:
        return entries
    mine = Q(object_type="", kind__in=OF_THE_CHAIN)
    for name, model in (
        ("transaction", Transaction),
        ("clip", Clip),
        ("upload", Upload),
        ("cashier", Cashier),
    ):
        theirs = member.only(model._default_manager.filter(pk=OuterRef("object_id")))
        mine |= Q(Exists(theirs), object_type=name)
    mine |= Q(object_type="evidence", object_id__in=visible_packages(member).values("pk"))
    mine |= Q(object_type="store", object_id__in=sorted(member.store_ids))
    return entries.filter(mine)


def _row(entry: AccessLog, zone: ZoneInfo) -> AuditRow:
    return AuditRow(
        time=short_time(entry.at, zone, timezone.now().astimezone(zone).date()),
        when=full_time(entry.at, zone),
        who=entry.who,
        what=str(AccessKind(entry.kind).label),
        about=_about(entry),
        href=_href(entry),
    )


def _href(entry: AccessLog) -> str:
    """The page of what it was about; a clip's is its transaction's."""
    if entry.object_type == "clip" and entry.params.get("transaction"):
        return reverse("review:transaction", args=[entry.params["transaction"]])
    pages = {
        "transaction": "review:transaction",
        "upload": "transactions:upload",
        "store": "review:setup_store",
        "evidence": "review:evidence_package",
        "cashier": "alerts:cashier",
    }
    name = pages.get(entry.object_type)
    return reverse(name, args=[entry.object_id]) if name and entry.object_id else ""


def _about(entry: AccessLog) -> str:
    shown = {name: value for name, value in entry.params.items() if name not in NOT_SHOWN}
    said = [str(value) for value in shown.values() if value not in ("", None)]
    if entry.object_type and entry.object_id and "name" not in shown:
        said.insert(0, f"{entry.object_type} {entry.object_id}")
    return " · ".join(said)
