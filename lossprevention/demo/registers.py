"""`python -m lossprevention.demo.registers`: the demo's registers, selling for as long as it runs.

What they sold is written down as handed over only after it was committed; what was sold while
nobody looked (the demo was stopped) is caught up with, for at most a week.
"""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from signal import SIGINT, SIGTERM, signal
from typing import TYPE_CHECKING

import structlog

from lossprevention.demo.history import CALM_MINUTES
from lossprevention.demo.live_folder import LiveFolder
from lossprevention.demo.place import DAYS, LIVE_STORE, SEED, Place, stores
from lossprevention.demo.process import start_django
from lossprevention.demo.tills import Till, read_tills, write_tills
from lossprevention.simulator.live import LiveStore

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accounts.models import Chain
    from lossprevention.simulator.journal import JournalEvent
    from lossprevention.simulator.profiles import StoreProfile

log = structlog.get_logger(__name__)

LOOK_SECONDS = 5.0
LIVELY_MINUTES = 4.0
"""Mean time between incidents of one store while somebody watches."""
WATCHED_FOR = timedelta(hours=1)
"""After that nobody is likely to watch any more, and clips would fill the disk."""
_LIVE = timedelta(minutes=10)
_CHUNK = timedelta(hours=6)


def main() -> None:
    start_django()
    from django.conf import settings
    from django.db import InterfaceError, OperationalError

    from accounts.tenancy import close_connections

    stopping = threading.Event()
    for number in (SIGINT, SIGTERM):
        signal(number, lambda *_: stopping.set())
    place = Place(settings.DATA_DIR)
    while not place.tills.exists():
        if stopping.wait(0.5):
            return
    while not stopping.is_set():
        try:
            Registers(place).sell(stopping)
        except (InterfaceError, OperationalError) as error:
            log.warning("database_away", error=str(error).splitlines()[0])
            close_connections()
            stopping.wait(2.0)


class Registers:
    """All stores, from where their tills stand."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._tills = read_tills(place.tills)
        self._profiles = [profile for profile in stores() if profile.code in self._tills]
        self._folders = {
            profile.code: LiveFolder(profile, place)
            for profile in self._profiles
            if profile.code == LIVE_STORE
        }

    def sell(self, stopping: threading.Event) -> None:
        """Catch up, then go on selling until told to stop."""
        from lossprevention.demo.chain import ensure_chain

        chain = ensure_chain()
        for profile in self._profiles:
            self._catch_up(chain, profile, stopping)
        self._sell_until(datetime.now(UTC) + WATCHED_FOR, LIVELY_MINUTES, chain, stopping)
        self._sell_until(datetime.max.replace(tzinfo=UTC), CALM_MINUTES, chain, stopping)

    def _sell_until(
        self, end: datetime, mischief_minutes: float, chain: Chain, stopping: threading.Event
    ) -> None:
        live = [(one, self._open(one, mischief_minutes)) for one in self._profiles]
        while not stopping.is_set() and datetime.now(UTC) < end:
            for profile, store in live:
                self._hand_over(chain, profile, store, datetime.now(UTC))
            stopping.wait(LOOK_SECONDS)
        for profile, store in live:
            self._hand_over(chain, profile, store, datetime.now(UTC), is_last=True)

    def _catch_up(self, chain: Chain, profile: StoreProfile, stopping: threading.Event) -> None:
        now = datetime.now(UTC)
        till = self._tills[profile.code]
        if now - till.until < _LIVE:
            return
        since = max(till.until, now - timedelta(days=DAYS))
        self._tills[profile.code] = Till(since, till.counters)
        store = self._open(profile, CALM_MINUTES)
        while since < now and not stopping.is_set():
            since = min(since + _CHUNK, now)
            is_last = since == now or stopping.is_set()
            self._hand_over(chain, profile, store, since, is_last=is_last)

    def _open(self, profile: StoreProfile, mischief_minutes: float) -> LiveStore:
        till = self._tills[profile.code]
        return LiveStore(
            profile,
            SEED,
            since=till.until,
            counters=till.counters,
            mischief_minutes=mischief_minutes,
        )

    def _hand_over(
        self,
        chain: Chain,
        profile: StoreProfile,
        store: LiveStore,
        until: datetime,
        *,
        is_last: bool = False,
    ) -> None:
        """``is_last``: this store is not asked again, another one goes on from here."""
        events = store.finish(until) if is_last else store.events(until)
        if not events:
            return
        self._bring(chain, profile, events)
        self._tills[profile.code] = Till(until, store.counters)
        write_tills(self._place.tills, self._tills)

    def _bring(self, chain: Chain, profile: StoreProfile, events: Sequence[JournalEvent]) -> None:
        from lossprevention.demo.hand_over import hand_over

        if folder := self._folders.get(profile.code):
            folder.leave(events)
        else:
            hand_over(chain, profile, events, self._place)
        for event in events:
            if event.expected_flags:
                log.info(
                    "register_misbehaved",
                    store=profile.code,
                    register=event.register,
                    transaction=event.transaction_no,
                    what=sorted(flag.value for flag in event.expected_flags),
                )


if __name__ == "__main__":
    main()
