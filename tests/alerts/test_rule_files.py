"""A file of rules: looked at before it is taken in, taken in as it was looked at."""

from __future__ import annotations

import pytest

from alerts.models import Rule
from alerts.pack.file_reading import read_rules
from alerts.services.pack import plant_pack
from alerts.services.rule_files import Kind, RuleProblem, do_import, export_rules, plan_import
from alerts.services.rule_wishes import RuleError
from alerts.services.rules import RuleWish, add_rule, switch_rule
from stores.models import AccessLog

HEAD = "lossprevention rules 1\n\n"
ONE = "rule: refund over $50\nname: Large refund\nstate: on\n"
WISH = RuleWish(name="Large refund", text="Refund > $40")


def data(text):
    return (HEAD + text).encode()


@pytest.fixture
def admin(north, cast):
    return cast.member("admin")


def test_all_that_is_taken_out_comes_back_the_same(admin):
    plant_pack()
    text = export_rules(member=admin)
    plan = plan_import(member=admin, data=text.encode())
    assert {each.kind for each in plan.planned} == {Kind.SAME}
    assert len(read_rules(text.encode()).rules) == Rule.objects.count()
    assert AccessLog.objects.filter(kind="exported", params__what="rules").count() == 1


def test_a_file_starts_another_chain_with_the_same_rules(admin, store):
    plant_pack()
    add_rule(wish=RuleWish(name="Own", text="Void > $9", stores=(store.pk,)), by=None)
    text = export_rules(member=admin)
    before = list(Rule.objects.values("code", "name", "text", "state", "severity", "stores"))
    Rule.objects.all().delete()
    plan = plan_import(member=admin, data=text.encode())
    do_import(member=admin, data=text.encode(), mark=plan.mark)
    after = list(Rule.objects.values("code", "name", "text", "state", "severity", "stores"))
    assert after == before


def test_looking_writes_nothing_and_says_what_would_change(admin):
    rule = add_rule(wish=WISH, by=None)
    plan = plan_import(member=admin, data=data(ONE + "\nrule: Void > $5\nname: Voids\n"))
    assert [each.kind for each in plan.planned] == [Kind.CHANGED, Kind.NEW]
    changes = [(each.field, each.before, each.after) for each in plan.planned[0].changes]
    assert changes == [("text", "Refund > $40", "Refund > $50"), ("state", "silent", "on")]
    assert list(Rule.objects.values_list("text", "version")) == [(rule.text, 1)]


def test_taking_in_does_what_was_shown_and_says_who_and_why(admin):
    rule = add_rule(wish=WISH, by=None)
    text = data(ONE)
    plan = plan_import(member=admin, data=text)
    do_import(member=admin, data=text, mark=plan.mark, why="new limits")
    rule.refresh_from_db()
    assert (rule.text, rule.state, rule.version) == ("Refund > $50", "on", 2)
    assert (rule.changed_by, rule.why) == (admin.user, "new limits")


def test_rules_that_the_file_does_not_name_stay(admin):
    other = add_rule(wish=RuleWish(name="Voids", text="Void > $5"), by=None)
    plan = plan_import(member=admin, data=data(ONE))
    do_import(member=admin, data=data(ONE), mark=plan.mark)
    assert Rule.objects.get(pk=other.pk).text == "Void > $5"
    assert Rule.objects.count() == 2


def test_what_changed_since_it_was_shown_is_shown_again_first(admin):
    rule = add_rule(wish=WISH, by=None)
    plan = plan_import(member=admin, data=data(ONE))
    switch_rule(rule=rule, state="off", by=None)
    with pytest.raises(RuleError, match="changed_meanwhile"):
        do_import(member=admin, data=data(ONE), mark=plan.mark)
    with pytest.raises(RuleError, match="changed_meanwhile"):
        do_import(member=admin, data=data(ONE.replace("50", "5")), mark=plan.mark)
    assert Rule.objects.get(pk=rule.pk).text == "Refund > $40"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (ONE + "\nrule: refnd > $50\nname: typo\n", 7),
        (ONE + "stores: 101, 999\n", 6),
        (ONE + "\nname: " + "x" * 90 + "\nrule: Void > $5\n", 7),
    ],
)
def test_one_bad_rule_and_none_is_taken_in(admin, text, line):
    plan = plan_import(member=admin, data=data(text))
    assert [each.line for each in plan.problems] == [line]
    assert not plan.planned
    with pytest.raises(RuleError):
        do_import(member=admin, data=data(text), mark=plan.mark)
    assert not Rule.objects.exists()


def test_a_bad_rule_keeps_its_reason(admin):
    (problem,) = plan_import(member=admin, data=data("rule: refnd > $5\nname: a\n")).problems
    assert isinstance(problem, RuleProblem)
    assert problem.error.problems[0].suggestions


def test_who_sees_some_stores_takes_no_other_out_of_a_rule(north, cast, store, other_store):
    limited = cast.member("limited")
    rule = add_rule(
        wish=RuleWish(name="Both", text="Void > $5", stores=(store.pk, other_store.pk)), by=None
    )
    theirs = RuleWish(name="Theirs", text="Void > $6", stores=(other_store.pk,))
    add_rule(wish=theirs, by=None, code="theirs")
    text = export_rules(member=limited)
    assert "stores: 101\n" in text
    assert "102" not in text
    assert "Theirs" not in text
    (planned,) = plan_import(member=limited, data=text.encode()).planned
    assert planned.rule == rule
    assert planned.kind is Kind.SAME
    (problem,) = plan_import(member=limited, data=data(ONE + "stores: 102\n")).problems
    assert problem.code == "unknown_store"
    (problem,) = plan_import(member=limited, data=data(ONE + "code: theirs\n")).problems
    assert problem.code == "code_taken"
