"""Names of clips, each given once per store: ``storeID_date_time_register_eventType.mp4``."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clips.models import Clip
from footage.naming import EXTENSION, clip_name

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from transactions.models import Transaction

_ADDED = re.compile(r"(_cam\d+)?(_\d+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class NameParts:
    """What a clip's name says: the register's own time, as the receipt prints it."""

    store: str
    occurred_local: datetime
    register: str
    event_type: str

    @classmethod
    def of(cls, transaction: Transaction) -> NameParts:
        store = transaction.store
        return cls(
            store.code,
            transaction.occurred_at.astimezone(store.zone),
            transaction.register.code if transaction.register else "",
            transaction.event_type,
        )

    def name(self, camera: int = 1, taken: Sequence[str] = ()) -> str:
        return clip_name(
            self.store,
            self.occurred_local,
            self.register,
            self.event_type,
            camera=camera,
            taken=taken,
        )

    def fits(self, filename: str) -> bool:
        """True when ``filename`` says the same, whatever was added to keep it apart."""
        stem = self.name().removesuffix(EXTENSION)
        return filename.startswith(stem) and bool(
            _ADDED.fullmatch(filename.removeprefix(stem).removesuffix(EXTENSION))
        )


@dataclass(frozen=True, slots=True)
class NameWish:
    """``camera`` above 1 when an earlier camera of the same transaction has the plain name."""

    parts: NameParts
    camera: int = 1


def free_names(store_id: int, wishes: Sequence[NameWish], keep: Sequence[int] = ()) -> list[str]:
    """A name for each wish, free among all clips of the store and among themselves.

    The store must be locked (:func:`clips.services.lock.lock_stores`). ``keep``: ids of
    clips whose present names count as free, because they are to be renamed.
    """
    taken: set[str] = set()
    while True:
        names = _apart(wishes, taken)
        clash = set(
            Clip.objects.filter(store=store_id, filename__in=names)
            .exclude(filename="")
            .exclude(pk__in=keep)
            .values_list("filename", flat=True)
        )
        if not clash:
            return names
        taken |= clash


def _apart(wishes: Sequence[NameWish], taken: Collection[str]) -> list[str]:
    """A name for each wish that is neither taken nor another's."""
    names: list[str] = []
    given: defaultdict[str, list[str]] = defaultdict(list)
    for name in taken:
        given[_second(name)].append(name)
    for wish in wishes:
        alike = given[_second(wish.parts.name())]
        names.append(wish.parts.name(wish.camera, alike))
        alike.append(names[-1])
    return names


def _second(name: str) -> str:
    """The part that tells store, date and time: names that differ in it never collide."""
    return "_".join(name.casefold().split("_")[:3])
