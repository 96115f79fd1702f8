"""`python -m lossprevention.demo.history`: what the demo's chain lived through before today.

Builds the chain, its stores and people, and sends a week of journals, the newest first, so
that there is something to look at within seconds. May be killed and started again at any
point: the week is made from the moment at which it was begun, and the same files sent twice
are seen once. Ends by itself.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

import structlog

from lossprevention.demo.place import (
    BACK_OFFICE_STORE,
    DAYS,
    LIVE_STORE,
    SEED,
    Place,
    stores,
)
from lossprevention.demo.process import start_django
from lossprevention.demo.tills import Till, write_tills
from lossprevention.embedded.private_files import read_private_json, write_private_json
from lossprevention.simulator.desk import Counters
from lossprevention.simulator.hours import business_date_at, business_day
from lossprevention.simulator.live import LiveStore
from lossprevention.simulator.store_day import generate

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from accounts.models import Chain
    from lossprevention.simulator.journal import JournalEvent
    from lossprevention.simulator.profiles import StoreProfile
    from lossprevention.simulator.store_day import StoreDay

log = structlog.get_logger(__name__)

CALM_MINUTES = 90.0
"""Mean time between incidents while nobody watches."""
LATEST = 150
"""Events of today that are sent before all others."""
READ_WITHIN_SECONDS = 600.0


def main() -> None:
    start_django()
    from django.conf import settings

    from lossprevention.demo.arrangements import arrange
    from lossprevention.demo.chain import ensure_chain, ensure_people, ensure_stores
    from lossprevention.demo.logins import read_or_make

    place = Place(settings.DATA_DIR)
    chain = ensure_chain()
    ensure_stores(chain, stores(), place)
    ensure_people(chain, read_or_make(place.logins))
    progress = Progress.of(place.history)
    progress.once("arranged", partial(arrange, chain, stores(), place, progress.began))
    if progress.is_complete:
        return
    weeks = {profile: week_of(profile, progress.began) for profile in stores()}
    _send_week(chain, weeks, progress, place)
    _send_others(chain, weeks, progress)
    _form_opinions(chain, before=progress.began - timedelta(hours=20))
    progress.complete()
    log.info("demo_history_complete")


@dataclass(slots=True)
class Progress:
    """How far the history has come, kept in a file; the file is there once the people are."""

    path: Path
    began: datetime
    sent: list[str]
    """Names of what was handed over, and needs not be again."""
    is_complete: bool

    @classmethod
    def of(cls, path: Path) -> Progress:
        """As it was left, or begun now."""
        stored = read_private_json(path)
        if stored is not None:
            began = datetime.fromisoformat(stored["began"])
            return cls(path, began, stored["sent"], stored["is_complete"])
        progress = cls(path, datetime.now(UTC), [], is_complete=False)
        progress._write()
        return progress

    def once(self, name: str, send: Callable[[], None]) -> None:
        if name not in self.sent:
            send()
            self.sent.append(name)
            self._write()

    def complete(self) -> None:
        self.is_complete = True
        self._write()

    def _write(self) -> None:
        row = {
            "began": self.began.isoformat(),
            "sent": self.sent,
            "is_complete": self.is_complete,
        }
        write_private_json(self.path, row)


@dataclass(frozen=True, slots=True)
class Week:
    """What a store went through up to some moment."""

    closed: list[StoreDay]
    today: list[JournalEvent]
    till: Till
    """Where its registers stand then."""


Weeks = dict["StoreProfile", Week]


def week_of(profile: StoreProfile, began: datetime) -> Week:
    """The closed days before ``began`` and what was sold of the day it falls in."""
    counters = {profile.code: Counters.starting(profile, SEED)}
    today = business_date_at(profile, SEED, began)
    closed = generate(
        seed=SEED,
        stores=[profile],
        days=DAYS,
        start_date=today - timedelta(days=DAYS),
        counters=counters,
    )
    days = list(closed)  # numbers go on where the last of them ends
    morning = LiveStore(
        profile,
        SEED,
        since=business_day(profile, SEED, today).start,
        counters=counters[profile.code],
        mischief_minutes=CALM_MINUTES,
    )
    return Week(days, morning.finish(began), Till(began, morning.counters))


def _send_week(chain: Chain, weeks: Weeks, progress: Progress, place: Place) -> None:
    """Today first, then yesterday of every store, and so on."""
    from lossprevention.demo.hand_over import hand_over, hand_over_day

    if not place.tills.exists():
        write_tills(place.tills, {profile.code: week.till for profile, week in weeks.items()})
    for part, span in (("latest", slice(-LATEST, None)), ("earlier", slice(-LATEST))):
        for profile, week in weeks.items():
            name = f"{profile.code} today, {part}"
            send = partial(hand_over, chain, profile, week.today[span], place, name=name)
            progress.once(name, send)
    for back in range(1, DAYS + 1):
        for week in weeks.values():
            day = week.closed[-back]
            send = partial(hand_over_day, chain, day, place)
            progress.once(f"{day.profile.code} {day.date}", send)
    log.info("demo_week_sent")


def _send_others(chain: Chain, weeks: Weeks, progress: Progress) -> None:
    """What registers and a back office say of the same days, once these are sent."""
    from lossprevention.demo.other_sources import (
        EXPORTED_DAYS,
        confirm_list,
        send_counts,
        send_counts_of_today,
        send_lists,
    )

    for profile, week in weeks.items():
        if profile.code == LIVE_STORE:
            send = partial(send_counts_of_today, chain, profile, week.today, week.closed[-1].end)
            progress.once(f"{profile.code} today, counts", send)
            for day in week.closed:
                name = f"{profile.code} {day.date}, counts"
                progress.once(name, partial(send_counts, chain, day))
        if profile.code == BACK_OFFICE_STORE:
            for day in week.closed[-EXPORTED_DAYS:]:
                name = f"{profile.code} {day.date}, lists"
                progress.once(name, partial(send_lists, chain, day))
    progress.once("list confirmed", partial(confirm_list, chain))


def _form_opinions(chain: Chain, *, before: datetime) -> None:
    from lossprevention.demo.opinions import form_opinions

    deadline = time.monotonic() + READ_WITHIN_SECONDS
    while _unread(chain) and time.monotonic() < deadline:
        time.sleep(0.5)
    log.info("demo_reviews_decided", count=form_opinions(chain, before=before))


def _unread(chain: Chain) -> bool:
    from accounts.tenancy import in_chain
    from transactions.models import FileState, SourceFile

    with in_chain(chain):
        return SourceFile.objects.filter(state=FileState.RECEIVED).exists()


if __name__ == "__main__":
    main()
