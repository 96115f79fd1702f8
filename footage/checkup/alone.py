"""A check-up without the product: for the command line and the agent."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from footage.checkup.findings import CheckUp, Step, Verdict
from footage.checkup.inside import Habits, check_inside
from footage.checkup.network import check_network
from footage.errors import FootageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from zoneinfo import ZoneInfo

    from footage.checkup.findings import Place
    from footage.recorders.base import Grants, RecorderDriver

    Report = Callable[[Step], None]

INSIDE = (Step.LOG_IN, Step.PERMISSION, Step.CLOCK, Step.FOOTAGE)


class Opens(Protocol):
    """A driver's class, or what makes one another way (writing down what is said)."""

    def __call__(self, settings: Mapping[str, str], grants: Grants) -> RecorderDriver: ...


@dataclass(frozen=True, slots=True)
class Target:
    """``opens`` None: only looked at from outside. ``settings`` hold the password."""

    place: Place | None
    zone: ZoneInfo
    opens: Opens | None = None
    settings: Mapping[str, str] = field(default_factory=dict)
    writes_its_own_time: bool = False
    proves_log_in: bool = True

    def __repr__(self) -> str:
        return f"Target({self.place})"


def check_alone(target: Target, grants: Grants, report: Report = lambda _step: None) -> CheckUp:
    """Everything that can be said, one log-in at most. Nothing is raised for a recorder
    that refuses: that is what is found."""
    result = CheckUp()
    if target.place is None:
        result.skip(Step.NAME, Step.ROUTE, Step.PORT, Step.RTSP)
    else:
        report(Step.NAME)
        if not check_network(result, target.place, grants):
            result.skip(*INSIDE)
            return result
    if target.opens is None:
        for step in INSIDE:
            result.add(step, Verdict.NOT_TRIED, "no_driver")
        return result
    try:
        driver = target.opens(target.settings, grants)
    except FootageError as error:
        result.add(Step.LOG_IN, Verdict.WRONG, error.code, **error.params)
        result.skip(*INSIDE[1:])
        return result
    check_inside(result, driver, _habits(target, grants), report)
    return result


def _habits(target: Target, grants: Grants) -> Habits:
    def reopened(base: str) -> RecorderDriver:
        assert target.opens is not None  # noqa: S101 - only asked of what was opened
        told = replace(target, settings={**target.settings, "time_base": base})
        return target.opens(told.settings, grants)

    known = target.settings.get("time_base", "")
    again = reopened if target.writes_its_own_time else None
    return Habits(target.zone, known, again, target.proves_log_in)
