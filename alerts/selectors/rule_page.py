"""The page of one rule: what it says, what it proposes, and every change of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.apps import apps
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.tenancy import current_chain
from alerts.models import Proposal
from alerts.rules import explain, parse
from alerts.selectors.plan_words import field_word, value_word
from alerts.selectors.rule_numbers import same_sayers
from alerts.selectors.rule_rows import rule_rows
from alerts.selectors.rule_scope import visible_rules
from alerts.selectors.rule_words import quiet_on, schedule_word
from alerts.services.pack import PROPOSE
from alerts.wording import say, say_notes
from jobs.models import Job, JobState
from stores.models import RegisterClass
from transactions.selectors.wording import full_time

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alerts.models import Rule
    from alerts.selectors.rule_rows import RuleRow
    from alerts.selectors.rule_slider import SliderView
    from stores.access import Member

WATCHED = (
    "text", "name", "state", "severity", "stores", "register_classes", "schedule",
    "cooldown_minutes",
)  # fmt: skip
MOST_CHANGES = 100


@dataclass(frozen=True, slots=True)
class RuleChange:
    """One entry of the history: what was changed, by whom and why."""

    version: int
    time: str
    who: str
    why: str
    what: list[tuple[str, str, str]]
    note: str
    """Where nothing of the above was changed: added, snoozed, woken."""


@dataclass(frozen=True, slots=True)
class Step:
    """One number that was tried for a proposal."""

    word: str
    alerts: int
    per_store_week: float
    is_now: bool
    is_proposed: bool


@dataclass(frozen=True, slots=True)
class ProposalView:
    made: str
    days: int
    word: str
    """Of the proposed number; "" where none will do."""
    is_new: bool
    """Another number than the rule has now."""
    steps: list[Step]


@dataclass(frozen=True, slots=True)
class RulePage:
    row: RuleRow
    meaning: str
    """The rule in a sentence."""
    notes: list[str]
    """What the words of it mean exactly: a shift, a night."""
    quiet_on: str
    schedule: str
    registers: str
    cooldown: int
    proposal: ProposalView | None
    is_proposing: bool
    same_as: list[Rule]
    changes: list[RuleChange]


def rule_page(member: Member, rule: Rule) -> RulePage:
    row = rule_rows(member, [rule])[0]
    zone = _zone(member)
    understood = parse(rule.text).rule
    meaning = explain(understood) if understood is not None else None
    classes = [str(RegisterClass(each).label) for each in rule.register_classes]
    return RulePage(
        row=row,
        meaning=say(meaning) if meaning else "",
        notes=say_notes(meaning) if meaning else [],
        quiet_on=quiet_on(rule),
        schedule=schedule_word(rule.schedule),
        registers=", ".join(classes) or _("all registers"),
        cooldown=rule.cooldown_minutes,
        proposal=_proposal(rule, row.slider, zone),
        is_proposing=_is_proposing(rule),
        same_as=_same_as(member, rule),
        changes=changes_of(rule, dict(member.stores().values_list("pk", "code")), zone),
    )


def changes_of(rule: Rule, codes: Mapping[int, str], zone: ZoneInfo) -> list[RuleChange]:
    """The newest first, from the history that the database keeps."""
    model = apps.get_model("alerts", "RuleEvent")
    events = list(
        model._default_manager.filter(pgh_obj=rule.pk).order_by("-pgh_id")[: MOST_CHANGES + 1]
    )
    people = User.objects.in_bulk({each.changed_by_id for each in events} - {None})
    return [
        _change(event, before, people, codes, zone)
        for event, before in zip(events, [*events[1:], None], strict=True)
    ][:MOST_CHANGES]


def _change(
    event: Any,
    before: Any,
    people: Mapping[int, User],
    codes: Mapping[int, str],
    zone: ZoneInfo,
) -> RuleChange:
    what = [
        (
            field_word(name),
            value_word(name, getattr(before, name), codes),
            value_word(name, getattr(event, name), codes),
        )
        for name in WATCHED
        if before is not None and getattr(before, name) != getattr(event, name)
    ]
    person = people.get(event.changed_by_id)
    return RuleChange(
        version=event.version,
        time=full_time(event.pgh_created_at, zone),
        who=str(person) if person else _("the product itself"),
        why=event.why,
        what=what,
        note="" if what else _note(event, before, zone),
    )


def _note(event: Any, before: Any, zone: ZoneInfo) -> str:
    if before is None:
        return _("Added")
    if event.snoozed_until == before.snoozed_until:
        return ""
    if event.snoozed_until is None:
        return _("Tells people again")
    return _("Snoozed until %(time)s") % {"time": full_time(event.snoozed_until, zone)}


def _proposal(rule: Rule, slider: SliderView | None, zone: ZoneInfo) -> ProposalView | None:
    found = Proposal.objects.filter(rule=rule, rule_version=rule.version).first()
    if found is None or slider is None:
        return None
    value = found.value
    return ProposalView(
        made=full_time(found.made_at, zone),
        days=found.days,
        word=slider.word_for(value) if value is not None else "",
        is_new=value is not None and value != slider.value,
        steps=[_step(each, slider, value) for each in found.tried],
    )


def _step(tried: Mapping[str, Any], slider: SliderView, value: Any) -> Step:
    number = type(slider.value)(tried["value"])
    return Step(
        word=slider.word_for(number),
        alerts=tried["alerts"],
        per_store_week=tried["per_store_week"],
        is_now=number == slider.value,
        is_proposed=value is not None and number == value,
    )


def _is_proposing(rule: Rule) -> bool:
    waiting = Job.objects.filter(
        chain=current_chain().schema_name,
        kind=PROPOSE,
        key=str(rule.pk),
        state__in=(JobState.QUEUED, JobState.RUNNING),
        run_after__lte=timezone.now(),
    )
    return waiting.exists()


def _same_as(member: Member, rule: Rule) -> list[Rule]:
    """Other rules that find nearly the same transactions."""
    rules = {each.pk: each for each in visible_rules(member)}
    pairs = same_sayers(member, list(rules))
    others = [each.other if each.one == rule.pk else each.one for each in pairs
              if rule.pk in (each.one, each.other)]  # fmt: skip
    return [rules[each] for each in others]


def _zone(member: Member) -> ZoneInfo:
    store = member.stores().first()
    return store.zone if store else ZoneInfo("UTC")
