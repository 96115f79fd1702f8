"""A recorder looked at from outside: does it answer, and what kind does it seem to be.

Nothing logs in: every driver asks what the recorder tells anybody, and says how sure it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import structlog

from footage.checkup.findings import CheckUp, Step
from footage.checkup.network import check_network
from footage.errors import FootageError
from footage.fingerprint import USUAL_PLACES, Fingerprint, UsualPlace, fingerprint
from stores.granting import recorder_grants
from stores.recorder_kinds import KINDS, place_of
from stores.services.recorders_findings import Found

if TYPE_CHECKING:
    from collections.abc import Callable

    from footage.checkup.findings import Place
    from stores.models import Recorder

log = structlog.get_logger(__name__)

_CERTIFICATE = re.compile(r"\b[0-9a-f]{64}\b")


def look_at(recorder: Recorder, report: Callable[[Step], None]) -> Found:
    """What answers at the draft's address. Its refusals are findings, never raised."""
    result, grants = CheckUp(), recorder_grants(recorder.store)
    place = place_of(recorder)
    if place is None:
        return Found(result, kinds=[])
    report(Step.NAME)
    check_network(result, place, grants)
    if not result.is_there:
        return Found(result, kinds=[])
    report(Step.PORT)
    try:
        seen = fingerprint(place.host, grants, places=_places(recorder, place))
    except FootageError as error:
        log.info("recorder_not_fingerprinted", recorder=recorder.pk, code=error.code)
        return Found(result, kinds=[])
    return Found(result, kinds=_kinds(seen), notes=_notes(seen))


def _places(recorder: Recorder, place: Place) -> tuple[UsualPlace, ...]:
    """Where kinds usually are, and before that where the person says it is."""
    said: list[UsualPlace] = []
    tls = {"tls": "on"} if recorder.options.get("tls") == "on" else {}
    if recorder.options.get("port") and place.http_port is not None:
        web = {"port": str(place.http_port), **tls}
        said += [
            UsualPlace(name, place.http_port, web)
            for name, kind in KINDS.items()
            if kind.is_networked and kind.http_port is not None
        ]
    if recorder.options.get("rtsp_port") and place.rtsp_port is not None:
        port = str(place.rtsp_port)
        look = {"preset": "uniview"}
        said.append(UsualPlace("rtsp_template", place.rtsp_port, {"rtsp_port": port}, look))
    asked = {(each.driver, each.port) for each in said}
    return (*said, *(each for each in USUAL_PLACES if (each.driver, each.port) not in asked))


def _kinds(seen: Fingerprint) -> list[dict[str, object]]:
    """The likeliest place of each kind."""
    kept: dict[str, dict[str, object]] = {}
    for each in seen.findings:
        kept.setdefault(
            each.result.driver,
            {
                "driver": each.result.driver,
                "confidence": each.result.confidence,
                "evidence": [*each.result.evidence, *seen.evidence],
                "settings": {k: v for k, v in each.settings.items() if k != "host"},
            },
        )
    return list(kept.values())


def _notes(seen: Fingerprint) -> dict[str, object]:
    """The certificate it showed, for a person to compare before anybody logs in."""
    for each in seen.findings:
        for line in each.result.evidence:
            if found := _CERTIFICATE.search(line):
                return {"certificate": found[0], "open_ports": list(seen.open_ports)}
    return {"open_ports": list(seen.open_ports)}
