"""A playback set up on a recorder: described, its tracks chosen, played, torn down."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from footage.errors import UnsupportedError
from footage.rtsp.client import PATIENCE_SECONDS, RtspClient
from footage.rtsp.description import control_uri, first_of, tracks_in, video_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from footage.http.digest import Login
    from footage.recorders.base import Grants
    from footage.rtsp.address import RtspAddress
    from footage.rtsp.description import Track
    from footage.rtsp.message import Frame, Message

_USUAL_TIMEOUT: Final = 60
_CHANNELS: Final = re.compile(r"interleaved=(\d{1,3})-(\d{1,3})")
_TIMEOUT: Final = re.compile(r";\s*timeout=(\d{1,6})")


def describe(client: RtspClient) -> Message:
    """The recorder's description of what the address plays."""
    return client.ask("DESCRIBE", str(client.address), {"Accept": "application/sdp"})


class Session:
    """A session on ``client``. ``require``: a feature that SETUP and PLAY insist on."""

    def __init__(self, client: RtspClient, require: str = "") -> None:
        self._client = client
        self._session: dict[str, str] = {}
        self._require = {"Require": require} if require else {}
        self._base = str(client.address)
        self.keep_alive_seconds = _USUAL_TIMEOUT / 2
        self.tracks: list[Track] = []
        self.channels: list[int] = []
        """The RTP channel of each track; its RTCP is one above."""

    def open(self, *, with_sound: bool) -> None:
        """Asks what there is and sets up its first video track, and sound if wanted."""
        told = describe(self._client)
        self._base = told.header("Content-Base") or told.header("Content-Location") or self._base
        found = tracks_in(told.body)
        sound = first_of(found, "audio") if with_sound else None
        for track in (video_in(found), sound):
            if track is not None:
                self._set_up(track)

    def _set_up(self, track: Track) -> None:
        channel = 2 * len(self.tracks)
        transport = f"RTP/AVP/TCP;unicast;interleaved={channel}-{channel + 1}"
        uri = control_uri(self._base, track.control)
        headers = {"Transport": transport, **self._session, **self._require}
        reply = self._client.ask("SETUP", uri, headers)
        given = _CHANNELS.search(reply.header("Transport"))
        if given is None:
            raise UnsupportedError("RTSP over TCP")
        self.tracks.append(track)
        self.channels.append(int(given[1]))
        self._take_session(reply)

    def _take_session(self, reply: Message) -> None:
        told = reply.header("Session")
        self._session = {"Session": told.partition(";")[0].strip()}
        timeout = _TIMEOUT.search(told)
        seconds = int(timeout[1]) if timeout else _USUAL_TIMEOUT
        self.keep_alive_seconds = max(5.0, seconds / 2)

    def play(self, headers: Mapping[str, str]) -> Message:
        """From the beginning of what the address names, unless ``headers`` say otherwise.
        ffmpeg and VLC send that range, so every recorder has met it."""
        told = {**self._session, **self._require, "Range": "npt=0.000-", **headers}
        return self._client.ask("PLAY", self._base, told)

    def keep_alive(self) -> None:
        """Raises TimeoutError, OSError."""
        self._client.send("OPTIONS", self._base, self._session)

    def read(self, timeout: float) -> Message | Frame:
        return self._client.read(timeout)

    def end(self) -> None:
        if self._session:
            self._client.end(self._base, self._session)


@contextmanager
def opened(
    address: RtspAddress,
    grants: Grants,
    login: Login | None,
    *,
    require: str = "",
    with_sound: bool = False,
    patience: float = PATIENCE_SECONDS,
) -> Iterator[Session]:
    """A session that is torn down whatever happens: recorders leak slots of clients that
    just go away. Raises errors of :mod:`footage.errors`."""
    with RtspClient(address, grants, login, patience=patience) as client:
        session = Session(client, require)
        try:
            session.open(with_sound=with_sound)
            yield session
        finally:
            session.end()
