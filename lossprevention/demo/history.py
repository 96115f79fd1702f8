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
    from accounts.models import Chain
    from lossprevention.simulator.journal import JournalEvent
    from lossprevention.simulator.profiles import StoreProfile
    from lossprevention.simulator.store_day import StoreDay

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


@dataclass(frozen=True, slots=True)
class Week:
    """What a store went through up to some moment."""

    closed: list[StoreDay]
    today: list[JournalEvent]
    till: Till
    """Where its registers stand then."""


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
    return Week(days, morning.events(began), Till(began, morning.counters))


def _send_week(chain: Chain, began: datetime, place: Place) -> None:
    """Today first, then yesterday of every store, and so on."""
    from lossprevention.demo.hand_over import hand_over, hand_over_day

    weeks = {profile: week_of(profile, began) for profile in stores()}
    if not place.tills.exists():
        write_tills(place.tills, {profile.code: week.till for profile, week in weeks.items()})
    for profile, week in weeks.items():
        hand_over(chain, profile, week.today, place, name=f"{profile.code} today")
    for back in range(DAYS):
        for week in weeks.values():
            hand_over_day(chain, week.closed[-1 - back], place)
    log.info("demo_week_sent")


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
