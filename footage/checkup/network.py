"""From the name to a port that answers: without a log-in, a few seconds at most."""

from __future__ import annotations

import socket
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from footage.checkup.findings import Step, Verdict
from footage.dialling import dial, places_of
from footage.errors import AddressRefusedError, UnreachableError

if TYPE_CHECKING:
    from footage.checkup.findings import CheckUp, Place
    from footage.recorders.base import Grants

ANSWERS_WITHIN: Final = 4.0
USUAL_PORTS: Final = (80, 443, 554, 8000, 8080, 10554)
"""Looked at when the port asked for is silent: the recorder may have another."""
_OPTIONS: Final = b"OPTIONS * RTSP/1.0\r\nCSeq: 1\r\nUser-Agent: lossprevention\r\n\r\n"


class Answer(StrEnum):
    OPEN = "open"
    REFUSED = "refused"
    SILENT = "silent"


def check_network(result: CheckUp, place: Place, grants: Grants) -> bool:
    """Findings for name, route, port and RTSP; True when a driver can try."""
    if not _check_name(result, place, grants):
        return False
    answers = {port: _answer(place.host, port, grants) for port in place.ports}
    if not _check_route(result, place, answers, grants):
        result.skip(Step.PORT, Step.RTSP)
        return False
    is_open = _check_port(result, place, answers, grants)
    _check_rtsp(result, place, answers, grants)
    return is_open


def _check_name(result: CheckUp, place: Place, grants: Grants) -> bool:
    try:
        found = places_of(place.host, place.ports[0], grants)
    except UnreachableError:
        result.add(Step.NAME, Verdict.WRONG, "name_unknown", host=place.host)
    except AddressRefusedError as refused:
        is_name = refused.why == "not_a_host"
        if not is_name:
            result.add(Step.NAME, Verdict.OK, "name_found", host=place.host)
        step = Step.NAME if is_name else Step.ROUTE
        result.add(step, Verdict.WRONG, refused.code, host=place.host)
    else:
        shown = ", ".join(str(address) for address, _route in found)
        result.add(Step.NAME, Verdict.OK, "name_found", host=shown)
        return True
    seen = {each.step for each in result.findings}
    result.skip(*(step for step in (Step.ROUTE, Step.PORT, Step.RTSP) if step not in seen))
    return False


def _check_route(result: CheckUp, place: Place, answers: dict[int, Answer], grants: Grants) -> bool:
    _address, route = places_of(place.host, place.ports[0], grants)[0]
    if route.proxy and not _proxy_answers(route.proxy):
        result.add(Step.ROUTE, Verdict.WRONG, "proxy_away", proxy=route.proxy)
        return False
    heard = any(answer is not Answer.SILENT for answer in answers.values())
    if not heard and not _others(place, grants):
        result.add(Step.ROUTE, Verdict.WRONG, "no_answer", host=place.host)
        return False
    code = "route_through" if route.proxy else "route_direct"
    result.add(Step.ROUTE, Verdict.OK, code, network=route.network, proxy=route.proxy or None)
    return True


def _check_port(result: CheckUp, place: Place, answers: dict[int, Answer], grants: Grants) -> bool:
    first = place.ports[0]
    if answers[first] is Answer.OPEN:
        result.add(Step.PORT, Verdict.OK, "port_open", port=first)
        return True
    others = ", ".join(str(port) for port in _others(place, grants))
    code = "port_refused" if answers[first] is Answer.REFUSED else "port_silent"
    result.add(
        Step.PORT,
        Verdict.WRONG,
        f"{code}_others" if others else code,
        port=first,
        host=place.host,
        others=others or None,
    )
    return False


def _check_rtsp(result: CheckUp, place: Place, answers: dict[int, Answer], grants: Grants) -> None:
    port = place.rtsp_port
    verdict = Verdict.WRONG if place.needs_rtsp else Verdict.UNSURE
    if port is None:
        result.add(Step.RTSP, Verdict.NOT_TRIED, "rtsp_not_used")
    elif answers[port] is not Answer.OPEN:
        result.add(Step.RTSP, verdict, f"rtsp_{answers[port].value}", port=port)
    elif (server := _speaks_rtsp(place.host, port, grants)) is None:
        result.add(Step.RTSP, verdict, "not_rtsp", port=port)
    else:
        result.add(Step.RTSP, Verdict.OK, "rtsp_answers", port=port, server=server)


def _others(place: Place, grants: Grants) -> list[int]:
    """Usual ports of recorders that answer where the one asked for does not."""
    return [
        port
        for port in USUAL_PORTS
        if port not in place.ports and _answer(place.host, port, grants) is Answer.OPEN
    ]


def _answer(host: str, port: int, grants: Grants) -> Answer:
    try:
        dial(host, port, grants, timeout=ANSWERS_WITHIN).close()
    except UnreachableError as error:
        # A proxy says it in words, the system by its error's name.
        is_refused = "refused" in str(error.__cause__).lower()
        return Answer.REFUSED if is_refused else Answer.SILENT
    return Answer.OPEN


def _proxy_answers(proxy: str) -> bool:
    host, _, port = proxy.rpartition(":")
    try:
        socket.create_connection((host.strip("[]"), int(port)), timeout=ANSWERS_WITHIN).close()
    except (OSError, ValueError):
        return False
    return True


def _speaks_rtsp(host: str, port: int, grants: Grants) -> str | None:
    """What the server calls itself ("" for nothing); None when it does not speak RTSP."""
    try:
        with dial(host, port, grants, timeout=ANSWERS_WITHIN) as connection:
            connection.sendall(_OPTIONS)
            said = connection.recv(4096)
    except (UnreachableError, OSError):
        return None
    if not said.startswith(b"RTSP/"):
        return None
    lines = said.decode("latin-1").split("\r\n")
    named = (line[7:].strip() for line in lines if line.lower().startswith("server:"))
    return next(named, "")[:80]
