"""The page of rules: on, silent and off, each with its slider, its numbers and its reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from alerts.models import Proposal, RuleState, RuleTrouble, Severity, TroubleCode
from alerts.selectors.rule_numbers import (
    RuleNumbers,
    numbers_of,
    same_sayers,
    stores_of,
)
from alerts.selectors.rule_scope import scope_of, visible_rules
from alerts.selectors.rule_slider import SliderView, slider_of
from alerts.selectors.rule_words import name_of, reason_of
from transactions.selectors.wording import short_time

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alerts.models import Rule
    from alerts.selectors.rule_numbers import SaysTheSame
    from stores.access import Member
    from stores.models import Store

WORDS = {Severity.HIGH: "high", Severity.MEDIUM: "middle", Severity.LOW: "low"}


@dataclass(frozen=True, slots=True)
class RuleRow:
    rule: Rule
    name: str
    reason: str
    severity: str
    band: str
    scope: str
    slider: SliderView | None
    hits: int
    right: str
    notes: list[str]
    """What stands in the way of its telling people now: snoozed, silent until."""
    is_snoozed: bool
    trouble: str
    """Why it could not be evaluated."""
    is_noise: bool
    noise: str
    proposal: str


@dataclass(frozen=True, slots=True)
class Group:
    state: str
    title: str
    about: str
    rows: list[RuleRow]


@dataclass(frozen=True, slots=True)
class SameRow:
    """Two rules that say the same, in words."""

    one: Rule
    other: Rule
    sentence: str


@dataclass(frozen=True, slots=True)
class RulesPage:
    groups: list[Group]
    same: list[SameRow]


def rules_page(member: Member) -> RulesPage:
    rules = list(visible_rules(member))
    rows = {row.rule.pk: row for row in rule_rows(member, rules)}
    active = {rule.pk: rule for rule in rules if rule.state != RuleState.OFF}
    return RulesPage(
        groups=[
            Group(state, title, about, [rows[each.pk] for each in rules if each.state == state])
            for state, title, about in _groups()
        ],
        same=[_same(pair, active) for pair in same_sayers(member, list(active))],
    )


def rule_rows(member: Member, rules: list[Rule]) -> list[RuleRow]:
    stores = {store.pk: store for store in member.stores()}
    numbers = numbers_of(member, [rule.pk for rule in rules])
    proposals = Proposal.objects.filter(rule__in=rules, value__isnull=False)
    proposed = {each.rule_id: each for each in proposals}
    troubles = {each.rule_id: each for each in RuleTrouble.objects.filter(rule__in=rules)}
    return [
        _row(
            rule,
            stores,
            numbers.get(rule.pk, RuleNumbers()),
            proposed.get(rule.pk),
            troubles.get(rule.pk),
        )
        for rule in rules
    ]


def right_word(numbers: RuleNumbers) -> str:
    """``6 of 9``; the share is left out where there are too few to speak of one."""
    if not numbers.decided:
        return _("nothing decided yet")
    said = _("%(right)s of %(n)s") % {"right": numbers.right, "n": numbers.decided}
    if numbers.decided < 5:
        return said
    return f"{said} ({round(100 * numbers.right / numbers.decided)} %)"


def noise_word(numbers: RuleNumbers) -> str:
    return _(
        "Perhaps noise: %(hits)s alerts in seven days, and of %(n)s that were decided %(right)s "
        "were worth a look. A higher threshold, fewer stores or silence may serve better."
    ) % {"hits": numbers.hits, "n": numbers.decided, "right": numbers.right}


def scope_word(rule: Rule, stores: Mapping[int, Store]) -> str:
    if not rule.stores:
        return _("all stores")
    seen, unseen = scope_of(rule, stores)
    names = [str(store) for store in seen[:3]]
    more = len(seen) - len(names) + unseen
    return ", ".join(names) + (_(" and %(n)s more") % {"n": more} if more else "")


def _row(
    rule: Rule,
    stores: Mapping[int, Store],
    numbers: RuleNumbers,
    proposal: Proposal | None,
    trouble: RuleTrouble | None,
) -> RuleRow:
    slider = slider_of(rule)
    is_noise = rule.state != RuleState.OFF and numbers.is_noise(stores_of(rule, stores))
    return RuleRow(
        rule=rule,
        name=name_of(rule),
        reason=reason_of(rule),
        severity=str(Severity(rule.severity).label),
        band=WORDS[Severity(rule.severity)],
        scope=scope_word(rule, stores),
        slider=slider,
        hits=numbers.hits,
        right=right_word(numbers),
        notes=notes_of(rule, stores),
        is_snoozed=bool(rule.snoozed_until and rule.snoozed_until > timezone.now()),
        trouble=_trouble(trouble) if trouble and rule.state != RuleState.OFF else "",
        is_noise=is_noise,
        noise=noise_word(numbers) if is_noise else "",
        proposal=_proposal(rule, slider, proposal),
    )


def notes_of(rule: Rule, stores: Mapping[int, Store]) -> list[str]:
    now = timezone.now()
    zone = next((store.zone for store in stores.values()), ZoneInfo("UTC"))
    today = now.astimezone(zone).date()
    notes = []
    if rule.snoozed_until and rule.snoozed_until > now:
        until = short_time(rule.snoozed_until, zone, today)
        notes.append(_("Snoozed until %(time)s: it records and tells nobody.") % {"time": until})
    if rule.state == RuleState.SILENT and rule.silent_until and rule.silent_until > now:
        until = short_time(rule.silent_until, zone, today)
        notes.append(_("Watches silently until %(time)s, then proposes.") % {"time": until})
    return notes


def _trouble(trouble: RuleTrouble) -> str:
    return _("This rule finds nothing for now: %(why)s. The others are not held up by it.") % {
        "why": TroubleCode(trouble.code).label
    }


def _proposal(rule: Rule, slider: SliderView | None, proposal: Proposal | None) -> str:
    """The number that is proposed, where it is another than the rule's."""
    if slider is None or proposal is None or proposal.value is None:
        return ""
    if proposal.rule_version != rule.version or proposal.value == slider.value:
        return ""
    return slider.word_for(proposal.value)


def _groups() -> list[tuple[str, str, str]]:
    return [
        (RuleState.ON, _("On"), _("Tell people.")),
        (RuleState.SILENT, _("Run silently"), _("Find and record, and tell nobody.")),
        (RuleState.OFF, _("Off"), _("Look at nothing.")),
    ]


def _same(pair: SaysTheSame, rules: Mapping[int, Rule]) -> SameRow:
    one, other = rules[pair.one], rules[pair.other]
    sentence = _(
        "“%(one)s” and “%(other)s” say the same: %(shared)s of the %(together)s transactions "
        "that they found in four weeks are in both. One of them could be switched off."
    ) % {
        "one": name_of(one),
        "other": name_of(other),
        "shared": pair.shared,
        "together": pair.together,
    }
    return SameRow(one, other, sentence)
