"""The form of one subscription."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from alerts.models import Severity
from alerts.selectors.rule_scope import visible_rules
from alerts.services.subscriptions import WishedFor

if TYPE_CHECKING:
    from alerts.models import Subscription
    from stores.access import Member

LONGEST_WAIT = 24 * 60


class WishForm(forms.Form):
    """Choices are only what the member may see."""

    is_active = forms.BooleanField(label=_("Tell me"), required=False)
    severity = forms.TypedChoiceField(label=_("Of alerts that are at least"), coerce=int)
    after_minutes = forms.IntegerField(
        label=_("Only when nobody has acknowledged for (minutes)"),
        min_value=0,
        max_value=LONGEST_WAIT,
        required=False,
        help_text=_("0: at once."),
    )
    stores = forms.TypedMultipleChoiceField(
        label=_("Stores"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: all that can be seen."),
    )
    rules = forms.TypedMultipleChoiceField(
        label=_("Rules"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: all of them."),
    )
    days = forms.TypedMultipleChoiceField(
        label=_("Days"),
        coerce=int,
        required=False,
        choices=[(number + 1, word) for number, word in WEEKDAYS.items()],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: every day."),
    )
    since = forms.TimeField(
        label=_("From"), required=False, widget=forms.TimeInput({"type": "time"}, "%H:%M")
    )
    until = forms.TimeField(
        label=_("Until"),
        required=False,
        widget=forms.TimeInput({"type": "time"}, "%H:%M"),
        help_text=_("By the store's clock. What comes outside of it waits until then."),
    )
    urgent_always = forms.BooleanField(label=_("High severity at any hour"), required=False)

    def __init__(self, member: Member, data: Any = None, *, row: Subscription, prefix: str) -> None:
        super().__init__(data, prefix=prefix, initial=_initial(row))
        if row.user_id is None:
            self.fields["is_active"].label = _("On")
        self.fields["severity"].choices = Severity.choices  # type: ignore[attr-defined]
        self.fields["stores"].choices = [  # type: ignore[attr-defined]
            (store.pk, f"{store.code} {store.name}") for store in member.stores()
        ]
        self.fields["rules"].choices = [  # type: ignore[attr-defined]
            (rule.pk, rule.name) for rule in visible_rules(member).order_by("name")
        ]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if bool(cleaned.get("since")) != bool(cleaned.get("until")):
            self.add_error("until", _("Say both from when and until when, or neither."))
        return cleaned

    def groups(self) -> list[forms.BoundField]:
        """Those with boxes to tick, where there is anything to choose."""
        return [self[name] for name in ("stores", "rules", "days") if self.fields[name].choices]  # type: ignore[attr-defined]

    @property
    def wish(self) -> WishedFor:
        said = self.cleaned_data
        return WishedFor(
            is_active=said["is_active"],
            severity=said["severity"],
            stores=tuple(said["stores"]),
            rules=tuple(said["rules"]),
            days=tuple(said["days"]),
            since=said["since"],
            until=said["until"],
            urgent_always=said["urgent_always"],
            after_minutes=said["after_minutes"] or 0,
        )


def _initial(row: Subscription) -> dict[str, Any]:
    names = ("is_active", "severity", "stores", "rules", "days", "since", "until")
    return {name: getattr(row, name) for name in (*names, "urgent_always", "after_minutes")}
