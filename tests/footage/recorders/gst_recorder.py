"""A recorder's RTSP side on GStreamer's own server: a program, run by Debian's Python.

    /usr/bin/python3 gst_recorder.py '{"root": "/footage", "user": "…", "password": "…"}'

Serves the segments of ``root/cam{n}`` (named ``20261123T120000Z_60.mp4``) by Hikvision's and
Uniview's addresses and as ONVIF replay, asks for Digest, prints ``PORT n`` when ready and
one JSON line per request to the file ``log``. Faults are keys of its one argument.
"""

import json
import sys
import threading
import time
from pathlib import Path

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtsp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtsp, GstRtspServer  # noqa: E402
from gst_film import asked, load  # noqa: E402

OPTIONS = {
    "codec": "h264",
    "speed": 20.0,  # times the pace of life; 0: GStreamer's own clock, exactly 1x
    "ends_after": None,  # seconds of footage after which it says that this is all
    "silent_after": None,  # … after which it says nothing more
    "hangs_up_after": None,
    "ignores_end": False,
    "splices": False,  # counts on over gaps as if nothing were missing
    "starts_at": "keyframe",  # or "exact": in the middle of a group of pictures
    "busy": 0,  # answers that many DESCRIBEs with 453
    "sound": False,  # a tone in G.711; only with speed 0
    "knows_uniview": True,
    "ignores_range": False,  # replays from the beginning, whatever was asked for
    "log": None,
    "hours_ahead": 0,  # its wall clock against UTC, in the times of its addresses
    **json.loads(sys.argv[1]),
}
UNIX_TO_NTP = 2_208_988_800
SOUND = "audiotestsrc ! audio/x-raw,rate=8000,channels=1 ! mulawenc ! rtppcmupay name=pay1 pt=0"
OK = GstRtsp.RTSPStatusCode.OK
HEADERS = ("REQUIRE", "RATE_CONTROL", "RANGE")
load(OPTIONS)


class Feeder:
    """Hands the pictures of one playback to GStreamer at the pace wanted."""

    def __init__(self, source, stamp, film, start, end):
        self.source, self.stamp, self.film = source, stamp, film
        self.client = None
        self.run = 0
        self.wanted = threading.Event()
        source.connect("seek-data", self._seek)
        source.connect("need-data", lambda *_: self.wanted.set())
        self.begin(film.between(start, end), 0)

    def begin(self, pictures, position):
        self.run += 1
        threading.Thread(
            target=self._feed, args=(pictures, position, self.run), daemon=True
        ).start()

    def _seek(self, _source, position):
        # GStreamer turns a range of the clock into nanoseconds since 1900.
        start = 0 if OPTIONS["ignores_range"] else position / Gst.SECOND - UNIX_TO_NTP
        # When this is done it forgets what it was handed meanwhile, the clock too.
        self.wanted.clear()
        self.begin(self.film.between(start, 1e12), position)
        return True

    def _feed(self, pictures, position, run):
        self.wanted.wait(30)
        began, first, gone = time.monotonic(), pictures[0][0], 0.0
        for index, (at, _, data) in enumerate(pictures):
            gone = index * 0.1 if OPTIONS["splices"] else at - first
            if self._is_over(gone) or run != self.run:
                break
            if OPTIONS["speed"]:
                time.sleep(max(0.0, began + gone / OPTIONS["speed"] - time.monotonic()))
            buffer = Gst.Buffer.new_wrapped(data)
            buffer.pts = buffer.dts = position + round(gone * Gst.SECOND)
            event = self._clock(at, position) if index == 0 else None
            if not self._push(buffer, run, event):
                return
        # Who hangs up or falls silent does not say before that it is the end.
        if run == self.run and not (OPTIONS["silent_after"] or OPTIONS["hangs_up_after"]):
            self.source.emit("end-of-stream")

    def _clock(self, at, position):
        """Tells the stamping element which real time the first picture is of."""
        offset = (round((at + UNIX_TO_NTP) * 1e9) - position) % 2**64
        told = Gst.Structure.from_string(
            f"GstOnvifTimestamp,ntp-offset=(guint64){offset},discont=(boolean)true"
        )[0]
        return Gst.Event.new_custom(Gst.EventType.CUSTOM_DOWNSTREAM, told)

    def _push(self, buffer, run, event):
        """While GStreamer seeks it takes nothing."""
        for _ in range(200):
            if run != self.run:
                return False
            if event is not None and self.stamp:
                self.source.send_event(event.copy())
            if self.source.emit("push-buffer", buffer.copy()) == Gst.FlowReturn.OK:
                return True
            time.sleep(0.005)
        return False

    def _is_over(self, gone):
        if OPTIONS["hangs_up_after"] is not None and gone > OPTIONS["hangs_up_after"]:
            GLib.idle_add(self.client.close)
            return True
        limits = [OPTIONS["ends_after"], OPTIONS["silent_after"]]
        return any(limit is not None and gone > limit for limit in limits)


