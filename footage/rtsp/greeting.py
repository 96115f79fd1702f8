"""The other end of ffmpeg's RTSP: answers it from a description, up to its PLAY."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from footage.rtsp.description import described
from footage.rtsp.message import Message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from footage.rtsp.description import Track
    from footage.rtsp.message import Wire

_EACH_SECONDS: Final = 5.0
_MOST_REQUESTS: Final = 16
_UNHURRIED: Final = 3600
"""Seconds; so that nothing needs keeping alive on the loopback."""


def greets(wire: Wire, url: str, tracks: Sequence[Track]) -> bool:
    """Whether the guest asked for ``url`` and got as far as PLAY.

    Raises TimeoutError, OSError, HungUpError, MalformedError.
    """
    for _ in range(_MOST_REQUESTS):
        request = wire.read(_EACH_SECONDS)
        if not isinstance(request, Message):
            continue
        method, _, rest = request.first_line.partition(" ")
        if not rest.startswith(url):
            return False
        wire.send(_answer(method, request, url, tracks).packed(), _EACH_SECONDS)
        if method == "PLAY":
            return True
    return False


def _answer(method: str, request: Message, url: str, tracks: Sequence[Track]) -> Message:
    told = {"CSeq": request.header("CSeq"), "Session": f"1;timeout={_UNHURRIED}"}
    body = b""
    if method == "DESCRIBE":
        told |= {"Content-Type": "application/sdp", "Content-Base": f"{url}/"}
        body = described(tracks)
    elif method == "SETUP":
        number = _track_number(request, url)
        told["Transport"] = f"RTP/AVP/TCP;unicast;interleaved={2 * number}-{2 * number + 1}"
    else:
        told["Public"] = "OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN"
    return Message("RTSP/1.0 200 OK", tuple(told.items()), body)


def _track_number(request: Message, url: str) -> int:
    control = request.first_line.split(" ")[1].removeprefix(url).strip("/")
    return int(control) if control.isdecimal() else 0
