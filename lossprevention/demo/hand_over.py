"""Journals of the demo's registers go the way that every store's files go: an upload."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from accounts.tenancy import in_chain
from lossprevention.demo.scenes import SceneLog
from lossprevention.simulator.writers.day_file import day_document
from lossprevention.simulator.writers.passport import file_name, journal_file
from stores.models import Store
from transactions.models import Channel
from transactions.services.receive import Incoming, receive_upload

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from accounts.models import Chain
    from lossprevention.demo.place import Place
    from lossprevention.simulator.journal import JournalEvent
    from lossprevention.simulator.profiles import StoreProfile
    from lossprevention.simulator.store_day import StoreDay

LIVE = timedelta(minutes=15)
"""What is older was fetched by schedule, as far as the demo's pages are concerned."""


def hand_over(
    chain: Chain,
    profile: StoreProfile,
    events: Sequence[JournalEvent],
    place: Place,
    *,
    name: str = "",
) -> None:
    """One file per event, as Passport writes them while selling. Committed on return.

    What happened before the store's program was there goes apart: it is no sign of how fast
    that program is."""
    live_since = datetime.now(UTC) - LIVE
    for is_live in (False, True):
        if some := [each for each in events if (each.ended > live_since) is is_live]:
            files = (
                Incoming(file_name(profile, event), io.BytesIO(journal_file(profile, event)))
                for event in some
            )
            _send(chain, profile, some, files, place, name)


def hand_over_day(chain: Chain, day: StoreDay, place: Place) -> None:
    """A whole closed day in one file, as a back office sends it. Committed on return."""
    name = f"{day.profile.code}-{day.date}.xml"
    document = io.BytesIO(b"".join(day_document(day)))
    _send(chain, day.profile, day.events, [Incoming(name, document)], place, name)


def _send(
    chain: Chain,
    profile: StoreProfile,
    events: Sequence[JournalEvent],
    files: Iterable[Incoming],
    place: Place,
    name: str,
) -> None:
    """The cameras' log first: whoever asks for the clip must find it."""
    SceneLog(place.footage(profile.code)).add(events)
    is_live = datetime.now(UTC) - events[-1].ended < LIVE
    with in_chain(chain):
        receive_upload(
            store=Store.objects.get(code=profile.code),
            user=None,
            files=files,
            channel=Channel.AGENT if is_live else Channel.SCHEDULE,
            name=name,
        )
