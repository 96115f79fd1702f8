"""Shares as the chain's own pages show them, and who came by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from review.evidence.shares import MOST_FAILURES
from review.models import Share, VisitKind
from transactions.selectors.wording import full_time

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class ShareRow:
    """``state`` is ``open``, ``locked``, ``expired`` or ``revoked``."""

    id: int
    recipient: str
    organisation: str
    what: str
    state: str
    word: str
    made: str
    ends: str


@dataclass(frozen=True, slots=True)
class VisitRow:
    when: str
    kind: str
    word: str
    what: str
    address: str
    program: str


@dataclass(frozen=True, slots=True)
class SharePage:
    row: ShareRow
    package_id: int
    package: str
    made_by: str
    revoked_by: str
    visits: Sequence[VisitRow]


def share_page(share: Share) -> SharePage:
    row = share.package.transactions.select_related("store").order_by("pk").first()
    zone = row.store.zone if row else ZoneInfo("UTC")
    return SharePage(
        row=share_row(share, zone),
        package_id=share.package_id,
        package=share.package.title,
        made_by=str(share.made_by or ""),
        revoked_by=str(share.revoked_by or ""),
        visits=[
            VisitRow(
                when=full_time(visit.at, zone),
                kind=visit.kind,
                word=str(VisitKind(visit.kind).label),
                what=visit.what,
                address=visit.address or "",
                program=visit.program,
            )
            for visit in share.visits.all()[:500]
        ],
    )


def share_row(share: Share, zone: ZoneInfo) -> ShareRow:
    state, word = _share_state(share, timezone.now())
    count = len(share.copies.all())
    parts = [gettext("the package")] if share.holds_package else []
    videos = ngettext("%(n)s masked video", "%(n)s masked videos", count)
    parts += [videos % {"n": count}] if count else []
    return ShareRow(
        id=share.pk,
        recipient=share.recipient,
        organisation=share.organisation,
        what=", ".join(parts),
        state=state,
        word=word,
        made=full_time(share.made_at, zone),
        ends=full_time(share.expires_at, zone),
    )


def _share_state(share: Share, now: datetime) -> tuple[str, str]:
    if share.revoked_at is not None:
        return "revoked", gettext("Taken back")
    if share.expires_at <= now:
        return "expired", gettext("Expired")
    if share.failures >= MOST_FAILURES:
        return "locked", gettext("Shut after wrong passcodes")
    if share.locked_until and share.locked_until > now:
        return "locked", gettext("Locked after wrong passcodes")
    return "open", gettext("Open")
