"""A recorder's password is nowhere but in our own memory."""

from __future__ import annotations

import logging
import threading
import time
from pathlib import Path

import pytest

from footage.cutting import ffmpeg
from footage.errors import FootageError
from footage.recorders import open_recorder
from tests.footage.conftest import window
from tests.footage.recorders.conftest import LOOPBACK, PASSWORD, USER

FORMS = (PASSWORD, "s3cret", "s3cret%40p")


def driver_of(recorder, password=PASSWORD, **more):
    settings = {
        "host": "127.0.0.1",
        "rtsp_port": str(recorder.port),
        "user": USER,
        "password": password,
        "preset": "hikvision",
        "time_base": "utc",
        "stall": "10",
    }
    return open_recorder("rtsp_template", settings | more, LOOPBACK)


def command_lines(mark):
    """Of every process that names ``mark``, as ``ps`` would show them."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = path.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if mark in line:
            found.append(line)
    return found


def leaks(text):
    return [form for form in FORMS if form in text]


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="needs Linux's /proc")
def test_no_process_and_no_file_has_it_while_a_clip_is_fetched(start, minute, tmp_path):
    recorder, seen = start(minute, speed=4), []
    done = threading.Event()

    def watch():
        while not done.is_set():
            seen.extend(line for line in command_lines(str(tmp_path)) if "ffmpeg" in line)
            time.sleep(0.02)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    raw = driver_of(recorder).fetch("1", window(25, 27), tmp_path)
    done.set()
    watcher.join()
    assert seen
    assert all("127.0.0.1" in line and USER not in line and not leaks(line) for line in seen)
    assert not any(leaks(path.read_bytes().decode("latin-1")) for path in tmp_path.glob("*.mp4"))
    assert not leaks(repr(raw))


@pytest.mark.parametrize(
    "fault",
    [
        {"silent_after": 3, "stall": "2"},
        {"busy": 1},
        {"channel": "9"},
        {"password": f"{PASSWORD}x"},
    ],
)
def test_no_failure_tells_it(start, minute, tmp_path, caplog, monkeypatch, fault):
    said = []
    monkeypatch.setattr(
        ffmpeg, "_read_messages", lambda stream, _: said.append(stream.read().decode())
    )
    fault = dict(fault)
    channel = fault.pop("channel", "1")
    password = fault.pop("password", PASSWORD)
    stall = fault.pop("stall", "10")
    recorder = start(minute, **fault)
    with caplog.at_level(logging.DEBUG), pytest.raises(FootageError) as caught:
        driver_of(recorder, password, stall=stall).fetch(channel, window(25, 33), tmp_path)
    error = caught.value
    chain = [error, error.__cause__, error.__context__]
    told = [caplog.text, *said, *(repr(one) + str(one) for one in chain), repr(error.params)]
    assert not any(leaks(text) for text in told)


def test_a_driver_does_not_show_it(start, minute):
    driver = driver_of(start(minute))
    assert not leaks(repr(driver.connection))
    assert not leaks(repr(driver.probe()) + repr(driver.identify()))
