"""Exports ready to print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy

from jobs.models import Job
from review.evidence.rows import zone_of
from review.models import ExportState
from review.search.exports import KIND, MOST_ROWS, may_have, own_exports
from review.search.reading import read_words
from review.selectors.frame import version
from transactions.search.sentences import said
from transactions.selectors.wording import short_time, size

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django_stubs_ext import StrOrPromise

    from review.models import SearchExport
    from stores.access import Member

MOST_SHOWN: Final = 50
_REASONS: Final[dict[str, StrOrPromise]] = {
    "too_many": gettext_lazy(
        "More than %(most)s transactions fit. Narrow the search, or take it month by month."
    ),
    "too_long": gettext_lazy("Finding them takes too long. Narrow the search by date or store."),
    "no_member": gettext_lazy("Whoever ordered it no longer belongs to the chain."),
    "not_made": gettext_lazy("It could not be made; our support has been told."),
}


@dataclass(frozen=True, slots=True)
class ExportRow:
    """``done`` is a percentage while it is being made."""

    id: int
    said: str
    address: str
    format: str
    state: str
    state_word: str
    reason: str
    when: str
    rows: str
    size: str
    until: str
    done: int
    is_making: bool
    is_ready: bool


@dataclass(frozen=True, slots=True)
class ExportList:
    rows: list[ExportRow]
    version: str
    is_moving: bool


def export_list(member: Member) -> ExportList:
    """The member's own, the newest first."""
    exports = list(own_exports(member)[:MOST_SHOWN])
    done = _done(member, exports)
    rows = [_row(each, member, done.get(each.pk, 0)) for each in exports]
    told = version(*((row.id, row.state, row.done) for row in rows))
    return ExportList(rows, told, any(row.is_making for row in rows))


def _row(export: SearchExport, member: Member, done: int) -> ExportRow:
    zone = zone_of(member)
    today = timezone.now().astimezone(zone).date()
    state = ExportState(export.state)
    reason = str(_REASONS.get(export.reason_code, "")) % {"most": f"{MOST_ROWS:,}"}
    return ExportRow(
        id=export.pk,
        said=said(read_words(QueryDict(export.address)).query),
        address=export.address,
        format=export.format.upper(),
        state=state,
        state_word=str(state.label),
        reason=reason,
        when=short_time(export.ordered_at, zone, today),
        rows=f"{export.rows:,}",
        size=size(export.size),
        until=short_time(export.expires_at, zone, today) if export.expires_at else "",
        done=done,
        is_making=state is ExportState.MAKING,
        is_ready=state is ExportState.READY and may_have(member, export),
    )


def _done(member: Member, exports: Sequence[SearchExport]) -> dict[int, int]:
    keys = [str(each.pk) for each in exports if each.state == ExportState.MAKING]
    jobs = Job.objects.filter(chain=member.chain.schema_name, kind=KIND, key__in=keys)
    return {
        int(key): round(100 * progress.get("done", 0))
        for key, progress in jobs.values_list("key", "progress")
    }
