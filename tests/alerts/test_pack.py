"""The c-store pack: well formed, planted once, and left as people want it."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from accounts.services.chains import ask_for_rules
from alerts.handlers_rules import plant_rules
from alerts.models import Rule, RuleState, Severity
from alerts.pack.file_reading import read_rules
from alerts.pack.page import page
from alerts.pack.rules import PACK, SILENT_FOR
from alerts.rules import parse, write
from alerts.services.pack import plant_pack
from alerts.services.rules import switch_rule
from jobs.models import Job
from jobs.worker import work
from lossprevention.simulator.schemes import SCHEMES

ON = {"no_sales_5_minutes", "refund_over_50"}


@pytest.mark.parametrize("code", sorted(PACK))
def test_every_rule_of_the_pack_is_understood_as_it_stands(code):
    entry = PACK[code]
    rule = parse(entry.text).rule
    assert rule is not None
    assert write(rule) == entry.text
    assert entry.severity in Severity.values
    assert entry.code == code


@pytest.mark.parametrize("code", sorted(PACK))
def test_every_rule_says_why_without_blame(code):
    entry = PACK[code]
    words = f"{entry.name} {entry.reason} {entry.quiet_on}".lower()
    assert str(entry.reason).endswith(".")
    for word in ("thief", "steal", "fraud", "suspect", "crime", "criminal", "guilty"):
        assert word not in words


def test_every_scheme_of_the_simulator_has_a_rule():
    assert {entry.scheme for entry in PACK.values()} - {""} == set(SCHEMES)


def test_a_new_chain_has_the_pack_two_of_it_on(north):
    planted = plant_pack()
    assert len(planted) == len(PACK) == Rule.objects.count()
    rules = {rule.code: rule for rule in Rule.objects.all()}
    assert {code for code, rule in rules.items() if rule.state == RuleState.ON} == ON
    assert {rule.state for code, rule in rules.items() if code not in ON} == {RuleState.SILENT}
    ends = timezone.now() + SILENT_FOR
    for code, rule in rules.items():
        near = rule.silent_until and abs(rule.silent_until - ends) < timedelta(minutes=5)
        assert near or code in ON


def test_silent_rules_with_a_number_propose_when_their_days_are_over(north):
    plant_pack()
    jobs = Job.objects.filter(chain="north", kind="propose_threshold")
    wanted = Rule.objects.filter(state=RuleState.SILENT)
    with_number = [rule for rule in wanted if PACK[rule.code].slider]
    assert sorted(int(job.key) for job in jobs) == sorted(rule.pk for rule in with_number)
    assert all(job.run_after > timezone.now() + timedelta(days=6) for job in jobs)


def test_planting_again_leaves_what_people_made_of_it(north, cast):
    plant_pack()
    rule = Rule.objects.get(code="refund_over_50")
    switch_rule(rule=rule, state=RuleState.OFF, by=cast.owner)
    assert plant_pack() == []
    assert Rule.objects.get(code="refund_over_50").state == RuleState.OFF


def test_a_rule_that_a_new_version_brings_is_planted_beside_the_others(north):
    plant_pack()
    Rule.objects.filter(code="late_void").delete()
    assert [rule.code for rule in plant_pack()] == ["late_void"]


def test_the_job_that_plants_is_asked_for_with_a_new_schema(north):
    ask_for_rules("north")
    ask_for_rules("north")
    assert Job.objects.filter(chain="north", kind="plant_rules").count() == 1
    work("quick", seconds=30)
    assert Rule.objects.filter(code="refund_over_50").count() == 1
    assert plant_rules([]) == {}


def test_the_page_of_the_pack_is_the_one_in_the_docs():
    written = (settings.BASE_DIR / "docs" / "rule-pack.md").read_text(encoding="utf-8")
    assert written == page(), "run: python manage.py rule_pack_page"


def test_the_page_is_written_by_a_command(settings, tmp_path):
    settings.BASE_DIR = tmp_path
    (tmp_path / "docs").mkdir()
    said = StringIO()
    call_command("rule_pack_page", stdout=said)
    assert said.getvalue().strip() == "docs/rule-pack.md"
    assert (tmp_path / "docs" / "rule-pack.md").read_text(encoding="utf-8") == page()


def test_the_file_in_the_docs_can_be_taken_in():
    block = page().partition("    lossprevention rules 1")[2].partition("\n\n| key")[0]
    text = "\n".join(line.removeprefix("    ") for line in block.splitlines())
    (rule,) = read_rules(f"lossprevention rules 1{text}\n".encode()).rules
    assert rule.code == "refund_over_50"
