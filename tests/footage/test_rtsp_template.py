"""Patterns of playback addresses, and the settings around them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from footage.errors import UnsupportedError
from footage.recorders import open_recorder
from footage.recorders.base import Grants
from footage.rtsp.template import PRESETS, PathTemplate
from footage.window import UtcWindow

SPAN = UtcWindow(
    datetime(2026, 11, 23, 18, 5, 6, tzinfo=UTC), datetime(2026, 11, 23, 18, 6, tzinfo=UTC)
)


@pytest.mark.parametrize(
    ("preset", "zone", "path"),
    [
        (
            "hikvision",
            "America/Chicago",
            "/Streaming/tracks/201?starttime=20261123T120506Z&endtime=20261123T120600Z",
        ),
        ("uniview", "", "/c2/b1795457106/e1795457160/replay/"),
        (
            "raysharp",
            "America/Chicago",
            "/rtsp/playback?channel=02&subtype=0&starttime=2026-11-23T12:05:06Z"
            "&endtime=2026-11-23T12:06:00Z&localtime=true",
        ),
        ("recording", "", "/recording?ch=2&stream=0&start=20261123180506&stop=20261123180600"),
    ],
)
def test_presets_ask_as_their_families_are_asked(preset, zone, path):
    template = PathTemplate(PRESETS[preset].path, ZoneInfo(zone) if zone else None)
    assert template.path("2", SPAN) == path


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x{start}",
        "/live",
        "/{start}{",
        "/{start}}",
        "/{start!r}",
        "/{start.tzinfo}",
        "/{start[0]}",
        "/{start.__class__.__mro__}",
        "/{start_unix:d}",
        "/{start}{password}",
        "/{start}{channel:99999}",
        "/{start}{channel:x}",
        "/{start}" + "x" * 2000,
    ],
)
def test_patterns_that_could_not_work_or_would_tell_more_are_refused(text):
    with pytest.raises(UnsupportedError):
        PathTemplate(text)


def test_an_hour_that_clocks_show_twice_is_said():
    zone = ZoneInfo("America/Chicago")
    twice = UtcWindow(
        datetime(2026, 11, 1, 6, 30, tzinfo=UTC), datetime(2026, 11, 1, 6, 33, tzinfo=UTC)
    )
    assert PathTemplate("/{start}", zone).is_ambiguous(twice)
    assert not PathTemplate("/{start}", zone).is_ambiguous(SPAN)
    assert not PathTemplate("/{start_unix}", zone).is_ambiguous(twice)
    assert not PathTemplate("/{start}").is_ambiguous(twice)


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"host": "h", "preset": "nobody"},
        {"host": "h", "preset": "hikvision"},  # counts by its wall clock: of which zone?
        {"host": "h", "preset": "uniview", "rtsp_port": "0"},
        {"host": "h", "preset": "uniview", "rtsp_port": "99999"},
        {"host": "h", "preset": "uniview", "colour": "red"},
        {"host": "h", "preset": "uniview", "channels": "1,../2"},
        {"host": "h", "preset": "uniview", "user": "a\r\nX: y"},
        {"host": "h", "preset": "hikvision", "zone": "Mars/Olympus"},
        {"host": "h", "template": "/live"},
    ],
)
def test_settings_that_make_no_sense_are_refused_by_name(told):
    with pytest.raises(UnsupportedError):
        open_recorder("rtsp_template", told, Grants())


@pytest.mark.parametrize("channel", ["", "../1", "1&x=2", "1 2", "1\r\n", "x" * 40, "{start}"])
def test_a_channel_is_a_name_and_nothing_else(channel, tmp_path):
    settings = {"host": "127.0.0.1", "preset": "uniview"}
    recorder = open_recorder("rtsp_template", settings, Grants())
    with pytest.raises(UnsupportedError):
        recorder.fetch(channel, SPAN, tmp_path)
