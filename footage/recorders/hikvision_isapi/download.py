"""A recorder's HTTP download into a file, by the method that its firmware allows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from footage.errors import UnsupportedError
from footage.http.message import Bounds, Sink
from footage.recorders.hikvision_isapi.messages import download_message
from footage.recorders.hikvision_isapi.quirks import METHODS
from footage.recorders.hikvision_isapi.refusals import IsapiRefusalError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from footage.recorders.base import Cancelled
    from footage.recorders.hikvision_isapi.quirks import Quirks
    from footage.recorders.hikvision_isapi.session import Session

_TARGET: Final = "/ISAPI/ContentMgmt/download"


@dataclass(frozen=True, slots=True)
class Downloaded:
    path: Path
    size: int
    announced: int | None
    """``Content-Length``; None where missing or 0."""

    @property
    def is_short(self) -> bool:
        return self.announced is not None and self.size < self.announced


class Downloader:
    def __init__(self, session: Session, quirks: Quirks) -> None:
        self._session = session
        self._quirks = quirks

    def fetch(
        self,
        address: str,
        path: Path,
        bounds: Bounds,
        *,
        on_bytes: Callable[[int], None] | None = None,
        cancelled: Cancelled | None = None,
    ) -> Downloaded:
        """Raises UnsupportedError where no method is allowed, and what the session raises."""
        sink = Sink(path, on_bytes, cancelled)
        message = download_message(address)
        last: IsapiRefusalError | None = None
        for method in sorted(METHODS, key=lambda m: m != (self._quirks.download_method or "POST")):
            try:
                answer = self._session.download(method, _TARGET, message, bounds, sink)
            except IsapiRefusalError as error:
                last = last or error
                continue
            self._quirks.download_method = method
            told = answer.header("content-length")
            announced = int(told) if told.isascii() and told.isdigit() and int(told) else None
            return Downloaded(path, answer.stored or 0, announced)
        raise last or UnsupportedError("downloading from this recorder")
