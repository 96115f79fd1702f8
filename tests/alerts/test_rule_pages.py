"""The pages of rules: seen by everybody, changed by owners and admins."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from alerts.models import Alert, AlertTransaction, Proposal, Rule, RuleTrouble
from alerts.services.pack import plant_pack
from alerts.services.rules import RuleWish, add_rule, switch_rule
from tests.review.factories import flagged

FILE = "lossprevention rules 1\n\nrule: Void > $7\nname: Voids\nstate: on\n"


@pytest.fixture
def admin(cast):
    return cast.client("admin")


@pytest.fixture
def refunds(north):
    plant_pack()
    return Rule.objects.get(code="refund_over_50")


def test_the_list_shows_every_rule_with_its_reason_under_its_state(admin, refunds):
    page = admin.get("/rules/").content.decode()
    assert page.count('class="rule"') >= Rule.objects.count()
    assert "worth its two minutes of video" in page
    on, silent = page.index('id="group-on"'), page.index('id="group-silent"')
    assert on < page.index("Large refund</a>") < silent < page.index("Large paid-out</a>")


def test_a_viewer_sees_the_rules_and_no_way_to_change_them(cast, refunds):
    page = cast.client("viewer").get("/rules/").content.decode()
    assert "Large refund" in page
    assert "<form" not in page.partition("<main")[2]
    assert cast.client("manager").post(f"/rules/{refunds.pk}/switch/").status_code == 403


def test_a_switch_switches_and_says_so(admin, refunds):
    answer = admin.post(
        f"/rules/{refunds.pk}/switch/", {"state": "off", "from": "list"}, follow=True
    )
    assert "“Large refund” is off." in answer.content.decode()
    refunds.refresh_from_db()
    assert refunds.state == "off"
    assert admin.post(f"/rules/{refunds.pk}/switch/", {"state": "loud"}).status_code == 400


def test_dragging_shows_the_text_and_saves_nothing(admin, refunds):
    answer = admin.get(f"/rules/{refunds.pk}/slide/?value=75").content.decode()
    assert "Refund &gt; $75" in answer
    assert "<html" not in answer
    assert admin.get(f"/rules/{refunds.pk}/slide/?value=1e9").status_code == 400
    assert admin.get(f"/rules/{refunds.pk}/slide/?value=0").status_code == 400
    refunds.refresh_from_db()
    assert refunds.text == "Refund > $50"


def test_letting_go_and_saving_writes_the_number(admin, refunds):
    admin.post(f"/rules/{refunds.pk}/threshold/", {"value": "75"})
    refunds.refresh_from_db()
    assert (refunds.text, refunds.version) == ("Refund > $75", 2)
    page = admin.get(f"/rules/{refunds.pk}/").content.decode()
    assert "<ins>Refund &gt; $75</ins>" in page
    assert "Admin" in page


def test_a_number_that_cannot_be_is_refused_in_words(admin, refunds):
    answer = admin.post(f"/rules/{refunds.pk}/threshold/", {"value": "0"})
    assert answer.status_code == 422
    assert "cannot be a number of this rule" in answer.content.decode()


def test_a_snooze_is_seen_and_ended(admin, refunds):
    admin.post(f"/rules/{refunds.pk}/snooze/", {"hours": "8"})
    assert "records and tells nobody" in admin.get(f"/rules/{refunds.pk}/").content.decode()
    admin.post(f"/rules/{refunds.pk}/snooze/", {"hours": "0"})
    refunds.refresh_from_db()
    assert refunds.snoozed_until is None
    assert admin.post(f"/rules/{refunds.pk}/snooze/", {"hours": "9999"}).status_code == 400


def test_a_proposal_is_shown_and_taken_with_one_click(admin, refunds):
    tried = [{"value": "50", "alerts": 40, "per_store_week": 5.0}]
    tried += [{"value": "80", "alerts": 8, "per_store_week": 1.0}]
    Proposal.objects.create(rule=refunds, rule_version=1, value="80", days=28, tried=tried)
    assert "Your own days speak for $80.00." in admin.get("/rules/").content.decode()
    assert "Use $80.00" in admin.get(f"/rules/{refunds.pk}/").content.decode()
    admin.post(f"/rules/{refunds.pk}/accept/")
    refunds.refresh_from_db()
    assert refunds.text == "Refund > $80"
    assert "Use $80.00" not in admin.get(f"/rules/{refunds.pk}/").content.decode()
    assert admin.post(f"/rules/{refunds.pk}/accept/").status_code == 422


def test_a_rule_that_watches_silently_says_until_when(admin, refunds):
    rule = Rule.objects.get(code="late_void")
    assert "Watches silently until" in admin.get(f"/rules/{rule.pk}/").content.decode()
    switch_rule(rule=rule, state="on", by=None)
    assert "Watches silently until" not in admin.get(f"/rules/{rule.pk}/").content.decode()


def test_a_rule_that_could_not_be_evaluated_says_so(admin, refunds):
    RuleTrouble.objects.create(rule=refunds, code="too_slow")
    for address in ("/rules/", f"/rules/{refunds.pk}/"):
        assert "it took too long and was stopped" in admin.get(address).content.decode()


def test_markup_in_a_name_is_only_text(admin, north):
    add_rule(wish=RuleWish(name="<b>Bold</b>{{ x }}", text="Void > $5"), by=None)
    page = admin.get("/rules/").content.decode()
    assert "&lt;b&gt;Bold&lt;/b&gt;{{ x }}" in page


def test_a_file_is_looked_at_then_taken_in(admin, north):
    look = admin.post("/rules/pack/look/", {"text": FILE})
    page = look.content.decode()
    assert "This would change" in page
    assert not Rule.objects.exists()
    mark = look.context["plan"].mark
    answer = admin.post(
        "/rules/pack/take/", {"text": FILE, "mark": mark, "why": "from head office"}
    )
    assert answer.status_code == 302
    rule = Rule.objects.get()
    assert (rule.text, rule.state, rule.why) == ("Void > $7", "on", "from head office")
    out = admin.get("/rules/pack/rules.txt")
    assert out["Content-Disposition"] == 'attachment; filename="rules-north.txt"'
    assert "rule: Void > $7\n" in out.content.decode()


def test_a_browsers_line_ends_do_not_make_it_another_file(admin, north):
    look = admin.post("/rules/pack/look/", {"text": FILE})
    mark = look.context["plan"].mark
    sent = look.context["text"].replace("\n", "\r\n")
    admin.post("/rules/pack/take/", {"text": sent, "mark": mark})
    assert Rule.objects.count() == 1


def test_a_bad_file_is_refused_line_by_line(admin, north):
    answer = admin.post("/rules/pack/look/", {"text": FILE + "colour: red\n"})
    assert answer.status_code == 422
    assert "Line 6" in answer.content.decode()
    assert "There is no key “colour”." in answer.content.decode()
    assert admin.post("/rules/pack/look/", {}).status_code == 422


def test_what_rules_found_is_counted_of_the_readers_stores(cast, refunds, store, other_store):
    now = timezone.now()
    for place in (store, other_store):
        row = flagged(place, at=now - timedelta(hours=1))
        alert = Alert.objects.create(
            rule=refunds, rule_version=1, store=place, key_kind="transaction",
            started_at=row.occurred_at, ended_at=row.occurred_at, severity=30,
        )  # fmt: skip
        AlertTransaction.objects.create(alert=alert, transaction=row)

    def hits(name):
        page = cast.client(name).get("/rules/").context["page"]
        return page.groups[0].rows[0].hits + page.groups[0].rows[1].hits

    assert (hits("owner"), hits("limited")) == (2, 1)


def tagged(rule, store, *statuses, hours=1):
    """An alert of each, decided like that."""
    for place, status in enumerate(statuses):
        at = timezone.now() - timedelta(hours=hours + place)
        row = flagged(store, at=at, status=status)
        alert = Alert.objects.create(
            rule=rule, rule_version=1, store=store, key_kind="transaction",
            started_at=at, ended_at=at, severity=30,
        )  # fmt: skip
        AlertTransaction.objects.create(alert=alert, transaction=row)


def row_of(client, rule):
    page = client.get("/rules/").context["page"]
    return next(row for group in page.groups for row in group.rows if row.rule.pk == rule.pk)


def test_how_often_right_is_what_people_tagged(admin, refunds, store):
    tagged(refunds, store, "new", "approved", "investigate", "escalate", "approved", "approved")
    row = row_of(admin, refunds)
    assert (row.hits, row.right) == (6, "2 of 5 (40 %)")
    assert not row.is_noise


def test_a_rule_that_is_often_wrong_is_called_noise_with_its_numbers(admin, refunds, store):
    tagged(refunds, store, *["approved"] * 20)
    row = row_of(admin, refunds)
    assert row.is_noise
    assert "20 alerts in seven days, and of 20 that were decided 0 were worth a look" in row.noise
    tagged(refunds, store, *["escalate"] * 10, hours=30)
    assert not row_of(admin, refunds).is_noise


def test_few_decisions_call_nothing_noise(admin, refunds, store):
    tagged(refunds, store, *["approved"] * 9, *["new"] * 20)
    assert not row_of(admin, refunds).is_noise


def test_two_rules_that_find_the_same_are_named_together(admin, refunds, store):
    twin = add_rule(wish=RuleWish(name="Twin", text="Refund > $49"), by=None)
    other = add_rule(wish=RuleWish(name="Other", text="Refund > $900"), by=None)
    tagged(refunds, store, *["new"] * 6)
    links = list(AlertTransaction.objects.filter(alert__rule=refunds))
    for rule, some in ((twin, links), (other, links[:2])):
        alert = Alert.objects.create(
            rule=rule, rule_version=1, store=store, key_kind="register", severity=20,
            started_at=timezone.now(), ended_at=timezone.now(),
        )  # fmt: skip
        for link in some:
            AlertTransaction.objects.create(alert=alert, transaction_id=link.transaction_id)
    (same,) = admin.get("/rules/").context["page"].same
    assert {same.one.pk, same.other.pk} == {refunds.pk, twin.pk}
    assert "6 of the 6 transactions" in same.sentence
