"""Rules: facts, with every change of them. People of the chain change them on their pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from accounts.admin.base import FactAdmin, WrongFilter
from accounts.admin.columns import column
from alerts.models import Alert, Rule, RuleState
from alerts.selectors.rule_numbers import WEEK
from alerts.selectors.rule_words import schedule_word
from stores.models import Store

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest

STATE_COLOURS = {
    RuleState.ON.label: "success",
    RuleState.SILENT.label: "info",
    RuleState.OFF.label: "primary",
}
LOUD = 200
"""Alerts in a week from which on nobody opens them any more."""


class WrongWithRule(WrongFilter):
    def problems(self) -> Mapping[str, tuple[Any, Q]]:
        now = timezone.now()
        return {
            "trouble": (_("could not be evaluated"), Q(trouble__isnull=False)),
            "loud": (_("very many alerts"), Q(alerts_n__gte=LOUD)),
            "never": (_("never found anything"), ~Q(state=RuleState.OFF) & Q(has_any=False)),
            "snoozed": (_("snoozed"), Q(snoozed_until__gt=now)),
            "overdue": (
                _("silent longer than meant"),
                Q(state=RuleState.SILENT, silent_until__lte=now),
            ),
        }


class RuleAdmin(FactAdmin):
    list_display = ("name", "text", "shown_state", "severity", "week", "version", "changed_at")
    list_filter = (
        WrongWithRule,
        ("state", ChoicesDropdownFilter),
        ("severity", ChoicesDropdownFilter),
    )
    search_fields = ("name", "text", "code")
    search_help_text = _("Name, text or code")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("name", "code", "version"),
                    "text",
                    ("shown_state", "severity", "week"),
                    ("where", "registers"),
                    ("tells_when", "cooldown_minutes"),
                    ("snoozed_until", "silent_until"),
                    ("changed_by", "changed_at", "created_at"),
                    "why",
                    "history_link",
                )
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Rule]:
        rows: QuerySet[Rule] = super().get_queryset(request)
        recent = Q(alerts__started_at__gte=timezone.now() - WEEK)
        return rows.annotate(
            alerts_n=Count("alerts", filter=recent),
            has_any=Exists(Alert.objects.filter(rule=OuterRef("pk"))),
        )

    @column(_("State"), colours=STATE_COLOURS)
    def shown_state(self, rule: Rule) -> str:
        return str(RuleState(rule.state).label)

    @column(_("Alerts in 7 days"))
    def week(self, rule: Any) -> int:
        return int(rule.alerts_n)

    @column(_("Stores"))
    def where(self, rule: Rule) -> str:
        codes = Store.objects.filter(pk__in=rule.stores).values_list("code", flat=True)
        return ", ".join(codes) or str(_("all stores"))

    @column(_("Kinds of register"))
    def registers(self, rule: Rule) -> str:
        return ", ".join(rule.register_classes) or str(_("all"))

    @column(_("Tells when"))
    def tells_when(self, rule: Rule) -> str:
        return schedule_word(rule.schedule)

    @column(_("History"))
    def history_link(self, rule: Rule) -> str:
        address = reverse("admin:alerts_rule_history", args=(rule.pk,))
        return format_html('<a class="support-link" href="{}">{}</a>', address, _("Every change"))
