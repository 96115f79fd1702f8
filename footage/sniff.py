"""Which container a file is, by its bytes.

The answer is handed to the demuxer by name, so that a text file called .mp4 can never be
read as a playlist that opens other files or addresses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from footage.errors import UnreachableError, UnreadableVideoError

if TYPE_CHECKING:
    from pathlib import Path

_TS_PACKET = 188
_TS_SYNC = 0x47
_MOV_BOXES = frozenset({b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"styp", b"pnot"})
_LEADING: tuple[tuple[bytes, str], ...] = (
    (b"\x1a\x45\xdf\xa3", "matroska"),
    (b"IMKH", "mpeg"),  # 40 bytes of a recorder's own before a program stream
    (b"\x00\x00\x01\xba", "mpeg"),
    (b"DHAV", "dhav"),
    (b"FLV\x01", "flv"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "asf"),
)


def container_of(path: Path) -> str:
    """The demuxer's name. Raises UnreadableVideoError (``segment_empty``, ``not_video``)."""
    try:
        with path.open("rb") as file:
            head = file.read(3 * _TS_PACKET)
    except OSError as error:
        raise UnreachableError(path.name) from error
    if not head:
        raise UnreadableVideoError("segment_empty")
    name = _named(head)
    if name is None:
        raise UnreadableVideoError("not_video")
    return name


def _named(head: bytes) -> str | None:
    if head[4:8] in _MOV_BOXES:
        return "mov"
    if head[:4] == b"RIFF" and head[8:12] == b"AVI ":
        return "avi"
    for magic, name in _LEADING:
        if head.startswith(magic):
            return name
    if len(head) > _TS_PACKET and head[0] == _TS_SYNC and head[_TS_PACKET] == _TS_SYNC:
        return "mpegts"
    return None
