"""Who did and saw what with one transaction: decisions, notes, views, in order of time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext

from clips.models import Clip
from review.models import EvidencePackage
from stores.models import AccessKind, AccessLog
from transactions.models import STATUS_SUBTITLES, Note, ReviewStatus, Transaction
from transactions.selectors.reviews import Decision, decisions
from transactions.selectors.wording import full_time, short_time

if TYPE_CHECKING:
    from collections.abc import Iterable
    from zoneinfo import ZoneInfo

    from accounts.models import User

MOST = 300
LOOKING = timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class Entry:
    """``kind`` is a status, ``note`` or ``view``; ``text`` is what a note says."""

    at: datetime
    time: str
    when: str
    who: str
    what: str
    kind: str
    text: str = ""


def trail_of(
    transaction: Transaction, written: Iterable[Note], most: int | None = MOST
) -> list[Entry]:
    """Everything, newest first; of views the last ``most``."""
    zone = transaction.store.zone
    entries = [_decided(each, zone) for each in decisions(transaction.pk)]
    entries += [
        _entry(note.written_at, zone, note.author_name, gettext("wrote a note"), "note", note.text)
        for note in written
    ]
    entries += [
        _entry(
            seen.at, zone, _name(seen.who), str(AccessKind(seen.kind).label), "view", _told(seen)
        )
        for seen in _accesses(transaction.pk, most)
    ]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def also_looking(transaction_id: int, user: User) -> str:
    """The name of somebody else who opened this in the last minutes, "" for nobody."""
    seen = (
        AccessLog.objects.filter(
            object_type="transaction",
            object_id=transaction_id,
            kind=AccessKind.SAW_TRANSACTION,
            at__gte=timezone.now() - LOOKING,
        )
        .exclude(user=user)
        .order_by("-id")
        .first()
    )
    return _name(seen.who) if seen else ""


def _accesses(transaction_id: int, most: int | None) -> list[AccessLog]:
    clips = Clip.objects.filter(transaction=transaction_id).values("id")
    about = Q(object_type="transaction", object_id=transaction_id)
    about |= Q(object_type="clip", object_id__in=clips)
    packages = EvidencePackage.objects.filter(transactions=transaction_id).values("id")
    about |= Q(object_type="evidence", object_id__in=packages)
    return list(AccessLog.objects.filter(about).order_by("-id")[:most])


def _decided(decision: Decision, zone: ZoneInfo) -> Entry:
    status = ReviewStatus(decision.status)
    if decision.is_undo:
        what = gettext("took the decision back: %(status)s") % {"status": status.label}
        return _entry(decision.at, zone, decision.who, what, "undo")
    what = gettext("decided %(status)s: %(subtitle)s") % {
        "status": status.label,
        "subtitle": STATUS_SUBTITLES[status],
    }
    return _entry(decision.at, zone, decision.who, what, status.value)


def _entry(at: datetime, zone: ZoneInfo, who: str, what: str, kind: str, text: str = "") -> Entry:
    today = timezone.now().astimezone(zone).date()
    return Entry(
        at=at,
        time=short_time(at, zone, today),
        when=full_time(at, zone),
        who=who or gettext("The system"),
        what=what,
        kind=kind,
        text=text,
    )


def _told(seen: AccessLog) -> str:
    if seen.kind == AccessKind.CHANGED_HOLD:
        was_placed = seen.params.get("what") == "placed"
        said = gettext("placed: %(reason)s") if was_placed else gettext("lifted: %(reason)s")
        return said % {"reason": seen.params.get("reason", "")}
    return str(seen.params.get("name", ""))


def _name(who: str) -> str:
    """``Dana Reyes <dana@example.com>`` as Dana Reyes."""
    name, _bracket, address = who.partition(" <")
    return name or address.rstrip(">")
