"""A short look at a recorder's RTSP server: who answers, and what it says of an address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from footage.http.digest import challenge_in
from footage.rtsp.client import RtspClient
from footage.rtsp.description import tracks_in
from footage.rtsp.session import describe as ask_description

if TYPE_CHECKING:
    from footage.http.digest import Login
    from footage.recorders.base import Grants
    from footage.rtsp.address import RtspAddress
    from footage.rtsp.description import Track
    from footage.rtsp.message import Message

QUICK_SECONDS: Final = 5.0
_LONGEST: Final = 120
_ODD: Final = re.compile(r"[^\x20-\x7e]")


@dataclass(frozen=True, slots=True)
class Greeting:
    """What a server says of itself to strangers, cut short and made printable."""

    server: str = ""
    realm: str = ""
    methods: tuple[str, ...] = ()
    wants_login: bool = False

    @property
    def evidence(self) -> tuple[str, ...]:
        told = (("Server", self.server), ("realm", self.realm))
        return ("RTSP answers", *(f"{name}: {value}" for name, value in told if value))


def options(address: RtspAddress, grants: Grants, *, patience: float = QUICK_SECONDS) -> Greeting:
    """Without logging in. Raises errors of :mod:`footage.errors`."""
    with RtspClient(address, grants, patience=patience) as client:
        offered = client.answer_to("OPTIONS", str(address))
        refused = client.answer_to("DESCRIBE", str(address), {"Accept": "application/sdp"})
    answers = (offered, refused)
    challenges = [value for reply in answers for value in reply.every("WWW-Authenticate")]
    challenge = challenge_in(challenges)
    return Greeting(
        server=_first(answers, "Server"),
        realm=_plain(challenge.realm) if challenge else "",
        methods=tuple(re.findall(r"[A-Z_]+", offered.header("Public"))),
        wants_login=any(reply.status == 401 for reply in answers),
    )


def describe(
    address: RtspAddress,
    grants: Grants,
    login: Login | None,
    *,
    patience: float = QUICK_SECONDS,
) -> tuple[Track, ...]:
    """What plays at ``address``: logs in once. Raises errors of :mod:`footage.errors`."""
    with RtspClient(address, grants, login, patience=patience) as client:
        return tracks_in(ask_description(client).body)


def _first(answers: tuple[Message, ...], name: str) -> str:
    return next((_plain(text) for reply in answers if (text := reply.header(name))), "")


def _plain(text: str) -> str:
    return _ODD.sub("", text)[:_LONGEST]
