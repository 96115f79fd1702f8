"""What the GStreamer recorder has on its disk, and what an address of it names."""

import re
from bisect import bisect_right
from datetime import UTC, datetime
from pathlib import Path

import gi

gi.require_version("Gst", "1.0")
from gi.repository import Gst  # noqa: E402

OPTIONS = {}
"""The recorder's own, filled in by its program."""
FILMS = {}
Gst.init(None)


def load(options):
    OPTIONS.update(options)
    for path in sorted(Path(OPTIONS["root"]).glob("cam*")):
        FILMS[path.name] = Film(path.name)


def unix(text):
    return datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).timestamp()


class Film:
    """Every picture of a camera: its time, whether it stands alone, its bytes."""

    def __init__(self, camera):
        self.pictures = []
        for path in sorted((Path(OPTIONS["root"]) / camera).glob("*.mp4")):
            self.pictures += self._read(path, unix(path.name.split("_")[0]))
        self.times = [at for at, _, _ in self.pictures]

    def _read(self, path, start):
        codec = OPTIONS["codec"]
        pipeline = Gst.parse_launch(
            f'filesrc location="{path}" ! qtdemux ! {codec}parse config-interval=-1 '
            f"! video/x-{codec},stream-format=byte-stream,alignment=au "
            "! appsink name=out sync=false"
        )
        pipeline.set_state(Gst.State.PLAYING)
        out, first, found = pipeline.get_by_name("out"), None, []
        while (sample := out.emit("pull-sample")) is not None:
            buffer = sample.get_buffer()
            first = buffer.pts if first is None else first
            alone = not buffer.has_flags(Gst.BufferFlags.DELTA_UNIT)
            data = buffer.extract_dup(0, buffer.get_size())
            found.append((start + (buffer.pts - first) / Gst.SECOND, alone, data))
        pipeline.set_state(Gst.State.NULL)
        return found

    def between(self, start, end):
        first = max(0, bisect_right(self.times, start + 1e-6) - 1)
        if self.pictures and self.times[first] < start - 1:  # nothing was recorded then
            first = min(first + 1, len(self.pictures) - 1)
        while OPTIONS["starts_at"] == "keyframe" and first and not self.pictures[first][1]:
            first -= 1
        return [p for p in self.pictures[first:] if p[0] < end or OPTIONS["ignores_end"]]


def asked(path, query):
    """The film and stretch that an address names, or None."""
    tracks = re.match(r"/Streaming/tracks/(\d+)0[12]/?$", path)
    uniview = re.match(r"/c(\d+)/b(\d+)/e(\d+)/replay/?$", path)
    onvif = re.match(r"/onvif/(\d+)$", path)
    if tracks:
        told = dict(part.partition("=")[::2] for part in (query or "").split("&"))
        ahead = 3600 * OPTIONS["hours_ahead"]
        stretch = [unix(told[key].upper()) - ahead for key in ("starttime", "endtime")]
    elif uniview and OPTIONS["knows_uniview"]:
        stretch = [float(uniview[2]), float(uniview[3])]
    elif onvif:
        stretch = [0.0, 1e12]
    else:
        return None
    film = FILMS.get(f"cam{(tracks or uniview or onvif)[1]}")
    return (film, *stretch) if film and film.between(*stretch) else None
