"""The settings of one summary, as they are sent by the page."""

from __future__ import annotations

import zoneinfo
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role, may
from alerts.models import SummaryKind, SummaryPart
from alerts.services.summaries import Wished
from alerts.summaries.recipients import action_for

if TYPE_CHECKING:
    from alerts.models import SummarySchedule

_DAYS = [(str(number + 1), name) for number, name in WEEKDAYS.items()]
_PARTS = SummaryPart.choices


class ScheduleForm(forms.Form):
    is_on = forms.BooleanField(label=_("Send it"), required=False)
    at = forms.TimeField(
        label=_("At"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    timezone = forms.CharField(label=_("Time zone"), required=False, max_length=64)
    days = forms.MultipleChoiceField(label=_("On"), choices=_DAYS)
    roles = forms.MultipleChoiceField(label=_("To"))
    parts = forms.MultipleChoiceField(label=_("With"), choices=_PARTS, required=False)
    says_quiet = forms.BooleanField(required=False)
    by_text = forms.BooleanField(required=False)

    def __init__(self, schedule: SummarySchedule, data: Any = None) -> None:
        super().__init__(data, initial=_initial(schedule))
        self.schedule = schedule
        needed = action_for(schedule.kind)
        roles = [(role.value, role.label) for role in Role if may(role, needed)]
        self.fields["roles"] = forms.MultipleChoiceField(label=_("To"), choices=roles)
        if schedule.kind == SummaryKind.WEEKLY:
            for name in ("parts", "by_text"):
                del self.fields[name]
        if schedule.store_id is not None:
            del self.fields["timezone"]

    def clean_timezone(self) -> str:
        name = str(self.cleaned_data["timezone"])
        if name and name not in zoneinfo.available_timezones():
            raise forms.ValidationError(_("“%(name)s” is not a time zone."), params={"name": name})
        return name

    @property
    def wished(self) -> Wished:
        """Of a form that is valid."""
        said = self.cleaned_data
        return Wished(
            is_on=said["is_on"],
            at=said["at"].replace(second=0, microsecond=0),
            days=tuple(int(day) for day in said["days"]),
            roles=tuple(said["roles"]),
            parts=tuple(said.get("parts", self.schedule.parts)),
            says_quiet=said["says_quiet"],
            by_text=said.get("by_text", False),
            timezone=said.get("timezone", ""),
        )


def _initial(schedule: SummarySchedule) -> dict[str, Any]:
    return {
        "is_on": schedule.is_on,
        "at": schedule.at,
        "timezone": schedule.timezone,
        "days": [str(day) for day in schedule.days],
        "roles": schedule.roles,
        "parts": schedule.parts,
        "says_quiet": schedule.says_quiet,
        "by_text": schedule.by_text,
    }
