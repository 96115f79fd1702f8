"""Missing numbers as rows, with what people said about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext, ngettext

from accounts.models import User
from review.selectors.health.judged import day, short
from transactions.health.counters import OUTSIDE

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from transactions.health.counters import Gap, Restart
    from transactions.health.gaps import Missing
    from transactions.models import GapExplanation

MOST = 60


@dataclass(frozen=True, slots=True)
class GapRow:
    """``token`` names the gap in the form that explains it."""

    day: str
    counter: str
    numbers: str
    count: str
    is_open: bool
    token: str


@dataclass(frozen=True, slots=True)
class Explained:
    day: str
    counter: str
    numbers: str
    text: str
    who: str
    when: str


@dataclass(frozen=True, slots=True)
class MissingPart:
    rows: list[GapRow]
    more: int
    total: int
    explained: list[Explained]
    restarts: list[str]
    since: str
    until: str


def missing_part(missing: Missing, zone: ZoneInfo) -> MissingPart:
    gaps = missing.open_gaps
    people = {each.written_by_id for each in missing.explained if each.written_by_id}
    names = {user.pk: str(user) for user in User.objects.filter(pk__in=people)}
    return MissingPart(
        rows=[_row(gap, missing) for gap in gaps[:MOST]],
        more=max(len(gaps) - MOST, 0),
        total=sum(gap.count for gap in gaps),
        explained=[_explained(each, names, zone) for each in missing.explained[:MOST]],
        restarts=[_restart(each) for each in missing.restarts[:MOST]],
        since=day(missing.since),
        until=day(missing.until),
    )


def token_of(gap: Gap) -> str:
    return f"{gap.day.isoformat()}.{gap.counter}.{gap.first}.{gap.last}"


def counter_name(counter: str) -> str:
    if counter == OUTSIDE:
        return gettext("Pumps (one counter)")
    return gettext("Register %(code)s") % {"code": counter}


def _row(gap: Gap, missing: Missing) -> GapRow:
    between = gap.since != gap.day
    words = {"since": day(gap.since), "day": day(gap.day)}
    return GapRow(
        day=gettext("between %(since)s and %(day)s") % words if between else day(gap.day),
        counter=counter_name(gap.counter),
        numbers=_numbers(gap.first, gap.last),
        count=ngettext("%(n)s missing", "%(n)s missing", gap.count) % {"n": f"{gap.count:,}"},
        is_open=not missing.is_closed(gap.day),
        token=token_of(gap),
    )


def _numbers(first: int, last: int) -> str:
    return str(first) if first == last else f"{first} – {last}"  # noqa: RUF001


def _explained(each: GapExplanation, names: dict[int, str], zone: ZoneInfo) -> Explained:
    return Explained(
        day=day(each.business_date),
        counter=counter_name(each.counter),
        numbers=_numbers(each.first_no, each.last_no),
        text=each.text,
        who=names.get(each.written_by_id or 0, ""),
        when=short(each.written_at, zone),
    )


def _restart(each: Restart) -> str:
    words = {
        "counter": counter_name(each.counter),
        "day": day(each.day),
        "before": each.before,
        "after": each.after,
    }
    return (
        gettext(
            "%(counter)s jumped between %(before)s and %(after)s on %(day)s: the counter began "
            "again, and nothing is missing in between."
        )
        % words
    )
