"""A recorder's download as reported from the field: an MPEG program stream behind forty
bytes of the maker's own, called .mp4."""

from __future__ import annotations

from typing import TYPE_CHECKING

import av
from av.bitstream import BitStreamFilterContext

if TYPE_CHECKING:
    from pathlib import Path

HEADER = b"IMKH" + bytes(36)
PACK = bytes.fromhex("000001ba44000400040100d6d8f8")
STREAM_TYPES = {"h264": 0x1B, "hevc": 0x24}
PES_PAYLOAD = 60_000


def write_program_stream(source: Path, path: Path) -> Path:
    """The pictures of ``source`` (an MP4) as a program stream, timestamps kept."""
    with av.open(str(source)) as container, path.open("wb") as file:
        stream = container.streams.video[0]
        codec = stream.codec_context.name
        to_annex_b = BitStreamFilterContext(f"{codec}_mp4toannexb", in_stream=stream)
        file.write(HEADER + PACK + _stream_map(STREAM_TYPES[codec]))
        for packet in container.demux(stream):
            if not packet.size:
                continue
            pts = round(packet.pts * packet.time_base * 90_000) + 90_000
            dts = round(packet.dts * packet.time_base * 90_000) + 90_000
            data = b"".join(bytes(filtered) for filtered in to_annex_b.filter(packet))
            file.write(PACK)
            for at in range(0, len(data), PES_PAYLOAD):
                times = _times(pts, dts) if at == 0 else b"\x80\x00\x00"
                file.write(_packet(0xE0, times + data[at : at + PES_PAYLOAD]))
    return path


def _packet(stream_id: int, payload: bytes) -> bytes:
    return b"\x00\x00\x01" + bytes([stream_id]) + len(payload).to_bytes(2, "big") + payload


def _stream_map(stream_type: int) -> bytes:
    body = bytes.fromhex("e1ff0000") + bytes([0, 4, stream_type, 0xE0, 0, 0])
    return _packet(0xBC, body + _crc(b"\x00\x00\x01\xbc" + b"\x00\x0e" + body))


def _crc(data: bytes) -> bytes:
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte << 24
        for _ in range(8):
            crc = (crc << 1 ^ (0x04C11DB7 if crc & 0x80000000 else 0)) & 0xFFFFFFFF
    return crc.to_bytes(4, "big")


def _times(pts: int, dts: int) -> bytes:
    return b"\x80\xc0\x0a" + _stamp(3, pts) + _stamp(1, dts)


def _stamp(mark: int, ticks: int) -> bytes:
    return bytes(
        [
            mark << 4 | (ticks >> 29 & 0x0E) | 1,
            ticks >> 22 & 0xFF,
            (ticks >> 14 & 0xFE) | 1,
            ticks >> 7 & 0xFF,
            (ticks << 1 & 0xFE) | 1,
        ]
    )
