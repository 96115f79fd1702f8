"""Summaries as a real mail server takes them, from the clock to the MIME parts."""

from __future__ import annotations

import io
import re

import pytest
from django.test import Client
from PIL import Image

from alerts.models import Delivery, OptOut, SummaryRun
from alerts.summaries import plan
from jobs.models import Job
from jobs.worker import work
from tests.alerts.summaries.factories import DAY, MORNING, busy_day, weeks
from tests.alerts.summaries.running import Worker, utc
from tests.alerts.summaries.test_letters import Seen, bare
from tests.alerts.telling.factories import hand_over

BEFORE, AFTER = utc("2026-12-01T11:00"), utc("2026-12-01T12:00")


@pytest.fixture
def mailed(north, store, cast, smtp):
    """The mails that half past six brought, by address."""
    busy_day(store)
    Worker(north, BEFORE, only=store).until(AFTER)
    hand_over()
    return {address: mail for (address,), mail in smtp.taken}


def test_each_manager_gets_one_mail_of_text_html_and_a_picture(mailed, cast):
    assert set(mailed) == {cast.manager.email, cast.limited.email}
    mail = mailed[cast.manager.email]
    assert mail["Subject"].startswith("Store 101: 3 to look at, first a refund of $82.00")
    assert mail.get_content_type() == "multipart/related"
    kinds = [part.get_content_type() for part in mail.walk() if not part.is_multipart()]
    assert kinds == ["text/plain", "text/html", "image/png"]
    html = mail.get_body(("html",)).get_content()
    (shown,) = re.findall(r'src="cid:([^"]+)"', html)
    (picture,) = [part for part in mail.walk() if part["Content-ID"] == f"<{shown}>"]
    assert picture.get_content_disposition() == "inline"
    with Image.open(io.BytesIO(picture.get_content())) as image:
        assert image.format == "PNG"
        assert image.size == (1104, 368)
    assert len(mail.as_bytes()) < 100_000


def test_both_parts_arrive_alike(mailed, cast):
    mail = mailed[cast.limited.email]
    text = mail.get_body(("plain",)).get_content()
    seen = Seen(mail.get_body(("html",)).get_content())
    assert re.findall(r"https?://\S+", text) == seen.links
    assert bare(re.sub(r"https?://\S+", "", text)) == bare(" ".join(seen.words))


def test_one_leaves_by_the_link_in_it_or_by_one_click_and_gets_no_more(
    mailed, north, cast, store, smtp
):
    mail = mailed[cast.manager.email]
    header = mail["List-Unsubscribe"].strip("<> ")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert header in Seen(mail.get_body(("html",)).get_content()).links
    path = header.removeprefix("http://north.testserver")
    stranger = Client(headers={"host": "north.testserver"})
    assert stranger.get(path).status_code == 200
    assert not OptOut.objects.exists()
    assert stranger.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert OptOut.objects.get().user == cast.manager
    smtp.taken.clear()
    Worker(north, utc("2026-12-02T11:00"), only=store).until(utc("2026-12-02T12:00"))
    hand_over()
    assert [address for (address,), _mail in smtp.taken] == [cast.limited.email]


def test_a_server_that_is_away_for_an_hour_brings_no_second_mail(north, store, cast, smtp):
    busy_day(store)
    smtp.orders = ["450 4.3.2 later", "450 4.3.2 later"]
    Worker(north, BEFORE, only=store).until(AFTER)
    hand_over()
    hand_over()
    hand_over()
    assert sorted(address for (address,), _mail in smtp.taken) == sorted(
        [cast.manager.email, cast.limited.email]
    )


def test_the_jobs_do_it_by_themselves(north, store, cast, smtp, monkeypatch):
    """Through the pipeline: plan, make, deliver, and the plan waits again."""
    from django.utils import timezone

    weeks(store)
    busy_day(store)
    clock = timezone.now
    Worker(north, BEFORE)
    monkeypatch.setattr(timezone, "now", lambda: MORNING)
    plan.ask_for_plan(north)
    monkeypatch.setattr("alerts.summaries.plan.put_off", _put_off_by(clock))
    work("quick", seconds=30)
    monkeypatch.setattr(timezone, "now", clock)
    assert Job.objects.get(kind=plan.PLAN).state == "queued"
    assert Job.objects.filter(kind=plan.MAKE, state="done").count() == 1
    assert SummaryRun.objects.get().business_date == DAY
    hand_over()
    assert {row.state for row in Delivery.objects.all()} == {"sent"}
    assert len(smtp.taken) == 2


def _put_off_by(clock):
    """The database's clock is the real one: what waits, waits an hour of it."""
    from datetime import timedelta

    from jobs.services import put_off

    def later(job, *, until, reason, counted):
        put_off(job, until=clock() + timedelta(hours=1), reason=reason, counted=counted)

    return later
