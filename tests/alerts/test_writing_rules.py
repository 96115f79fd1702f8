"""Rules are added, changed, switched and snoozed; what changed, by whom and why is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.apps import apps
from django.utils import timezone

from alerts.models import Rule, RuleState, Severity
from alerts.services.rule_wishes import RuleError
from alerts.services.rules import (
    RuleWish,
    add_rule,
    change_rule,
    move_threshold,
    snooze_rule,
    switch_rule,
    wake_rule,
    wish_of,
)
from jobs.models import Job
from stores.models import AccessLog

WISH = RuleWish(name="Large refund", text="refunds over 50 dollars")


def history(rule):
    events = apps.get_model("alerts", "RuleEvent")._default_manager
    return list(events.filter(pgh_obj=rule.pk).order_by("pgh_id"))


def asked():
    return list(Job.objects.filter(kind="evaluate_rule").values_list("chain", "key", "state"))


def test_a_new_rule_is_kept_in_canonical_text_runs_silently_and_is_tried(north, cast):
    rule = add_rule(wish=WISH, by=cast.admin, why="  theft  at 101\n")
    assert (rule.text, rule.state, rule.version) == ("Refund > $50", RuleState.SILENT, 1)
    assert (rule.changed_by, rule.why) == (cast.admin, "theft at 101")
    assert asked() == [("north", str(rule.pk), "queued")]
    entry = AccessLog.objects.latest("pk")
    assert (entry.object_type, entry.params["what"]) == ("rule", "added")


@pytest.mark.parametrize(
    ("change", "version"),
    [
        ({"text": "Refund > $60"}, 2),
        ({"register_classes": ("inside",)}, 2),
        ({"text": "refund over $50.00"}, 1),
        ({"name": "Refunds"}, 1),
        ({"severity": Severity.HIGH}, 1),
        ({"cooldown_minutes": 15}, 1),
        ({"schedule": {"days": [1, 2], "from": "08:00", "until": "22:00"}}, 1),
    ],
)
def test_only_what_finds_something_else_is_a_new_version(north, cast, change, version):
    rule = add_rule(wish=WISH, by=cast.owner)
    Job.objects.all().delete()
    changed = change_rule(rule=rule, wish=replace(wish_of(rule), **change), by=cast.admin)
    assert changed.version == version
    assert bool(asked()) == (version == 2)


def test_stores_make_a_new_version_whatever_their_order(north, cast, store, other_store):
    rule = add_rule(wish=replace(WISH, stores=(store.pk, other_store.pk)), by=cast.owner)
    same = replace(wish_of(rule), stores=(other_store.pk, store.pk))
    assert change_rule(rule=rule, wish=same, by=cast.owner).version == 1
    assert change_rule(rule=rule, wish=replace(same, stores=()), by=cast.owner).version == 2


def test_a_change_that_changes_nothing_leaves_no_trace(north, cast):
    rule = add_rule(wish=WISH, by=cast.owner)
    change_rule(rule=rule, wish=wish_of(rule), by=cast.admin, why="no reason")
    assert [each.changed_by_id for each in history(rule)] == [cast.owner.pk]


def test_every_change_is_kept_with_who_and_why(north, cast):
    rule = add_rule(wish=WISH, by=cast.owner)
    move_threshold(rule=rule, value=Decimal(75), by=cast.admin, why="too many")
    switch_rule(rule=rule, state=RuleState.ON, by=cast.owner)
    kept = [(each.text, each.state, each.changed_by_id, each.why) for each in history(rule)]
    assert kept == [
        ("Refund > $50", "silent", cast.owner.pk, ""),
        ("Refund > $75", "silent", cast.admin.pk, "too many"),
        ("Refund > $75", "on", cast.owner.pk, ""),
    ]


def test_the_second_of_two_who_had_the_same_before_them_is_told(north, cast):
    rule = add_rule(wish=WISH, by=cast.owner)
    seen = rule.changed_at
    move_threshold(rule=rule, value=Decimal(60), by=cast.admin, seen=seen)
    with pytest.raises(RuleError, match="changed_meanwhile"):
        move_threshold(rule=rule, value=Decimal(90), by=cast.owner, seen=seen)
    assert Rule.objects.get(pk=rule.pk).text == "Refund > $60"


def test_a_rule_that_was_off_looks_at_what_it_missed(north, cast):
    rule = add_rule(wish=WISH, by=cast.owner, state=RuleState.OFF)
    assert asked() == []
    switch_rule(rule=rule, state=RuleState.SILENT, by=cast.owner)
    assert len(asked()) == 1


def test_deciding_over_a_rule_ends_its_silent_days(north, cast):
    later = timezone.now() + timedelta(days=7)
    rule = add_rule(wish=WISH, by=None, silent_until=later)
    assert switch_rule(rule=rule, state=RuleState.ON, by=cast.owner).silent_until is None


def test_a_snooze_ends_and_can_be_ended(north, cast):
    rule = add_rule(wish=WISH, by=cast.owner, state=RuleState.ON)
    until = timezone.now() + timedelta(hours=8)
    assert snooze_rule(rule=rule, until=until, by=cast.admin, why="stock-taking").state == "on"
    assert Rule.objects.get(pk=rule.pk).snoozed_until == until
    assert wake_rule(rule=rule, by=cast.admin).snoozed_until is None
    assert [each.snoozed_until for each in history(rule)] == [None, until, None]


@pytest.mark.parametrize("ahead", [timedelta(0), timedelta(days=-1), timedelta(days=400)])
def test_a_snooze_without_an_end_near_enough_is_refused(north, cast, ahead):
    rule = add_rule(wish=WISH, by=cast.owner)
    with pytest.raises(RuleError, match="bad_snooze"):
        snooze_rule(rule=rule, until=timezone.now() + ahead, by=cast.admin)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": "  "}, "no_name"),
        ({"name": "a\x00b"}, "no_name"),
        ({"name": "x" * 81}, "long_name"),
        ({"text": "whatever comes"}, "not_understood"),
        ({"text": "Refund > $50 and < $20"}, "not_understood"),
        ({"text": "Refund " + "x" * 400}, "long_text"),
        ({"severity": 11}, "bad_severity"),
        ({"stores": (987654321,)}, "unknown_store"),
        ({"register_classes": ("roof",)}, "bad_register_class"),
        ({"cooldown_minutes": -1}, "bad_cooldown"),
        ({"schedule": {"days": [], "from": "08:00", "until": "22:00"}}, "bad_schedule"),
        ({"schedule": {"days": [8], "from": "08:00", "until": "22:00"}}, "bad_schedule"),
        ({"schedule": {"days": [1], "from": "08:00", "until": "08:00"}}, "bad_schedule"),
        ({"schedule": {"days": [1], "from": "8", "until": "25:00"}}, "bad_schedule"),
        ({"schedule": {"days": [1]}}, "bad_schedule"),
    ],
)
def test_nonsense_is_refused_with_its_reason(north, cast, change, code):
    with pytest.raises(RuleError) as refused:
        add_rule(wish=replace(WISH, **change), by=cast.owner)
    assert refused.value.code == code
    assert not Rule.objects.exists()


def test_a_text_that_is_not_understood_points_at_the_words(north, cast):
    with pytest.raises(RuleError) as refused:
        add_rule(wish=replace(WISH, text="Refnd > $50"), by=cast.owner)
    assert refused.value.problems[0].start == 0
