"""The floor: a server of files that knows ranges, and a page with a video and nothing else."""

from __future__ import annotations

import re
import threading
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_PIECE: Final = 256 * 1024
_LIST = """<!doctype html><title>list</title><a id="item" href="/page?key={key}&at={at}">item</a>"""
_PAGE = """<!doctype html><title>video</title>
<video muted controls preload="metadata" width="960" src="{source}"></video>
<script>
  const video = document.querySelector("video");
  video.addEventListener("loadedmetadata", () => {{ video.currentTime = {at}; }}, {{ once: true }});
</script>"""


class BareSite:
    """``source`` names the video of a key, where it is not a file of ``root``."""

    def __init__(self, root: Path, source: Callable[[str], str] | None = None) -> None:
        named = staticmethod(source or _own)
        handler = type("Handler", (_Handler,), {"root": root, "source": named})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    root: Path
    source: Callable[[str], str]
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        values = {name: found[0] for name, found in parse_qs(asked.query).items()}
        if asked.path == "/file":
            self._send_file(self.root / values["key"])
        elif asked.path in {"/page", "/list"}:
            text = _PAGE if asked.path == "/page" else _LIST
            source = escape(self.source(values["key"]))
            self._send(text.format(key=values["key"], at=values["at"], source=source).encode())
        else:
            self.send_error(404)

    def log_message(self, *_words: Any) -> None:
        """The benchmark says enough."""

    def _send(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _send_file(self, path: Path) -> None:
        size = path.stat().st_size
        first, last = _wanted(self.headers.get("Range", ""), size)
        self.send_response(206)
        self.send_header("Content-Type", "video/mp4")
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Range", f"bytes {first}-{last}/{size}")
        self.send_header("Content-Length", str(last - first + 1))
        self.end_headers()
        with path.open("rb") as file:
            file.seek(first)
            self._pour(file, last - first + 1)

    def _pour(self, file: Any, left: int) -> None:
        try:
            while left > 0 and (piece := file.read(min(_PIECE, left))):
                self.wfile.write(piece)
                left -= len(piece)
        except OSError:
            self.close_connection = True  # the browser had enough


def _own(key: str) -> str:
    return f"/file?key={key}"


def _wanted(header: str, size: int) -> tuple[int, int]:
    found = re.fullmatch(r"bytes=(\d+)-(\d*)", header)
    if found is None:
        return 0, size - 1
    return int(found[1]), min(int(found[2]) if found[2] else size - 1, size - 1)
