"""What a page says about a clip: what it waits for, what it lacks, how sure its time is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext

from clips import reasons
from clips.models import Clip, ClipState, Quality
from clips.services.settle import waiting_since
from transactions.selectors.wording import clock, full_time

if TYPE_CHECKING:
    from collections.abc import Mapping

_SURE_WITHIN_MS = 500


@dataclass(frozen=True, slots=True)
class Words:
    """One clip in the language and zone of its reader. ``clip`` needs its store, camera
    and recorder loaded."""

    clip: Clip
    now: datetime

    @classmethod
    def of(cls, clip: Clip) -> Words:
        return cls(clip, timezone.now())

    def time(self, at: datetime) -> str:
        """Time of day in the store's zone, with the date when that is not the clip's."""
        zone = self.clip.store.zone
        if at.astimezone(zone).date() == self.clip.moment.astimezone(zone).date():
            return clock(at, zone)
        return full_time(at, zone)

    def reason(self, code: str, params: Mapping[str, object]) -> str:
        return reasons.sentence(code, params, self.time)

    @property
    def sentence(self) -> str:
        """The state, in one or two sentences."""
        match self.clip.state:
            case ClipState.REQUESTED:
                return self._requested()
            case ClipState.FETCHING:
                return self._fetching()
            case ClipState.WAITING:
                return self._waiting()
            case ClipState.UNAVAILABLE:
                return self.reason(self.clip.reason_code, self.clip.reason_params)
            case ClipState.REMOVED:
                return self._removed()
        return self._ready()

    @property
    def help(self) -> str:
        """What would help; empty unless the clip is unavailable."""
        if self.clip.state != ClipState.UNAVAILABLE:
            return ""
        return reasons.help_for(self.clip.reason_code)

    @property
    def expiry(self) -> str:
        """How long the recorder still has what is not fetched; "" where that is unknown."""
        at = self.clip.expires_at
        if at is None or self.clip.state in {ClipState.READY, ClipState.REMOVED}:
            return ""
        if at <= self.now:
            return gettext("The recorder has probably overwritten it.")
        return gettext("Footage expires in %(time)s.") % {"time": time_left(at - self.now)}

    @property
    def details(self) -> list[str]:
        """Everything else a reviewer should know of a clip that is there."""
        if self.clip.state != ClipState.READY:
            return []
        notes = [self.reason(note["code"], note["params"]) for note in self.clip.notes]
        return [*self._size(), *self._gaps(), *notes, *self._clock()]

    def _size(self) -> list[str]:
        if self.clip.quality != Quality.SMALL:
            return []
        if self.clip.wanted_quality == Quality.FULL:
            return [gettext("Small pictures; the full ones are on their way.")]
        return [gettext("Small pictures; full ones can still be asked for.")]

    def _requested(self) -> str:
        if self.clip.source == "upload":
            return gettext("The uploaded video waits for its turn.")
        since = waiting_since(self.clip)
        if since > self.now:
            return gettext(
                "The recorder is still writing these minutes. They are fetched at %(time)s."
            ) % {"time": self.time(since)}
        return gettext("Waiting for its turn since %(time)s.") % {"time": self.time(since)}

    def _fetching(self) -> str:
        if self.clip.source == "upload":
            return gettext("The uploaded video is being made playable.")
        return gettext("The recorder is being asked. Requested at %(time)s.") % {
            "time": self.time(self.clip.requested_at)
        }

    def _waiting(self) -> str:
        said = [self.reason(self.clip.reason_code, self.clip.reason_params)]
        said.append(
            gettext("Waiting since %(time)s.") % {"time": self.time(waiting_since(self.clip))}
        )
        if self.clip.waiting_until is not None:
            said.append(
                gettext("Next try at %(time)s.") % {"time": self.time(self.clip.waiting_until)}
            )
        return " ".join(said)

    def _removed(self) -> str:
        at = self.clip.removed_at
        reason = self.reason(self.clip.reason_code or "retention", self.clip.reason_params)
        return f"{reason} {full_time(at, self.clip.store.zone)}" if at else reason

    def _ready(self) -> str:
        if not self.clip.gaps:
            return gettext("The picture is damaged in places.") if self.clip.is_partial else ""
        missing = sum((end - start).total_seconds() for start, end, _ in gaps_of(self.clip))
        wanted = (self.clip.window_end - self.clip.window_start).total_seconds()
        return gettext("%(missing)s of %(wanted)s seconds are missing.") % {
            "missing": max(1, round(missing)),
            "wanted": round(wanted),
        }

    def _gaps(self) -> list[str]:
        return [
            gettext("%(start)s to %(end)s: %(reason)s")
            % {
                "start": self.time(start),
                "end": self.time(end),
                "reason": self.reason(reason, {}),
            }
            for start, end, reason in gaps_of(self.clip)
        ]

    def _clock(self) -> list[str]:
        said = []
        if self.clip.clock_suspect:
            said.append(
                gettext("The recorder's clock jumped around this time: check the moment itself.")
            )
        offset, error = self.clip.clock_offset_ms, self.clip.clock_error_ms
        if offset > 0:
            said.append(
                gettext("The recorder's clock was %(seconds)s s ahead; this is put right here.")
                % {"seconds": round(offset / 1000)}
            )
        elif offset < 0:
            said.append(
                gettext("The recorder's clock was %(seconds)s s behind; this is put right here.")
                % {"seconds": round(-offset / 1000)}
            )
        if error >= _SURE_WITHIN_MS:
            said.append(
                gettext("Its time is right to within %(seconds)s s.")
                % {"seconds": f"{error / 1000:.1f}".removesuffix(".0")}
            )
        return said


def time_left(left: timedelta) -> str:
    """``3 d 4 h``, ``4 h 10 min``, ``9 min``: two units at most."""
    minutes = max(1, int(left.total_seconds()) // 60)
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        return gettext("%(days)s d %(hours)s h") % {"days": days, "hours": hours}
    if hours:
        return gettext("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}
    return gettext("%(minutes)s min") % {"minutes": rest}


def gaps_of(clip: Clip) -> list[tuple[datetime, datetime, str]]:
    """Start, end (UTC) and reason code of each stretch that is missing."""
    return [
        (
            datetime.fromisoformat(gap["start"]),
            datetime.fromisoformat(gap["end"]),
            gap["reason"],
        )
        for gap in clip.gaps
    ]
