"""What a summary says: both parts alike, every link a real one, and names that are inert."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.core.mail import EmailMessage
from django.urls import resolve
from django.utils import timezone

from alerts.models import Alert, ItemRisk, Rule, SummaryPart, SummaryRun
from alerts.summaries import facts, merged
from alerts.summaries.daily import letter
from alerts.summaries.letter import as_text
from alerts.summaries.links import Links
from alerts.summaries.mail import mail_of, picture_of
from alerts.summaries.names import inert
from clips.models import Clip
from stores.models import Cashier, Recorder, RecorderState, Register, Store
from tests.alerts.summaries.factories import (
    DAY,
    EVENING,
    MORNING,
    busy_day,
    cashier,
    counted,
    to_look_at,
    weeks,
)
from tests.review.test_health import heard

EVERYTHING = tuple(SummaryPart.values)


class Seen(HTMLParser):
    """What a reader of the HTML part sees with pictures off: text, alt texts, links."""

    def __init__(self, html):
        super().__init__()
        self.words, self.links, self.tags, self.skipping = [], [], set(), ""
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        said = dict(attributes)
        if tag == "a":
            self.links.append(said["href"])
        if tag == "img":
            self.words.append(said["alt"])
        if tag in {"style", "title"}:
            self.skipping = tag

    def handle_endtag(self, tag):
        self.skipping = "" if tag == self.skipping else self.skipping

    def handle_data(self, data):
        if not self.skipping and data.strip():
            self.words.append(data)


def written(chain, stores, *, parts=EVERYTHING, leave=""):
    known = json.loads(json.dumps(facts.gather(stores, DAY, MORNING)))
    return mail_of(letter(known, parts, Links.of(chain)), leave=leave)


def everything_at(store, north):
    """A store with something to say in every part."""
    busy_day(store)
    to_look_at(store, at=EVENING - timedelta(days=4), day=DAY - timedelta(days=4))
    rule = Rule.objects.create(name="Refund > $50", text="Refund > $50", state="on")
    Alert.objects.create(
        rule=rule,
        rule_version=1,
        store=store,
        key_kind="register",
        started_at=EVENING,
        ended_at=EVENING,
        severity=30,
    )
    recorder = Recorder.objects.get(store=store)
    RecorderState.objects.update_or_create(
        recorder=recorder, defaults={"problem_code": "unreachable", "reached_at": EVENING}
    )
    Clip.objects.create(
        store=store,
        moment=EVENING,
        window_start=EVENING,
        window_end=EVENING,
        expires_at=MORNING + timedelta(hours=5),
    )


def bare(text):
    """Words only: marks, rules and line ends are the business of each part."""
    kept = re.sub(r"(?m)^(-+|[!*] |  )", " ", text)
    return re.sub(r"[\s:]+", " ", kept).strip()


def test_both_parts_say_the_same_words_and_lead_to_the_same_places(north, store):
    everything_at(store, north)
    mail = written(north, [store], leave="http://north.testserver/unsubscribe/x/")
    seen = Seen(mail.html)
    links = re.findall(r"https?://\S+", mail.text)
    assert links == seen.links
    text = re.sub(r"https?://\S+", "", mail.text)
    assert bare(text) == bare(" ".join(seen.words))
    assert seen.tags <= {
        *("html", "head", "meta", "title", "style", "body"),
        *("div", "p", "h1", "h2", "a", "img"),
    }
    for part in ("Worth a look", "Flagged", "By register", "By cashier", "Left over"):
        assert part in mail.text
    assert "1 alert, 1 not acknowledged" in mail.text
    assert "The recorder did not answer. It last" not in mail.text  # two lines, one each
    assert "DVR: The recorder did not answer.\n  It last answered Mon 30 Nov 21:44." in mail.text
    assert "1 clip is not fetched yet; its footage will be overwritten at about 11:30." in mail.text
    assert len(mail.html) + len(mail.text) + len(picture_of(_facts(store))) < 100_000


def _facts(store):
    return facts.gather([store], DAY, MORNING)


def test_every_link_opens_something_of_this_chain(north, store):
    everything_at(store, north)
    mail = written(north, [store])
    links = re.findall(r"https?://\S+", mail.text)
    assert all(link.startswith("http://north.testserver/") for link in links)
    names = [resolve(re.sub(r"\?.*", "", link[23:])).view_name for link in links]
    assert names.count("review:transaction") == 3
    assert {"review:queue", "review:recorder", "summaries:summaries"} <= set(names)


def test_counts_are_said_against_what_is_usual(north, store):
    busy_day(store)
    text = written(north, [store]).text
    assert "! 4 refunds, $80.00 in all, usually 0 to 2\n  More than usual." in text
    assert "! Register 1: 7 things flagged, usually 0 to 2" in text
    assert "! Ann: 7 things flagged, usually 0 to 2" in text


def test_what_is_usual_counts_as_usual(north, store):
    weeks(store, who=cashier(store))
    counted(store, DAY, refund=1, who=cashier(store))
    text = written(north, [store]).text
    assert "* 1 refund, $20.00 in all, usually 0 to 2\n" in text
    assert "More than usual" not in text


def test_a_new_store_says_nothing_of_what_is_usual(north, store):
    counted(store, DAY, refund=4)
    mail = written(north, [store])
    assert "4 refunds" in mail.text
    assert "usually" not in mail.text
    assert "Last day" not in mail.text
    assert "<img" not in mail.html


def test_a_cashier_who_seldom_works_mondays_is_measured_by_days_worked(north, store):
    who = cashier(store, "5", "Bo")
    for back in (3, 5, 10, 12, 17):
        counted(store, DAY - timedelta(days=back), refund=1, who=who)
    counted(store, DAY, refund=6, who=who)
    assert "! Bo: 6 things flagged, usually 1 on days worked" in written(north, [store]).text


def test_only_the_seven_riskiest_are_listed_and_decided_ones_are_not(north, store):
    for risk in range(40, 50):
        to_look_at(store, risk=risk, amount=f"-{risk}.00")
    to_look_at(store, risk=99, status="approved", amount="-99.00")
    mail = written(north, [store])
    assert (
        mail.subject == "Store 101: 10 to look at, first a refund of $49.00; never heard from"
        or (mail.subject.startswith("Store 101: 10 to look at, first a refund of $49.00"))
    )
    assert "Worth a look: the first 7 of 10" in mail.text
    assert re.findall(r"Risk (\d+)", mail.text) == ["49", "48", "47", "46", "45", "44", "43"]


def test_a_risk_says_what_it_is_made_of_but_not_how_a_cashier_compares(north, store):
    row = to_look_at(store, risk=87)
    parts = [
        {"code": "refund", "points": 40, "params": {}},
        {"code": "amount", "points": 20, "params": {"amount": "-82.00"}},
        {
            "code": "standing",
            "points": 20,
            "params": {"metric": "refund", "observed": 9, "expected": 2.1},
        },
        {"code": "rules", "points": 7, "params": {"names": ["Big\r\nBcc: x@example.com"]}},
    ]
    ItemRisk.objects.create(transaction=row, base=60, risk=87, parts=parts)
    text = written(north, [store]).text
    assert "Risk 87: Refund; $82.00 is much; found by Big Bcc" in text
    assert "peers" not in text


def test_the_subject_says_since_when_a_store_was_not_heard(north, store, monkeypatch):
    busy_day(store)
    heard(store, ago=timezone.now() - EVENING)
    monkeypatch.setattr(timezone, "now", lambda: MORNING)
    subject = written(north, [store]).subject
    assert subject == (
        "Store 101: 3 to look at, first a refund of $82.00; not heard since Mon 30 Nov 21:44"
    )


def test_parts_that_were_not_asked_for_are_left_out(north, store):
    everything_at(store, north)
    text = written(north, [store], parts=("look",)).text
    assert "Worth a look" in text
    for word in ("By cashier", "By register", "Left over", "1 alert", "DVR", "Last day"):
        assert word not in text


def test_all_is_quiet_only_where_all_was_heard(north, store):
    weeks(store, pattern=(0,))
    assert not merged.all_quiet(_facts(store))
    counted(store, DAY)
    heard(store)
    assert merged.all_quiet(_facts(store))
    mail = written(north, [store])
    assert mail.subject == "Store 101: all quiet"
    assert len(mail.text.splitlines()) < 9


def test_many_stores_are_told_by_attention_and_the_quiet_ones_counted(north, store, other_store):
    busy_day(store)
    heard(store)
    counted(other_store, DAY)
    heard(other_store)
    text = written(north, [store, other_store]).text
    assert text.startswith("2 stores\nMonday 30 November\n\n3 to look at, first a refund of $82.00")
    assert "! Store 101: 3 to look at, 7 things flagged, usually 0 to 2" in text
    assert "* 1 store: all quiet" in text
    assert "Refund $82.00 · Store 101 · Register 1 · Ann · 21:44" in text


NASTY = (
    "Ann\r\nBcc: victim@example.com",
    "<script>alert(1)</script><img src=x onerror=1>",
    "{{ letter.subject }}{% load i18n %}",
    "%(n)s %s {0}",
    "\u202egnp.exe\u2066",
    "see https://evil.example/login now",
    "a" * 300,
)


@pytest.mark.parametrize("name", NASTY)
def test_names_are_inert(north, store, name):
    Store.objects.filter(pk=store.pk).update(name=name[:120])
    store.refresh_from_db()
    Register.objects.filter(store=store, code="1").update(label=name[:60])
    busy_day(store, who=cashier(store, name="x", code="1" + inert(name)[:20]))
    Cashier.objects.update(name=name[:80])
    everything_named(store, name)
    mail = written(north, [store])
    sent = EmailMessage(subject=mail.subject, body=mail.text, to=["a@example.com"]).message()
    assert sent["Bcc"] is None
    assert "\n" not in mail.subject
    seen = Seen(mail.html)
    assert "script" not in seen.tags
    assert mail.html.count("<img") == 1
    assert all(link.startswith("http://north.testserver/") for link in seen.links)
    assert "https://evil" not in mail.text + mail.html
    assert not set("\u202e\u2066\r") & set(mail.text + mail.html)
    if "{{" in name:
        assert "{{ letter.subject }}" in mail.text
    assert all(len(line) < 300 for line in mail.text.splitlines())


def everything_named(store, name):
    Recorder.objects.filter(store=store).update(name=name[:80])
    RecorderState.objects.update_or_create(
        recorder=Recorder.objects.get(store=store),
        defaults={"problem_code": "serial_changed", "problem_params": {"found": name}},
    )


def test_a_past_summary_reads_as_it_was_whatever_was_decided_since(north, store):
    busy_day(store)
    run = SummaryRun(kind="daily", facts=_facts(store), parts=list(EVERYTHING))
    before = as_text(letter(run.facts, run.parts, Links()))
    Cashier.objects.update(name="Renamed")
    Store.objects.filter(pk=store.pk).update(name="Renamed")
    assert as_text(letter(json.loads(json.dumps(run.facts)), run.parts, Links())) == before
