"""What the emulated recorder says, in the shapes that were published."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from tests.footage.recorders.isapi_emulator import Emulator
    from tests.footage.recorders.isapi_switches import Recording

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def response_status(target: str, status: int, sub: str) -> bytes:
    words = {403: "Invalid Operation", 400: "Invalid XML Content"}.get(status, "Error")
    return (
        f'{_HEAD}<ResponseStatus version="1.0" xmlns="http://www.hikvision.com/ver10/XMLSchema">'
        f"<requestURL>{escape(target)}</requestURL><statusCode>4</statusCode>"
        f"<statusString>{words}</statusString><subStatusCode>{sub}</subStatusCode>"
        "</ResponseStatus>"
    ).encode()


def user_check(left: int, locked_for: int) -> bytes:
    lock = "lock" if locked_for else "unlock"
    return (
        f"{_HEAD}<userCheck><statusValue>401</statusValue><statusString>Unauthorized</statusString>"
        f"<isActivated>true</isActivated><lockStatus>{lock}</lockStatus>"
        f"<unlockTime>{locked_for}</unlockTime><retryLoginTime>{left}</retryLoginTime></userCheck>"
    ).encode()


def device_info(namespace: str) -> bytes:
    return (
        f'{_HEAD}<DeviceInfo version="2.0" xmlns="{namespace}"><deviceName>Back office</deviceName>'
        "<deviceID>48443030-3030-3031</deviceID><model>DS-7616NXI-K2</model>"
        "<serialNumber>DS-7616NXI-K21620230101CCRRF12345678WCVU</serialNumber>"
        "<macAddress>44:19:b6:00:11:22</macAddress><firmwareVersion>V4.84.101</firmwareVersion>"
        "<firmwareReleasedDate>build 240306</firmwareReleasedDate></DeviceInfo>"
    ).encode()


def clock(wall: str, zone: str) -> bytes:
    return (
        f'{_HEAD}<Time version="2.0" xmlns="http://www.isapi.org/ver20/XMLSchema">'
        f"<timeMode>NTP</timeMode><localTime>{wall}</localTime><timeZone>{zone}</timeZone></Time>"
    ).encode()


def tracks() -> bytes:
    listed = "".join(
        f"<Track><id>{number}</id><Channel>{number}</Channel><Enable>{enabled}</Enable></Track>"
        for number, enabled in ((101, "true"), (102, "false"), (103, "true"), (201, "false"))
    )
    return f'{_HEAD}<TrackList xmlns="urn:psialliance-org">{listed}</TrackList>'.encode()


def streams() -> bytes:
    listed = "".join(
        f"<StreamingChannel><id>{number}</id><channelName>{name}</channelName><enabled>true</enabled>"
        f"<Video><videoCodecType>{codec}</videoCodecType>"
        f"<SmartCodec><enabled>{smart}</enabled></SmartCodec></Video></StreamingChannel>"
        for number, name, codec, smart in (
            (101, "Camera 01", "H.264", "false"),
            (102, "Camera 01", "H.264", "false"),
            (201, "Camera 02", "H.265", "true"),
            (301, "Camera 03", "H.264", "false"),
        )
    )
    return f"{_HEAD}<StreamingChannelList>{listed}</StreamingChannelList>".encode()


def cameras() -> bytes:
    listed = "".join(
        f"<InputProxyChannel><id>{number}</id><name>{name}</name></InputProxyChannel>"
        for number, name in ((1, "Register 1"), (2, "Safe &amp; office"))
    )
    return f"{_HEAD}<InputProxyChannelList>{listed}</InputProxyChannelList>".encode()


def capabilities(by_time: bool) -> bytes:
    return (
        f"{_HEAD}<DownloadAbility><isSupportDownloadbyFileName>true</isSupportDownloadbyFileName>"
        f"<isSupportDownloadbyTime>{str(by_time).lower()}</isSupportDownloadbyTime>"
        "</DownloadAbility>"
    ).encode()


def found(server: Emulator, page: list[Recording], wanted: object, *, has_more: bool) -> bytes:
    items = "".join(_item(server, recording) for recording in page)
    status = "MORE" if has_more else "OK" if page else "NO MATCHES"
    # numOfMatches has been seen to tell something else than the number of items.
    return (
        f'{_HEAD}<CMSearchResult version="2.0" xmlns="{server.switches.namespace}">'
        f"<searchID>{wanted.search_id}</searchID><responseStatus>true</responseStatus>"
        f"<responseStatusStrg>{status}</responseStatusStrg><numOfMatches>276</numOfMatches>"
        f"<matchList>{items}</matchList></CMSearchResult>"
    ).encode()


def _item(server: Emulator, recording: Recording) -> str:
    start, end = server.written(recording.start), server.written(recording.end)
    size = recording.size
    if size is None:
        size = recording.path.stat().st_size if recording.path else 0
    uri = (
        f"rtsp://{server.switches.host_in_uri}/Streaming/tracks/{recording.track}/"
        f"?starttime={start:%Y%m%dT%H%M%SZ}&endtime={end:%Y%m%dT%H%M%SZ}"
        f"&name={recording.name}&size={size}"
    )
    address = f"<playbackURI>{escape(uri)}</playbackURI>" if server.switches.gives_uri else ""
    return (
        "<searchMatchItem><sourceID>{0000000000-0000-0000-0000-000000000000}</sourceID>"
        f"<trackID>{recording.track}</trackID><timeSpan>"
        f"<startTime>{start:%Y-%m-%dT%H:%M:%SZ}</startTime>"
        f"<endTime>{end:%Y-%m-%dT%H:%M:%SZ}</endTime></timeSpan>"
        "<mediaSegmentDescriptor><contentType>video</contentType>"
        f"<codecType>H.264-BP</codecType>{address}</mediaSegmentDescriptor>"
        "<metadataMatches><metadataDescriptor>recordType.meta.hikvision.com/timing"
        "</metadataDescriptor></metadataMatches></searchMatchItem>"
    )
