"""What every kind of source promises, whatever it talks to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping
    from datetime import datetime
    from ipaddress import IPv4Network, IPv6Network
    from pathlib import Path
    from zoneinfo import ZoneInfo

MB = 1024 * 1024
MAX_FILE_BYTES = 512 * MB
IN_MEMORY = MB
"""Fetched files up to this size stay in memory; larger ones wait in a temporary file."""


class SourceError(Exception):
    """Why a source gave nothing: a code and its parameters, said by :mod:`.reasons`.

    Never holds a secret. ``retry_at`` is set when the other side said when to come again.
    """

    def __init__(self, code: str, *, retry_at: datetime | None = None, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = {name: str(value)[:200] for name, value in params.items()}
        self.retry_at = retry_at


@dataclass(frozen=True, slots=True)
class Granted:
    """What the operator allows this chain: folders, private networks, a certificate authority."""

    roots: tuple[Path, ...] = ()
    networks: tuple[IPv4Network | IPv6Network, ...] = ()
    authority_file: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """All that a source may know: plain values, no database, no Django."""

    settings: Mapping[str, Any]
    secrets: Mapping[str, str]
    zone: ZoneInfo
    now: datetime
    granted: Granted
    cursor: Mapping[str, Any] = field(default_factory=dict)
    seen: Container[bytes] = frozenset()
    """Digests of files that were read before."""
    history_before: datetime | None = None
    """Files older than this were there before the source was: they are baseline."""


@dataclass(slots=True)
class Fetched:
    """A file in our hands: its name, its bytes, and by what it is known again."""

    name: str
    stream: BinaryIO
    digest: bytes = b""


@dataclass(slots=True)
class Batch:
    """Files to be kept together with the cursor that says so."""

    files: list[Fetched] = field(default_factory=list)
    digests: list[bytes] = field(default_factory=list)
    """Of files that need not be asked for again, those of ``files`` among them."""
    cursor: dict[str, Any] | None = None
    found: int = 0
    known: int = 0
    refused: list[SourceError] = field(default_factory=list)
    is_history: bool = False
    present: frozenset[bytes] | None = None
    """Digests of all that is there, on the batch that tells; None on the others."""

    def close(self) -> None:
        for file in self.files:
            file.stream.close()


@dataclass(frozen=True, slots=True)
class Seen:
    """What a test of the connection saw."""

    files: int
    newest: str = ""
    newest_at: datetime | None = None
    host_key: str = ""
    """``type SHA256:…`` of an SFTP server."""


class Fetcher(Protocol):
    """One source, ready to be asked."""

    def check(self) -> Seen:
        """Connect and look, and take nothing. Raises SourceError."""
        ...

    def batches(self) -> Iterator[Batch]:
        """What is new, in batches that fit in memory. Raises SourceError; batches that
        were handed out before are good."""
        ...
