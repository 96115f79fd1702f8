"""What an ONVIF device has recorded, and where it plays it (Search and Replay services)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from footage.errors import BadAnswerError, FootageError
from footage.recorders.onvif_g.device import REPLAY, SEARCH

if TYPE_CHECKING:
    from footage.http.xml_answer import Element
    from footage.recorders.onvif_g.device import Device

_SCHEMA: Final = "http://www.onvif.org/ver10/schema"
_MOST_ROUNDS: Final = 30
_MOST_RECORDINGS: Final = 1024
_AT_ONCE: Final = 100
_FIND: Final = (
    f'<FindRecordings xmlns="{SEARCH}"><Scope/>'
    "<KeepAliveTime>PT60S</KeepAliveTime></FindRecordings>"
)


@dataclass(frozen=True, slots=True)
class Recording:
    """One camera's recording, gaps included. Times aware UTC, as ONVIF demands."""

    token: str
    name: str
    earliest: datetime | None
    latest: datetime | None


def recordings_of(device: Device) -> list[Recording]:
    """Every recording, by polling a search until it says that it is complete."""
    token = device.ask(SEARCH, _FIND).text("SearchToken")
    if not token:
        raise BadAnswerError("unreadable", "SearchToken")
    found: dict[str, Recording] = {}
    try:
        for _ in range(_MOST_ROUNDS):
            told = device.ask(SEARCH, _results(token))
            for entry in told.all("RecordingInformation"):
                recording = _recording(entry)
                found[recording.token] = recording
            if told.text("SearchState").lower() == "completed" or len(found) > _MOST_RECORDINGS:
                return list(found.values())
    finally:
        _end(device, token)
    raise BadAnswerError("unreadable", "a search without an end")


def replay_address(device: Device, token: str) -> str:
    """Of the whole recording: the stretch is named when it is played."""
    body = (
        f'<GetReplayUri xmlns="{REPLAY}"><StreamSetup>'
        f'<Stream xmlns="{_SCHEMA}">RTP-Unicast</Stream>'
        f'<Transport xmlns="{_SCHEMA}"><Protocol>RTSP</Protocol></Transport>'
        f"</StreamSetup><RecordingToken>{escape(token)}</RecordingToken></GetReplayUri>"
    )
    address = device.ask(REPLAY, body).text("Uri")
    if not address:
        raise BadAnswerError("unreadable", "GetReplayUri")
    return address


def _results(token: str) -> str:
    return (
        f'<GetRecordingSearchResults xmlns="{SEARCH}"><SearchToken>{escape(token)}</SearchToken>'
        f"<MaxResults>{_AT_ONCE}</MaxResults><WaitTime>PT2S</WaitTime></GetRecordingSearchResults>"
    )


def _end(device: Device, token: str) -> None:
    """A courtesy: devices hold only a few searches. One that has none left says so itself."""
    body = f'<EndSearch xmlns="{SEARCH}"><SearchToken>{escape(token)}</SearchToken></EndSearch>'
    try:
        device.ask(SEARCH, body)
    except FootageError:
        return


def _recording(entry: Element) -> Recording:
    return Recording(
        token=entry.text("RecordingToken"),
        name=entry.text("Source", "Name") or entry.text("Content"),
        earliest=_utc(entry.text("EarliestRecording")),
        latest=_utc(entry.text("LatestRecording")),
    )


def _utc(text: str) -> datetime | None:
    """XML's date and time; without an offset it is UTC, as ONVIF says."""
    try:
        at = datetime.fromisoformat(text)
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
