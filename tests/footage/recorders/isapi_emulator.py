"""A recorder of the Hikvision family as its published messages describe it.

No unit could be reached and none exists as software, so this program stands in for one:
a real HTTP server on loopback, real video, every dialect and fault of the field a switch.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

from lxml import etree

from footage.clock import utc_candidates
from tests.footage.recorders import isapi_messages as say
from tests.footage.recorders.isapi_excerpts import excerpt
from tests.footage.recorders.isapi_login import DigestKeeper
from tests.footage.recorders.isapi_question import read_search
from tests.footage.recorders.isapi_switches import Asked, Recording, Switches

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.footage.recorders.isapi_question import Wanted

USER, PASSWORD = "viewer", "S3cret&\"pass'word"
IN_URI = "%Y%m%dT%H%M%SZ"


class Emulator(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, switches: Switches, zone: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.switches = switches
        self.zone = ZoneInfo(zone)
        self.recordings: list[Recording] = []
        self.asked: list[Asked] = []
        self.keeper = DigestKeeper(USER, PASSWORD, switches)
        self.served: list[str] = []

    @property
    def port(self) -> int:
        return self.server_address[1]

    def handle_error(self, request: object, client_address: object) -> None:
        """A caller that hangs up is what the tests are about."""

    def add(self, recording: Recording) -> Recording:
        recording.name = recording.name or f"ch01_{len(self.recordings):017d}"
        self.recordings.append(recording)
        return recording

    def written(self, at: datetime) -> datetime:
        zone = UTC if self.switches.writes == "utc" else self.zone
        return at.astimezone(zone).replace(tzinfo=None)

    def count(self, path: str, method: str = "") -> int:
        return sum(a.path == path and method in {"", a.method} for a in self.asked)

    def clock(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self.switches.clock_ahead)


class _Handler(BaseHTTPRequestHandler):
    server: Emulator
    protocol_version = "HTTP/1.1"
    server_version = "App-webs/"
    sys_version = ""

    def log_message(self, *args: object) -> None:
        """Quiet."""

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def do_PUT(self) -> None:
        self._serve()

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        asked = Asked(self.command, self.path, dict(self.headers.items()), body)
        self.server.asked.append(asked)
        hijack = self.server.switches.hijacks.get(asked.path)
        if hijack is not None:
            self.close_connection = True
            hijack(self)
            return
        refusal = self.server.keeper.refusal(asked.method, asked.headers.get("Authorization", ""))
        if refusal is not None:
            self._say(401, refusal.body, challenge=refusal.challenges)
            return
        self._answer(asked)

    def _answer(self, asked: Asked) -> None:
        refused = self.server.switches.refuses.get(asked.path)
        if refused:
            self._say(refused[0], say.response_status(asked.target, *refused))
            return
        answers = {
            "/ISAPI/System/deviceInfo": self._device,
            "/ISAPI/System/time": self._time,
            "/ISAPI/ContentMgmt/record/tracks": self._tracks,
            "/ISAPI/Streaming/channels": self._streams,
            "/ISAPI/ContentMgmt/InputProxy/channels": self._cameras,
            "/ISAPI/ContentMgmt/download/capabilities": self._capabilities,
            "/ISAPI/ContentMgmt/search": self._search,
            "/ISAPI/ContentMgmt/download": self._download,
        }
        answer = answers.get(asked.path)
        if answer is None:
            self._say(404, say.response_status(asked.target, 404, "notSupport"))
            return
        answer(asked)

    def _say(self, status: int, body: bytes, *, challenge: tuple[str, ...] = ()) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/xml")
        for value in challenge:
            self.send_header("WWW-Authenticate", value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _device(self, asked: Asked) -> None:
        self._say(200, say.device_info(self.server.switches.namespace))

    def _time(self, asked: Asked) -> None:
        switches = self.server.switches
        wall = self.server.clock().astimezone(self.server.zone)
        text = wall.strftime("%Y-%m-%dT%H:%M:%S") + switches.offset_suffix
        self._say(200, say.clock(text, switches.time_zone))

    def _tracks(self, asked: Asked) -> None:
        self._say(200, say.tracks())

    def _streams(self, asked: Asked) -> None:
        self._say(200, say.streams())

    def _cameras(self, asked: Asked) -> None:
        self._say(200, say.cameras())

    def _capabilities(self, asked: Asked) -> None:
        switches = self.server.switches
        claims = switches.by_time if switches.claims_by_time is None else switches.claims_by_time
        if claims is None:
            self._say(403, say.response_status(asked.target, 403, "notSupport"))
            return
        self._say(200, say.capabilities(claims))

    def _search(self, asked: Asked) -> None:
        switches = self.server.switches
        wanted = read_search(asked.body)
        if wanted is None or wanted.list_element != switches.track_list:
            self._say(400, say.response_status(asked.target, 400, "badXmlContent"))
            return
        found = self._found(wanted, parse_qs(urlsplit(asked.target).query))
        position = wanted.positions.get(switches.position, 0) if switches.position else 0
        page = found[position : position + min(switches.page_size, wanted.most)]
        has_more = position + len(page) < len(found) or switches.more_for_ever
        if switches.more_without_items:
            page, has_more = [], True
        self._say(200, say.found(self.server, page, wanted, has_more=has_more))

    def _found(self, wanted: Wanted, query: dict[str, list[str]]) -> list[Recording]:
        server = self.server
        zone = UTC if server.switches.writes == "utc" else server.zone
        if query.get("timeType") == ["STD"]:  # asked in true UTC, as one firmware allows
            zone = UTC
        start = utc_candidates(wanted.start, zone)[0]
        end = utc_candidates(wanted.end, zone)[-1]
        found = [
            r
            for r in server.recordings
            if (r.track == wanted.track or server.switches.lists_every_track)
            and r.start < end
            and r.end > start
        ]
        if server.switches.sorted_by_time:
            found.sort(key=lambda r: r.start)
        return found

    def _download(self, asked: Asked) -> None:
        switches = self.server.switches
        if switches.method not in {asked.method, "both"}:
            self._say(403, say.response_status(asked.target, 403, "methodNotAllowed"))
            return
        try:
            uri = etree.fromstring(asked.body).findtext("playbackURI")
        except etree.XMLSyntaxError:
            self._say(400, say.response_status(asked.target, 400, "badXmlFormat"))
            return
        query = {k: v[0] for k, v in parse_qs(urlsplit(uri).query).items()}
        data = self._footage(query)
        if data is None:
            self._say(403, say.response_status(asked.target, 403, "notSupport"))
            return
        self.server.served.append(query.get("name", "by time"))
        self._send_file(data)

    def _footage(self, query: dict[str, str]) -> bytes | None:
        if "name" in query:
            return next(
                r.path.read_bytes() for r in self.server.recordings if r.name == query["name"]
            )
        switches = self.server.switches
        if switches.by_time is False and switches.claims_by_time is None:
            return None
        start, end = (datetime.strptime(query[n], IN_URI) for n in ("starttime", "endtime"))
        recording = next(
            r
            for r in self.server.recordings
            if self.server.written(r.start) <= start < self.server.written(r.end)
        )
        if not switches.by_time:
            return recording.path.read_bytes()
        begin = self.server.written(recording.start)
        return excerpt(
            recording.path, (start - begin).total_seconds(), (end - begin).total_seconds()
        )

    def _send_file(self, data: bytes) -> None:
        switches = self.server.switches
        self.send_response(200)
        self.send_header("Content-Type", "Opaque/data")
        if switches.tells_length:
            self.send_header("Content-Length", "0" if switches.tells_nothing else str(len(data)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        self.wfile.write(data[: int(len(data) * switches.download_cut)])


@contextmanager
def emulator(zone: str = "America/New_York", **switches: object) -> Iterator[Emulator]:
    with Emulator(Switches(**switches), zone) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join(10)
