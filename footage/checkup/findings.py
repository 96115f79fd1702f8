"""What a check-up found."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from footage.clock import ClockOffset
    from footage.errors import FootageError
    from footage.recorders.base import Channel, ClockReading, DeviceInfo


class Step(StrEnum):
    """In the order of a connection: what fails first explains the rest."""

    NAME = "name"
    ROUTE = "route"
    PORT = "port"
    RTSP = "rtsp"
    LOG_IN = "log_in"
    PERMISSION = "permission"
    CLOCK = "clock"
    FOOTAGE = "footage"


class Verdict(StrEnum):
    OK = "ok"
    UNSURE = "unsure"
    """It works, and somebody should look at it."""
    WRONG = "wrong"
    NOT_TRIED = "not_tried"


@dataclass(frozen=True, slots=True)
class Finding:
    """``code`` is the key of a sentence and of what to do about it, see ``words``."""

    step: Step
    verdict: Verdict
    code: str
    params: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, object]:
        return {
            "step": self.step.value,
            "verdict": self.verdict.value,
            "code": self.code,
            "params": dict(self.params),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> Finding:
        """Raises ValueError, KeyError for what :meth:`to_json` did not write."""
        params = stored["params"]
        kept = params if isinstance(params, dict) else {}
        return cls(
            Step(str(stored["step"])), Verdict(str(stored["verdict"])), str(stored["code"]), kept
        )


@dataclass(frozen=True, slots=True)
class Place:
    """Where a recorder is said to be. A port of None is one that its driver does not use."""

    host: str
    http_port: int | None = 80
    rtsp_port: int | None = 554
    needs_rtsp: bool = True
    """False: its footage can be had another way, so that a closed port is only looked at."""

    @property
    def ports(self) -> tuple[int, ...]:
        return tuple(port for port in (self.http_port, self.rtsp_port) if port is not None)


@dataclass(slots=True)
class CheckUp:
    """All findings, and what was learned on the way."""

    findings: list[Finding] = field(default_factory=list)
    device: DeviceInfo | None = None
    clock: ClockReading | None = None
    channels: list[Channel] = field(default_factory=list)
    offset: ClockOffset | None = None
    time_base: str = ""
    """``local`` or ``utc`` where it was calibrated now, else empty."""
    oldest: datetime | None = None
    """Of all channels the newest of their oldest footage: from then on everything is there."""
    newest: datetime | None = None
    refusal: FootageError | None = None
    """AuthRejectedError or LockedError: whoever guards log-ins must hear of it."""

    def add(self, step: Step, verdict: Verdict, code: str, **params: object) -> None:
        shown = {name: str(value) for name, value in params.items() if value is not None}
        self.findings.append(Finding(step, verdict, code, shown))

    def skip(self, *steps: Step) -> None:
        for step in steps:
            self.add(step, Verdict.NOT_TRIED, "not_tried")

    @property
    def is_reached(self) -> bool:
        return not any(
            each.verdict is Verdict.WRONG and each.step in (Step.NAME, Step.ROUTE, Step.PORT)
            for each in self.findings
        )

    @property
    def is_there(self) -> bool:
        """Something answers at the address, if not at the port that was asked for."""
        return any(each.verdict is Verdict.OK and each.step is Step.ROUTE for each in self.findings)

    @property
    def first_wrong(self) -> Finding | None:
        return next((each for each in self.findings if each.verdict is Verdict.WRONG), None)
