"""Journals of the demo's registers go the way that every store's files go: an upload."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from accounts.tenancy import in_chain
from lossprevention.demo.scenes import SceneLog
from lossprevention.simulator.writers.passport import file_name, journal_file
from stores.models import Store
from transactions.models import Channel
from transactions.services.receive import Incoming, receive_upload

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from accounts.models import Chain
    from lossprevention.demo.place import Place
    from lossprevention.simulator.journal import JournalEvent
    from lossprevention.simulator.profiles import StoreProfile


def hand_over(
    chain: Chain,
    profile: StoreProfile,
    events: Sequence[JournalEvent],
    place: Place,
    *,
    name: str = "",
) -> None:
    """Write the cameras' log, then send one file per event. Committed on return."""
    if not events:
        return
    SceneLog(place.footage(profile.code)).add(events)
    with in_chain(chain):
        receive_upload(
            store=Store.objects.get(code=profile.code),
            user=None,
            files=_files(profile, events),
            channel=Channel.AGENT,
            name=name,
        )


def _files(profile: StoreProfile, events: Sequence[JournalEvent]) -> Iterator[Incoming]:
    for event in events:
        yield Incoming(file_name(profile, event), io.BytesIO(journal_file(profile, event)))
