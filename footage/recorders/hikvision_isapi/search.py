"""What a recorder says it holds: its search, in whichever dialect it understands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from footage.errors import BadAnswerError, UnsupportedError
from footage.recorders.hikvision_isapi.messages import new_search_id, search_message
from footage.recorders.hikvision_isapi.playback_uri import PlaybackUri, read_uri, track_uri
from footage.recorders.hikvision_isapi.quirks import POSITIONS, TRACK_LISTS
from footage.recorders.hikvision_isapi.refusals import IsapiRefusalError
from footage.recorders.hikvision_isapi.times import read_time

if TYPE_CHECKING:
    from datetime import datetime

    from footage.http.xml_answer import Element
    from footage.recorders.hikvision_isapi.quirks import Quirks
    from footage.recorders.hikvision_isapi.session import Session

_TARGET: Final = "/ISAPI/ContentMgmt/search"
_MOST_PAGES: Final = 500


@dataclass(frozen=True, slots=True)
class Recorded:
    """One recording, its times as the recorder writes them (naive)."""

    track: str
    start: datetime
    end: datetime
    uri: PlaybackUri

    @property
    def key(self) -> tuple[str, datetime, str]:
        return (self.track, self.start, self.uri.name)


@dataclass(frozen=True, slots=True)
class Found:
    """``is_whole``: the recorder said so; False when it promised more and gave none."""

    items: tuple[Recorded, ...]
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class _Page:
    items: list[Recorded]
    has_more: bool


@dataclass(slots=True)
class _Progress:
    """Where a search that takes several pages is."""

    start: datetime
    position: int = 0
    search_id: str = field(default_factory=new_search_id)
    seen: dict[tuple[str, datetime, str], Recorded] = field(default_factory=dict)

    def take(self, page: _Page) -> bool:
        """Whether the page held anything new. Moves on by what was received, whatever the
        recorder says it sent."""
        fresh = [item for item in page.items if item.key not in self.seen]
        self.seen.update((item.key, item) for item in fresh)
        if fresh:
            self.position += len(page.items)
        return bool(fresh)

    def found(self, track: str, *, is_whole: bool) -> Found:
        """Some recorders answer with every track."""
        items = [item for item in self.seen.values() if item.track == track]
        return Found(tuple(items), is_whole)

    def restart_from(self, start: datetime) -> bool:
        """Whether that is further than before."""
        if start <= self.start:
            return False
        self.start, self.position, self.search_id = start, 0, new_search_id()
        return True


class Search:
    def __init__(self, session: Session, quirks: Quirks) -> None:
        self._session = session
        self._quirks = quirks

    def find(self, track: str, start: datetime, end: datetime) -> Found:
        """Recordings between two times as the recorder writes them, each once, in its
        order. Raises UnsupportedError, BadAnswerError and what the session raises."""
        progress = _Progress(start)
        for _ in range(_MOST_PAGES):
            page = self._page(track, end, progress)
            is_moving = progress.take(page)
            if not page.has_more:
                return progress.found(track, is_whole=True)
            if self._quirks.search_position == POSITIONS[-1]:
                is_moving = progress.restart_from(_latest(page, progress.start))
            if not is_moving and not self._can_move_on(page, progress):
                break
        return progress.found(track, is_whole=False)

    def first(self, track: str, start: datetime, end: datetime) -> Recorded | None:
        """The earliest recording of the first page, where the recorder sorts by time."""
        page = self._page(track, end, _Progress(start))
        if not page.items or page.items[0].start > page.items[-1].start:
            return None
        return page.items[0]

    def _can_move_on(self, page: _Page, progress: _Progress) -> bool:
        """A page came twice: the recorder does not know the position's name. The next
        spelling is tried, then moving the search's start."""
        if not page.items:
            return False
        following = POSITIONS.index(self._position_element()) + 1
        if following >= len(POSITIONS):
            return False
        self._quirks.search_position = POSITIONS[following]
        if POSITIONS[following] != POSITIONS[-1]:
            return True
        return progress.restart_from(_latest(page, progress.start))

    def _position_element(self) -> str:
        return self._quirks.search_position or POSITIONS[0]

    def _page(self, track: str, end: datetime, progress: _Progress) -> _Page:
        known = self._quirks.search_list
        for element in (known,) if known else TRACK_LISTS:
            try:
                message = self._message(element, track, end, progress)
                answer = self._session.ask("POST", _TARGET, message)
            except IsapiRefusalError as error:
                if known or error.status != 400:
                    raise
                continue
            self._quirks.search_list = element
            return _read_page(answer, track)
        raise UnsupportedError("searching this recorder")

    def _message(self, element: str, track: str, end: datetime, progress: _Progress) -> bytes:
        position = self._position_element()
        return search_message(
            search_id=progress.search_id,
            track=track,
            start=progress.start,
            end=end,
            list_element=element,
            position_element=POSITIONS[0] if position == POSITIONS[-1] else position,
            position=progress.position,
        )


def _latest(page: _Page, start: datetime) -> datetime:
    return max((item.start for item in page.items), default=start)


def _read_page(answer: Element, track: str) -> _Page:
    if answer.name != "CMSearchResult":
        raise BadAnswerError("unreadable", answer.name[:40])
    items = [_read_item(item, track) for item in answer.all("searchMatchItem")]
    has_more = answer.text("responseStatusStrg").upper() == "MORE"
    return _Page(items, has_more)


def _read_item(item: Element, track: str) -> Recorded:
    address = item.text("playbackURI")
    return Recorded(
        track=item.text("trackID") or track,
        start=read_time(item.text("timeSpan", "startTime")),
        end=read_time(item.text("timeSpan", "endTime")),
        uri=read_uri(address) if address else track_uri(track),
    )
