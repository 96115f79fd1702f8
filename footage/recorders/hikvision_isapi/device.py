"""Who a recorder is, what its clock shows and which cameras it has."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from footage.errors import BadAnswerError, NoPermissionError, UnsupportedError
from footage.recorders.base import Channel, ClockReading, DeviceInfo, ProbeResult
from footage.recorders.hikvision_isapi.times import read_time

if TYPE_CHECKING:
    from collections.abc import Iterator

    from footage.http.message import Answer
    from footage.http.xml_answer import Element
    from footage.recorders.hikvision_isapi.quirks import Quirks
    from footage.recorders.hikvision_isapi.session import Session

DEVICE: Final = "/ISAPI/System/deviceInfo"
_CLOCK: Final = "/ISAPI/System/time"
_TRACKS: Final = "/ISAPI/ContentMgmt/record/tracks"
_STREAMS: Final = "/ISAPI/Streaming/channels"
_CAMERAS: Final = "/ISAPI/ContentMgmt/InputProxy/channels"
_CAPABILITIES: Final = "/ISAPI/ContentMgmt/download/capabilities"
_ANYWHERE: Final = "/no/such/place"
_UNAUTHORIZED: Final = 401
_MOST_CHANNELS: Final = 512


def look(session: Session, driver: str, port: int) -> ProbeResult:
    """Without a log-in: only this family asks for Digest exactly there and nowhere else."""
    answer = session.look(DEVICE)
    evidence = [f"GET {DEVICE}: {answer.status}"]
    if answer.header("server"):
        evidence.append(f"Server: {answer.header('server')[:60]}")
    if answer.certificate:
        evidence.append(f"certificate SHA-256 {answer.certificate}")
    confidence = _confidence(answer)
    if 0 < confidence < 0.9 and session.look(_ANYWHERE).status == _UNAUTHORIZED:
        confidence = 0.3
        evidence.append("it asks for a log-in everywhere")
    return ProbeResult(driver, confidence, tuple(evidence), (port,) if confidence else ())


def _confidence(answer: Answer) -> float:
    body = answer.body[:4096]
    if answer.status == 200:
        return 1.0 if b"<DeviceInfo" in body else 0.0
    if answer.status != _UNAUTHORIZED:
        return 0.0
    if b"userCheck" in body or (b"ResponseStatus" in body and b"requestURL" in body):
        return 0.95
    offers = " ".join(answer.all("www-authenticate")).lower()
    return 0.8 if "digest" in offers else 0.3


def identify(session: Session, quirks: Quirks) -> DeviceInfo:
    told = session.read(DEVICE)
    if told.name != "DeviceInfo":
        raise BadAnswerError("unreadable", told.name[:40])
    learn_by_time(session, quirks)
    firmware = " ".join(
        filter(None, (told.text("firmwareVersion"), told.text("firmwareReleasedDate")))
    )
    return DeviceInfo(
        model=told.text("model") or told.text("deviceName"),
        firmware=firmware,
        serial=told.text("serialNumber"),
        quirks=quirks.as_settings(),
    )


def learn_by_time(session: Session, quirks: Quirks) -> None:
    """Whether a download can be cut to a time. Not known where the recorder does not say."""
    if quirks.by_time:
        return
    with suppress(UnsupportedError, NoPermissionError, BadAnswerError):
        told = session.read(_CAPABILITIES).text("isSupportDownloadbyTime").lower()
        quirks.by_time = {"true": "yes", "false": "no"}.get(told, "")


def read_clock(session: Session) -> ClockReading:
    asked = datetime.now(UTC)
    told = session.read(_CLOCK)
    answered = datetime.now(UTC)
    if session.challenged_at is not None and session.challenged_at > asked:
        asked = session.challenged_at
    return ClockReading(
        device_wall=read_time(told.text("localTime")),
        zone_text=told.text("timeZone"),
        asked_at=asked,
        answered_at=answered,
    )


def list_channels(session: Session) -> list[Channel]:
    """From every list the recorder has; each is missing on some."""
    tracks, streams, cameras = (_listed(session, t) for t in (_TRACKS, _STREAMS, _CAMERAS))
    if tracks is None and streams is None and cameras is None:
        raise UnsupportedError("listing this recorder's cameras")
    found: dict[int, _Facts] = {}
    for track in _of(tracks, "Track"):
        _facts(found, track).take_track(track)
    for stream in _of(streams, "StreamingChannel"):
        _facts(found, stream).take_stream(stream)
    for camera in _of(cameras, "InputProxyChannel"):
        number = camera.whole("id")
        if number is not None:
            found.setdefault(number, _Facts(number)).name = camera.text("name")
    usable = sorted(number for number in found if 0 < number <= _MOST_CHANNELS)
    return [found[number].channel() for number in usable]


class _Facts:
    """What the lists say of one camera. A stream's number is channel x 100 + 1 (main),
    2 (sub); others are pictures."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.name = ""
        self.tracks: dict[int, str] = {}
        self.codec = ""
        self.is_recording: bool | None = None

    def take_track(self, told: Element) -> None:
        self._take_number(told)
        # "Enable" has been seen false on tracks that record, so only true says something.
        if told.text("Enable").lower() == "true":
            self.is_recording = True

    def take_stream(self, told: Element) -> None:
        self._take_number(told)
        self.name = self.name or told.text("channelName")
        if (told.whole("id") or 0) % 100 == 1:
            smart = told.text("SmartCodec", "enabled").lower() == "true"
            self.codec = told.text("videoCodecType") + ("+" if smart else "")

    def _take_number(self, told: Element) -> None:
        number = told.whole("id") or 0
        if number % 100 in {1, 2}:
            self.tracks[number % 100] = str(number)

    def channel(self) -> Channel:
        return Channel(
            id=str(self.number),
            name=self.name,
            main_track=self.tracks.get(1, f"{self.number}01"),
            sub_track=self.tracks.get(2, ""),
            codec=self.codec,
            is_recording=self.is_recording,
        )


def _facts(found: dict[int, _Facts], told: Element) -> _Facts:
    number = (told.whole("id") or 0) // 100
    return found.setdefault(number, _Facts(number))


def _listed(session: Session, target: str) -> Element | None:
    with suppress(UnsupportedError, NoPermissionError, BadAnswerError):
        return session.read(target)
    return None


def _of(told: Element | None, name: str) -> Iterator[Element]:
    return told.all(name) if told is not None else iter(())
