"""`python -m lossprevention.demo.history`: what the demo's chain lived through before today.

Builds the chain, its stores and people, and sends a week of journals, the newest first, so
that there is something to look at within seconds. May be killed and started again at any
point: the week is made from the moment at which it was begun, and the same files sent twice
are seen once. Ends by itself.
"""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import structlog

from lossprevention.demo.place import DAYS, SEED, Place, stores
from lossprevention.demo.process import start_django
from lossprevention.demo.tills import Till, write_tills
from lossprevention.embedded.private_files import read_private_json, write_private_json
from lossprevention.simulator.desk import Counters
from lossprevention.simulator.hours import business_date_at, business_day
from lossprevention.simulator.live import LiveStore
from lossprevention.simulator.store_day import generate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accounts.models import Chain
    from lossprevention.simulator.journal import JournalEvent
    from lossprevention.simulator.profiles import StoreProfile

log = structlog.get_logger(__name__)

CALM_MINUTES = 90.0
"""Mean time between incidents while nobody watches."""
READ_WITHIN_SECONDS = 600.0


def main() -> None:
    start_django()
    from django.conf import settings

    from lossprevention.demo.chain import ensure_chain, ensure_people, ensure_stores
    from lossprevention.demo.logins import read_or_make

    place = Place(settings.DATA_DIR)
    chain = ensure_chain()
    ensure_stores(chain, stores(), place)
    ensure_people(chain, read_or_make(place.logins))
    began, is_complete = _began(place)
    if is_complete:
        return
    _send_week(chain, began, place)
    _form_opinions(chain, before=began - timedelta(hours=20))
    write_private_json(place.history, {"began": began.isoformat(), "is_complete": True})
    log.info("demo_history_complete")


def _began(place: Place) -> tuple[datetime, bool]:
    stored = read_private_json(place.history)
    if stored is None:
        stored = {"began": datetime.now(UTC).isoformat(), "is_complete": False}
        write_private_json(place.history, stored)
    return datetime.fromisoformat(stored["began"]), stored["is_complete"]


def week_of(
    profile: StoreProfile, began: datetime
) -> tuple[dict[date, Sequence[JournalEvent]], Till]:
    """A store's events by business date up to ``began``, and where its registers stand."""
    counters = {profile.code: Counters.starting(profile, SEED)}
    today = business_date_at(profile, SEED, began)
    week: dict[date, Sequence[JournalEvent]] = {
        day.date: day.events
        for day in generate(
            seed=SEED,
            stores=[profile],
            days=DAYS,
            start_date=today - timedelta(days=DAYS),
            counters=counters,
        )
    }
    morning = LiveStore(
        profile,
        SEED,
        since=business_day(profile, SEED, today).start,
        counters=counters[profile.code],
        mischief_minutes=CALM_MINUTES,
    )
    week[today] = morning.events(began)
    return week, Till(began, morning.counters)


def _send_week(chain: Chain, began: datetime, place: Place) -> None:
    from lossprevention.demo.hand_over import hand_over

    profiles = {profile.code: profile for profile in stores()}
    weeks = {code: week_of(profile, began) for code, profile in profiles.items()}
    if not place.tills.exists():
        write_tills(place.tills, {code: till for code, (_, till) in weeks.items()})
    days = sorted({day for week, _ in weeks.values() for day in week}, reverse=True)
    for day in days:
        for code, (week, _) in weeks.items():
            events = week.get(day, ())
            hand_over(chain, profiles[code], events, place, name=f"{code} {day}")
        log.info("demo_day_sent", business_date=str(day))


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
