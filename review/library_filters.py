"""What the address of the clip library may say, and which clips those are for one member."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.http import Http404, QueryDict

from clips.library import STATES, STATUSES, At, Library
from clips.models import Purpose
from review.filters import read_day, read_store
from stores.models import Camera
from transactions.selectors.paging import BadCursorError, Place, place_to_word, word_to_place

if TYPE_CHECKING:
    from clips.models import Clip
    from stores.access import Member
    from stores.models import Store

GRID, LIST = "grid", "list"


@dataclass(frozen=True)
class LibraryFilters:
    """The filters of one request. A store or camera that the member may not see is 404;
    other words that make no sense are as if they were not there."""

    member: Member
    store: Store | None
    camera: Camera | None
    state: str
    status: str
    purpose: str
    since: date | None
    until: date | None
    view: str

    @cached_property
    def library(self) -> Library:
        until = self.until + timedelta(days=1) if self.until else None
        return Library(
            store_ids=frozenset({self.store.pk}) if self.store else self.member.store_ids,
            camera_id=self.camera.pk if self.camera else None,
            state=self.state,
            status=self.status,
            purpose=self.purpose,
            since=self._midnight(self.since),
            until=self._midnight(until),
        )

    def _midnight(self, day: date | None) -> datetime | None:
        """A day begins when the store's does; for several stores, when the first one's does."""
        if day is None:
            return None
        store = self.store or self.member.stores().first()
        return datetime.combine(day, time(), store.zone if store else ZoneInfo("UTC"))

    @cached_property
    def address(self) -> str:
        """The filters as a query string with its question mark, "?" for none."""
        words = QueryDict(mutable=True)
        if self.store:
            words["store"] = self.store.code
        if self.camera:
            words["camera"] = str(self.camera.pk)
        for name in ("state", "status", "purpose", "since", "until"):
            if value := getattr(self, name):
                words[name] = str(value)
        if self.view != GRID:
            words["view"] = self.view
        return f"?{words.urlencode()}"

    @property
    def are_set(self) -> bool:
        return any(
            (self.store, self.camera, self.state, self.status, self.purpose, self.since, self.until)
        )

    def with_view(self, view: str) -> LibraryFilters:
        return replace(self, view=view)

    def with_state(self, state: str) -> LibraryFilters:
        return replace(self, state=state)

    def page_after(self, clip: Clip) -> str:
        joint = "&" if len(self.address) > 1 else ""
        return f"{self.address}{joint}after={place_to_word(Place(0, clip.moment, clip.pk))}"


def read_library_filters(words: QueryDict, member: Member) -> LibraryFilters:
    """Raises Http404 for a store or a camera that is not the member's."""
    store = read_store(words.get("store", ""), member)

    def among(name: str, values: object) -> str:
        word = words.get(name, "")
        return word if word in values else ""  # type: ignore[operator]

    return LibraryFilters(
        member=member,
        store=store,
        camera=_camera(words.get("camera", ""), member, store),
        state=among("state", STATES),
        status=among("status", STATUSES),
        purpose=among("purpose", Purpose.values),
        since=read_day(words.get("since", "")),
        until=read_day(words.get("until", "")),
        view=LIST if words.get("view") == LIST else GRID,
    )


def read_place(words: QueryDict) -> At | None:
    """Where the page begins. Raises Http404 for a word that is not one of ours."""
    word = words.get("after", "")
    if not word:
        return None
    try:
        place = word_to_place(word)
    except BadCursorError as error:
        raise Http404 from error
    return At(place.occurred_at.astimezone(UTC), place.transaction_id)


def cameras_of(member: Member, store: Store | None) -> list[Camera]:
    """To choose from: those of one store; of all stores there would be too many."""
    if store is None:
        return []
    rows = member.only(Camera.objects.select_related("recorder__store"), "recorder__store")
    return list(rows.filter(recorder__store=store).order_by("recorder__name", "name"))


def visible_camera(word: str, member: Member) -> Camera:
    """Raises Http404 for a camera that is not the member's."""
    rows = member.only(Camera.objects.select_related("recorder__store"), "recorder__store")
    found = rows.filter(pk=int(word)).first() if word.isdecimal() and len(word) < 19 else None
    if found is None:
        raise Http404
    return found


def _camera(word: str, member: Member, store: Store | None) -> Camera | None:
    """Another store's camera is none: the store was changed and the camera stayed."""
    if not word:
        return None
    camera = visible_camera(word, member)
    return None if store is not None and camera.recorder.store_id != store.pk else camera