class Factory(GstRtspServer.RTSPMediaFactory):
    def do_create_element(self, url):
        codec, is_onvif = OPTIONS["codec"], url.abspath.startswith("/onvif/")
        # A parser would leave out what comes before the first keyframe.
        parse = "identity" if OPTIONS["starts_at"] == "exact" else f"{codec}parse"
        film, start, end = asked(url.abspath, url.query)
        stamp = "! rtponviftimestamp name=pay0" if is_onvif else ""
        sound = SOUND if OPTIONS["sound"] else ""
        element = Gst.parse_launch(
            f"( appsrc name=src format=time block=true max-buffers=2 max-bytes=0 "
            f"stream-type={'seekable' if is_onvif else 'stream'} "
            f"caps=video/x-{codec},stream-format=byte-stream,alignment=au,framerate=10/1 "
            f"! {parse} ! rtp{codec}pay name={'pay' if is_onvif else 'pay0'} pt=96 mtu=700 "
            f"aggregate-mode=zero-latency config-interval=-1 {stamp} {sound} )"
        )
        source = element.get_by_name("src")
        if is_onvif:
            source.set_property("duration", round(film.times[-1] + UNIX_TO_NTP) * Gst.SECOND)
        element.feeder = Feeder(source, is_onvif, film, start, end)
        LATEST.append(element.feeder)
        return element


LATEST = []
SERVER = GstRtspServer.RTSPServer()
FACTORY = Factory()


def configured(_factory, media):
    if OPTIONS["speed"]:
        media.connect("new-state", lambda media, _state: media.set_rate_control(False))
        media.set_rate_control(False)


def note(context, method):
    told = {"method": method, "path": context.uri.abspath if context.uri else ""}
    for name in HEADERS:
        result, value = context.request.get_header(getattr(GstRtsp.RTSPHeaderField, name), 0)
        if result == GstRtsp.RTSPResult.OK:
            told[name.lower()] = value
    if OPTIONS["log"]:
        with Path(OPTIONS["log"]).open("a") as log:
            log.write(json.dumps(told) + "\n")
    return told


def described(client, context):
    note(context, "DESCRIBE")
    if OPTIONS["busy"]:
        OPTIONS["busy"] -= 1
        return GstRtsp.RTSPStatusCode.NOT_ENOUGH_BANDWIDTH
    if asked(context.uri.abspath, context.uri.query) is None:
        return GstRtsp.RTSPStatusCode.NOT_FOUND
    SERVER.get_mount_points().add_factory(context.uri.abspath, FACTORY)
    return OK


def played(client, context):
    note(context, "PLAY")
    for feeder in LATEST:
        feeder.client = client
    return OK


def connected(_server, client):
    client.connect("pre-describe-request", described)
    client.connect("pre-play-request", played)
    client.connect(
        "check-requirements",
        lambda _client, _context, wanted: "" if wanted == ["onvif-replay"] else "?",
    )
    for method in ("options", "setup", "teardown"):
        client.connect(
            f"pre-{method}-request",
            lambda _client, context, m=method: (note(context, m.upper()), OK)[1],
        )


def main():
    SERVER.set_address("127.0.0.1")
    SERVER.set_service("0")
    auth = GstRtspServer.RTSPAuth()
    auth.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
    auth.set_realm("recorder")
    token = GstRtspServer.RTSPToken()
    token.set_string(GstRtspServer.RTSP_TOKEN_MEDIA_FACTORY_ROLE, "viewer")
    auth.add_digest(OPTIONS["user"], OPTIONS["password"], token)
    SERVER.set_auth(auth)
    FACTORY.connect("media-configure", configured)
    FACTORY.add_role_from_structure(
        Gst.Structure.from_string("viewer,media.factory.access=true,media.factory.construct=true")[
            0
        ]
    )
    SERVER.connect("client-connected", connected)
    SERVER.attach(None)
    print("PORT", SERVER.get_bound_port(), flush=True)
    GLib.MainLoop().run()


main()
