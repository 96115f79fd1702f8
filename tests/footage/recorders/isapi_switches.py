"""The dialect, the faults and the recordings of one emulated recorder."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from http.server import BaseHTTPRequestHandler
    from pathlib import Path


@dataclass
class Recording:
    """``size``: what the recorder says; None: as it is. ``held``: bytes really there."""

    start: datetime
    end: datetime
    path: Path | None = None
    track: str = "101"
    name: str = ""
    size: int | None = None


@dataclass
class Switches:
    """The dialect and the faults of one unit."""

    track_list: str = "trackList"
    position: str = "searchResultPostion"
    """"" : it ignores every position."""
    sorted_by_time: bool = True
    page_size: int = 40
    method: str = "POST"
    """"both": POST and GET download."""
    writes: str = "local"
    by_time: bool | None = True
    """None: it does not say, and gives the whole file."""
    claims_by_time: bool | None = None
    """Where it says otherwise than it does."""
    namespace: str = "http://www.hikvision.com/ver20/XMLSchema"
    algorithms: tuple[str, ...] = ("MD5",)
    scheme: str = "Digest"
    nonce_uses: int = 2
    stale_answers: int = 0
    """So many log-ins are refused as stale before one counts."""
    lock_after: int = 5
    host_in_uri: str = "192.168.254.254:8899"
    gives_uri: bool = True
    tells_length: bool = True
    tells_nothing: bool = False
    """It says ``Content-Length: 0`` and sends the file all the same."""
    download_cut: float = 1.0
    more_without_items: bool = False
    more_for_ever: bool = False
    lists_every_track: bool = False
    clock_ahead: float = 0.0
    offset_suffix: str = ""
    """Behind localTime; nobody should believe it."""
    time_zone: str = "CST+5:00:00DST01:00:00,M3.2.0/02:00:00,M11.1.0/02:00:00"
    refuses: dict[str, tuple[int, str]] = field(default_factory=dict)
    """Path to status and subStatusCode."""
    hijacks: dict[str, Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=dict)
    """Path to what is done instead of answering."""


@dataclass
class Asked:
    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return urlsplit(self.target).path
