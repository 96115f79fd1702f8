"""RTP packets (RFC 3550), as far as a playback has to be understood to be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_ONVIF_PROFILE: Final = 0xABAC
_BYE: Final = 203
_NTP_TO_UNIX: Final = 2_208_988_800
_LAP: Final = 1 << 32
_H264_STARTS: Final = frozenset({5, 7, 8})
"""IDR pictures and the parameter sets that lead to one."""
_H265_STARTS: Final = frozenset({*range(16, 22), 32, 33, 34})


@dataclass(frozen=True, slots=True)
class Packet:
    timestamp: int
    payload: bytes
    real_time: float | None = None
    """POSIX seconds at which the picture was taken, where the sender tells (ONVIF replay)."""


def parsed(packet: bytes) -> Packet | None:
    """None for what is no RTP packet."""
    if len(packet) < 12 or packet[0] >> 6 != 2:
        return None
    begin = 12 + 4 * (packet[0] & 0x0F)
    real_time = None
    if packet[0] & 0x10:
        profile = int.from_bytes(packet[begin : begin + 2], "big")
        words = int.from_bytes(packet[begin + 2 : begin + 4], "big")
        extension = packet[begin + 4 : begin + 4 + 4 * words]
        begin += 4 + 4 * words
        if profile == _ONVIF_PROFILE and len(extension) >= 8:
            real_time = _unix_seconds(extension)
    end = len(packet) - (packet[-1] if packet[0] & 0x20 else 0)
    return Packet(int.from_bytes(packet[4:8], "big"), packet[begin:end], real_time)


def _unix_seconds(ntp: bytes) -> float:
    whole = int.from_bytes(ntp[:4], "big") - _NTP_TO_UNIX
    return whole + int.from_bytes(ntp[4:8], "big") / _LAP


def with_timestamp(packet: bytes, timestamp: int) -> bytes:
    return packet[:4] + (timestamp % _LAP).to_bytes(4, "big") + packet[8:]


def is_goodbye(packet: bytes) -> bool:
    """Whether an RTCP packet says that the stream is over."""
    while len(packet) >= 4:
        if packet[1] == _BYE:
            return True
        packet = packet[4 * (1 + int.from_bytes(packet[2:4], "big")) :]
    return False


def goodbye(ssrc: int = 0) -> bytes:
    """An RTCP packet that ends a stream: an empty receiver report, then BYE."""
    name = ssrc.to_bytes(4, "big")
    return b"\x80\xc9\x00\x01" + name + b"\x81\xcb\x00\x01" + name


def difference(later: int, earlier: int) -> int:
    """In ticks, from -2**31 up: timestamps go round."""
    return (later - earlier + _LAP // 2) % _LAP - _LAP // 2


def begins_picture_group(encoding: str, payload: bytes) -> bool:
    """Whether decoding can begin with this packet. True for codecs that we do not know."""
    if encoding == "H264":
        return bool(_H264_STARTS & _h264_units(payload))
    if encoding in {"H265", "HEVC"}:
        return bool(_H265_STARTS & _h265_units(payload))
    return True


def _h264_units(payload: bytes) -> set[int]:
    kind = payload[0] & 0x1F if payload else 0
    if kind == 24:  # STAP-A: several units, each after its length
        return {unit[0] & 0x1F for unit in _aggregated(payload[1:]) if unit}
    if kind == 28 and len(payload) > 1:  # FU-A: only its first part begins anything
        return {payload[1] & 0x1F} if payload[1] & 0x80 else set()
    return {kind}


def _h265_units(payload: bytes) -> set[int]:
    kind = payload[0] >> 1 & 0x3F if payload else 0
    if kind == 48:  # AP
        return {unit[0] >> 1 & 0x3F for unit in _aggregated(payload[2:]) if unit}
    if kind == 49 and len(payload) > 2:  # FU
        return {payload[2] & 0x3F} if payload[2] & 0x80 else set()
    return {kind}


def _aggregated(units: bytes) -> list[bytes]:
    found = []
    while len(units) > 2:
        length = int.from_bytes(units[:2], "big")
        found.append(units[2 : 2 + length])
        units = units[2 + length :]
    return found
