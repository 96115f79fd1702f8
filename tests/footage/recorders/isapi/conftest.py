"""Emulated recorders with footage whose pictures tell their own time."""

from __future__ import annotations

import socket
from ipaddress import ip_network
from typing import TYPE_CHECKING

import pytest

from footage.dialling import Route
from footage.recorders.base import Grants
from footage.recorders.hikvision_isapi import HikvisionRecorder
from tests.footage.conftest import at
from tests.footage.recorders.isapi_emulator import PASSWORD, USER, Emulator, Recording, emulator
from tests.footage.strip import Camera, write_segment

if TYPE_CHECKING:
    from pathlib import Path

LOOPBACK = Grants(routes=(Route(ip_network("127.0.0.0/8")),))
FIVE = Camera(fps=5, gop=10, width=160)


@pytest.fixture(scope="session")
def deaf_port():
    """A port where nobody answers."""
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        yield deaf.getsockname()[1]


@pytest.fixture(scope="session")
def footage(tmp_path_factory) -> dict[int, Path]:
    """Four recordings of a minute, by their start in seconds after the epoch. Read only."""
    folder = tmp_path_factory.mktemp("recorder")
    return {
        start: write_segment(folder / f"{start}.mp4", at(start), 60, FIVE)
        for start in (0, 60, 120, 180)
    }


@pytest.fixture
def unit(deaf_port):
    """``unit(**switches)``: an emulated recorder; ``unit.driver(server, **settings)``."""
    return Units(deaf_port)


class Units:
    def __init__(self, deaf_port: int) -> None:
        self.deaf_port = deaf_port

    def __call__(self, **switches: object):
        return emulator(**switches)

    def driver(self, server: Emulator, **settings: str) -> HikvisionRecorder:
        told = {
            "host": "127.0.0.1",
            "port": str(server.port),
            "rtsp_port": str(self.deaf_port),
            "user": USER,
            "password": PASSWORD,
            "time_base": server.switches.writes,
            "zone": str(server.zone),
        }
        return HikvisionRecorder.from_settings({**told, **settings}, LOOPBACK)


def fill(server: Emulator, footage: dict[int, Path], **more: object) -> None:
    for start, path in footage.items():
        server.add(Recording(at(start), at(start + 60), path, **more))
