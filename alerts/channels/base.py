"""What every channel promises."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    type: str
    content: bytes
    cid: str = ""
    """Set for a picture that the HTML part shows as ``cid:…``."""


@dataclass(frozen=True, slots=True)
class Message:
    """All that a channel may know: plain values, no database.

    ``key`` names the message for ever: the same key is the same message. ``secrets`` are a
    webhook's, current one first.
    """

    key: str
    address: str
    subject: str = ""
    text: str = ""
    html: str = ""
    attachments: tuple[Attachment, ...] = ()
    payload: Mapping[str, Any] = field(default_factory=dict)
    unsubscribe_url: str = ""
    status_url: str = ""
    secrets: tuple[str, ...] = ()
    networks: tuple[Any, ...] = ()
    """That this chain was granted besides public addresses."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The other side took it. ``id`` is its own name for it, "" where it gives none."""

    id: str = ""


class ChannelError(Exception):
    """Why it was not taken: a code and parameters, said by ``alerts/channels/reasons.py``.
    Never holds a secret.

    ``permanent``: trying again would not help. ``of_channel``: whoever it is for, it would
    have failed (a server that is away, a key that is refused). ``unsure``: it may have been
    taken, for all one knows. ``retry_after``: the other side said when to come again.
    """

    def __init__(
        self,
        code: str,
        *,
        permanent: bool = False,
        of_channel: bool = False,
        unsure: bool = False,
        retry_after: timedelta | None = None,
        params: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.permanent = permanent
        self.of_channel = of_channel
        self.unsure = unsure
        self.retry_after = retry_after
        self.params = {name: str(value)[:200] for name, value in (params or {}).items()}


class Channel(Protocol):
    repeatable: bool
    """True when the other side can tell a second copy from the first by its key, so that a
    message whose fate is not known is sent again. False: it is not, and says so."""

    def is_set_up(self) -> bool:
        """Whether this installation has what the channel needs."""
        ...

    def send(self, message: Message) -> Receipt:
        """Hand it over. Raises ChannelError."""
        ...
