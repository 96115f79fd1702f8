"""File names to real time."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from footage.errors import UnsupportedError
from footage.recorders.names import NameTemplate

NEW_YORK = ZoneInfo("America/New_York")


def read(template: str, path: str, zone: ZoneInfo | None = None):
    compiled = NameTemplate(template, zone)
    parts = path.split("/")
    assert len(parts) == len(compiled.levels)
    groups: dict[str, str] = {}
    for level, part in zip(compiled.levels, parts, strict=True):
        match = level.fullmatch(part)
        if match is None:
            return None
        groups |= match.groupdict()
    return compiled.read(groups)


@pytest.mark.parametrize(
    ("template", "path", "camera", "seconds"),
    [
        (
            "{camera}/{start:%Y%m%dT%H%M%SZ}_{seconds}.mp4",
            "front till/20261123T190307Z_300.mp4",
            "front till",
            300,
        ),
        (
            "{start:%Y-%m-%d}/{camera}/{start:%H.%M.%S}.mp4",
            "2026-11-23/2/19.03.07.mp4",
            "2",
            None,
        ),
        (
            "ch{camera}_{start:%Y%m%d%H%M%S}_{end:%Y%m%d%H%M%S}.mp4",
            "ch04_20261123190307_20261123190407.mp4",
            "04",
            60,
        ),
        (
            "{camera}-{start:%Y%m%d%H%M%S}-{end:%H%M%S}.mp4",
            "a-b-20261123190307-000307.mp4",
            "a-b",
            18_000,
        ),
        ("{camera}-{start_unix}_{any}.dav", "7-1795460587_main[x].dav", "7", None),
        ("{camera}_{start:%m-%d-%y %I.%M.%S %p}.mp4", "1_11-23-26 07.03.07 PM.mp4", "1", None),
    ],
)
def test_many_ways_to_write_the_same_instant(template, path, camera, seconds):
    named = read(template, path)
    assert named.camera == camera
    assert named.starts == (datetime(2026, 11, 23, 19, 3, 7, tzinfo=UTC),)
    assert named.seconds == seconds


def test_a_local_name_is_read_in_its_zone():
    named = read("{camera}_{start:%Y%m%d%H%M%S}.mp4", "1_20261123140307.mp4", NEW_YORK)
    assert named.starts == (datetime(2026, 11, 23, 19, 3, 7, tzinfo=UTC),)


def test_the_hour_that_occurs_twice_has_two_readings():
    named = read("{camera}_{start:%Y%m%d%H%M%S}.mp4", "1_20261101013000.mp4", NEW_YORK)
    assert named.starts == (
        datetime(2026, 11, 1, 5, 30, tzinfo=UTC),
        datetime(2026, 11, 1, 6, 30, tzinfo=UTC),
    )


def test_a_time_that_no_clock_showed_moves_forward():
    named = read("{camera}_{start:%Y%m%d%H%M%S}.mp4", "1_20260308023000.mp4", NEW_YORK)
    assert named.starts == (datetime(2026, 3, 8, 7, 30, tzinfo=UTC),)


@pytest.mark.parametrize(
    "name",
    [
        "1_20261323140307.mp4",  # month 13
        "1_20260230140307.mp4",  # 30 February
        "1_20261123246107.mp4",  # hour 24
    ],
)
def test_impossible_dates_are_no_footage(name):
    assert read("{camera}_{start:%Y%m%d%H%M%S}.mp4", name) is None


@pytest.mark.parametrize(
    "name",
    [
        "20261123140307.mp4",
        "1_2026112314030.mp4",
        "1_20261123140307.mp4.exe",
        "1_٢٠٢٦١١٢٣١٤٠٣٠٧.mp4",
    ],
)
def test_names_that_do_not_fit_are_no_footage(name):
    assert read("{camera}_{start:%Y%m%d%H%M%S}.mp4", name) is None


@pytest.mark.parametrize(
    "template",
    [
        "",
        "{camera}.mp4",
        "{start:%H%M%S}.mp4",
        "{start}.mp4",
        "{start:%Y%m%d%H}{start:%Y}.mp4",
        "{start:%Y%m%d%H %Q}.mp4",
        "{size}_{start_unix}.mp4",
        "{start_unix}/../x.mp4",
        "/{start_unix}//x.mp4",
        "{start:%Y%m%d%H.mp4",
        "{camera:%Y}_{start_unix}.mp4",
    ],
)
def test_templates_that_cannot_tell_a_time_are_refused(template):
    with pytest.raises(UnsupportedError):
        NameTemplate(template)


def test_letters_of_a_template_are_letters():
    compiled = NameTemplate("cam(1)+.{start_unix}.mp4")
    assert compiled.levels[0].fullmatch("cam(1)+.1795460587.mp4")
    assert not compiled.levels[0].fullmatch("cam1x1795460587xmp4")
    assert isinstance(compiled.levels[0], re.Pattern)


@pytest.mark.parametrize(
    ("template", "error"),
    [
        ("{start:%Y%m%d%H%M%S}.mp4", 1.0),
        ("{start:%Y%m%d%H%M%S.%f}.mp4", 0.001),
        ("{start:%Y%m%d%H%M}.mp4", 60.0),
        ("{start_unix}.mp4", 1.0),
    ],
)
def test_a_name_is_as_exact_as_its_finest_unit(template, error):
    assert NameTemplate(template).time_error == error
