"""How a store is heard: by which ways, by which registers, and how fast."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from review.selectors.health.judged import short
from stores.models import RunState, Source
from transactions.health.arrivals import (
    MOST_LAGS,
    Lag,
    RegisterHeard,
    last_runs,
    pushing_tokens,
    registers_heard,
    ways_in,
)
from transactions.health.sentences import duration
from transactions.models import Channel
from transactions.selectors.wording import full_time

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from stores.models import SourceRun, Store, Token

BY_CHANNEL = {
    Channel.UPLOAD: _("Uploads by hand"),
    Channel.AGENT: _("The program at the store"),
    Channel.API: _("Programs by API"),
    Channel.FOLDER: _("Watched folders"),
    Channel.SCHEDULE: _("Sources that fetch"),
    Channel.MAIL: _("Mailboxes"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A way in or a register: what it is, what came last, and when (twice: short, full)."""

    name: str
    what: str
    time: str
    when: str
    is_bad: bool = False
    href: str = ""


@dataclass(frozen=True, slots=True)
class HeardPart:
    ways: list[Line]
    sources: list[Line]
    registers: list[Line]
    outside: list[Line]
    median: str
    p95: str
    events: str


def heard_part(store: Store, lag: Lag) -> HeardPart:
    zone = store.zone
    sources = list(Source.objects.filter(store=store, is_active=True))
    runs = last_runs(sources)
    registers = registers_heard(store)
    lines = [_register(row, zone) for row in registers]
    return HeardPart(
        ways=[
            _line(str(BY_CHANNEL[Channel(way.channel)]), way.file, way.received_at, zone)
            for way in ways_in(store, Channel.values)
        ],
        sources=[_source(each, runs.get(each.pk), zone) for each in sources]
        + [_token(each, zone) for each in pushing_tokens(store)],
        registers=[line for line, row in zip(lines, registers, strict=True) if not row.is_outside],
        outside=[line for line, row in zip(lines, registers, strict=True) if row.is_outside],
        median=duration(lag.median) if lag.median is not None else "",
        p95=duration(lag.p95) if lag.p95 is not None else "",
        events=f"{lag.events:,}+" if lag.events >= MOST_LAGS else f"{lag.events:,}",
    )


def _register(heard: RegisterHeard, zone: ZoneInfo) -> Line:
    name = heard.label or gettext("Register %(code)s") % {"code": heard.code}
    if heard.occurred_at is None or heard.received_at is None:
        return Line(name, gettext("nothing yet"), "", "")
    said = gettext("received %(time)s") % {"time": short(heard.received_at, zone)}
    return _line(name, said, heard.occurred_at, zone)


def _source(source: Source, run: SourceRun | None, zone: ZoneInfo) -> Line:
    href = reverse("transactions:source", args=[source.pk])
    if run is None:
        return Line(source.name, gettext("not looked at yet"), "", "", href=href)
    if run.state == RunState.FAILED:
        said = gettext("failed, %(n)s in a row") % {"n": max(source.failures, 1)}
    else:
        counts = {"taken": run.taken, "found": run.found}
        said = gettext("%(taken)s new of %(found)s found") % counts
    return Line(
        source.name,
        said,
        short(run.started_at, zone),
        full_time(run.started_at, zone),
        is_bad=run.state == RunState.FAILED,
        href=href,
    )


def _token(token: Token, zone: ZoneInfo) -> Line:
    name = gettext("API token “%(name)s”") % {"name": token.name}
    use = getattr(token, "last_use", None)
    if use is None:
        return Line(name, gettext("never used"), "", "")
    return _line(name, gettext("last used"), use.at, zone)


def _line(name: str, said: str, at: datetime, zone: ZoneInfo) -> Line:
    return Line(name, said, short(at, zone), full_time(at, zone))
