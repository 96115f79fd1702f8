"""A date and a time of day by a store's wall clock, as a form sends them."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from clips.services.at_time import WallTime

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo


class WallTimeError(ValueError):
    """The message says what is wrong. ``choices`` is not empty where the hour occurs twice:
    the values of ``which`` and what each of them means."""

    def __init__(self, said: str, choices: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__(said)
        self.choices = choices


def read_wall_time(sent: Mapping[str, str], zone: ZoneInfo) -> datetime:
    """``date``, ``time`` and, for an hour that occurs twice, ``which`` (1 or 2).

    Raises WallTimeError.
    """
    try:
        day = date.fromisoformat(sent.get("date", ""))
        at = time.fromisoformat(sent.get("time", ""))
    except ValueError as error:
        raise WallTimeError(_("Write the date and the time of day.")) from error
    if at.tzinfo is not None or not 2000 <= day.year <= 9000:
        raise WallTimeError(_("Write the date and the time of day."))
    candidates = WallTime(datetime.combine(day, at), zone).candidates
    if not candidates:
        raise WallTimeError(
            _("The clocks went forward that night: this time of day did not occur.")
        )
    if len(candidates) == 1:
        return candidates[0]
    which = sent.get("which", "")
    if which not in {"1", "2"}:
        raise WallTimeError(
            _("The clocks went back that night and this time occurred twice. Which one?"),
            tuple(
                (str(number), _which(number, found.astimezone(zone)))
                for number, found in enumerate(candidates, start=1)
            ),
        )
    return candidates[int(which) - 1]


def _which(number: int, at: datetime) -> str:
    words = {"zone": at.tzname() or ""}
    if number == 1:
        return _("The first, before the clocks went back (%(zone)s)") % words
    return _("The second, after the clocks went back (%(zone)s)") % words
