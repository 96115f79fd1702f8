"""What a person can choose for a rule, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from alerts.models import RuleState
from alerts.selectors.rule_words import span_word

SNOOZES = (1, 8, 24, 72, 168)
"""Hours that are offered."""


def states() -> list[tuple[str, str]]:
    return [
        (RuleState.ON.value, _("On")),
        (RuleState.SILENT.value, _("Silent")),
        (RuleState.OFF.value, _("Off")),
    ]


def snoozes() -> list[tuple[int, str]]:
    return [(hours, span_word(hours * 3600)) for hours in SNOOZES]
