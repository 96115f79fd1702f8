"""Where on a recorder something is played from: host, port and path, kept apart.

Credentials have no place here, so that an address can be logged and shown.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import quote, urlsplit

from footage.errors import UnsupportedError

DEFAULT_PORT: Final = 554
_KEPT: Final = "/?&=:;,@!$'()*+~%[]-._"


@dataclass(frozen=True, slots=True)
class RtspAddress:
    """``path`` begins with a slash and includes the query; anything odd in it is quoted."""

    host: str
    port: int = DEFAULT_PORT
    path: str = "/"

    def __post_init__(self) -> None:
        path = quote(self.path, safe=_KEPT)
        object.__setattr__(self, "path", path if path.startswith("/") else f"/{path}")

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"rtsp://{host}:{self.port}{self.path}"

    def rebased(self, told: str) -> RtspAddress:
        """The path of ``told``, an address that the recorder names, at our own host and
        port: recorders name hosts that only they can reach, and a hostile one names ours.
        """
        try:
            parts = urlsplit(told.strip())
        except ValueError as error:
            raise UnsupportedError("an address that the recorder gave") from error
        if parts.scheme.lower() not in {"rtsp", "rtspt", "rtspu"}:
            raise UnsupportedError("an address that the recorder gave")
        return replace(self, path=parts.path + (f"?{parts.query}" if parts.query else ""))
