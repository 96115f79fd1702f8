"""The pages: read today's and past ones word for word, send one to oneself, set the times."""

from __future__ import annotations

import html
import re

from alerts.models import Delivery, SummaryRun, SummarySchedule
from jobs.models import Job
from stores.models import AccessLog, Cashier
from tests.alerts.summaries.factories import DAY, busy_day
from tests.alerts.summaries.running import Worker, utc
from tests.alerts.summaries.test_letters import Seen, bare

BEFORE, AFTER = utc("2026-12-01T11:00"), utc("2026-12-01T13:40")
SETTINGS = {
    "is_on": "on",
    "at": "05:15",
    "days": ["1", "3"],
    "roles": ["manager", "owner"],
    "parts": ["look", "health"],
    "says_quiet": "on",
}


def sheet(response):
    """The words of the summary within the page."""
    body = response.content.decode()
    begin = body.index('<div role="article"')
    return body[begin : body.index("</form>", begin)]


def test_a_past_one_reads_as_it_was_mailed(north, store, cast):
    busy_day(store)
    Worker(north, BEFORE, only=store).until(AFTER)
    run = SummaryRun.objects.get(store=store)
    Cashier.objects.update(name="Renamed")
    response = cast.client("manager").get(f"/summaries/{run.pk}/")
    mailed = Delivery.objects.filter(kind="summary", user=cast.manager).get()
    there = bare(" ".join(Seen(mailed.html).words))
    there = there.removesuffix("Do not send me these any more")
    here = bare(" ".join(Seen(sheet(response)).words))
    assert there.strip() in here
    assert "style=" not in sheet(response)
    assert "cid:" not in sheet(response)
    nonce = re.search(r'<style nonce="([^"]+)">', response.content.decode())[1]
    assert f"'nonce-{nonce}'" in response["Content-Security-Policy"]


def test_todays_is_shown_of_one_store_or_of_all_that_one_may_see(north, store, other_store, cast):
    busy_day(store)
    client = cast.client("manager")
    one = client.get("/summaries/now/", {"store": "101", "day": str(DAY)})
    if one.context["run"].business_date == DAY:  # the day is not after today, by this clock
        assert "Refund $82.00" in html.unescape(sheet(one))
    assert "2 stores" in sheet(client.get("/summaries/now/"))
    limited = cast.client("limited")
    assert "Store 102" not in limited.get("/summaries/now/").content.decode()
    assert limited.get("/summaries/now/", {"store": "102"}).status_code == 404
    assert "like for like" in client.get("/summaries/now/", {"kind": "weekly"}).content.decode()


def test_nonsense_in_the_address_is_todays(north, store, cast):
    client = cast.client("viewer")
    for day in ("", "x", "2026-13-45", "9999-01-01", "0001-01-01"):
        assert client.get("/summaries/now/", {"day": day, "kind": "x"}).status_code == 200
    assert client.get("/summaries/now/", {"store": "nope"}).status_code == 404


def test_a_summary_of_stores_one_may_not_all_see_is_not_there(north, store, other_store, cast):
    Worker(north, BEFORE).until(AFTER)
    shared = SummaryRun.objects.get(store=None, kind="daily")
    other = SummaryRun.objects.filter(store=other_store).first()
    mine = SummaryRun.objects.get(store=store)
    limited = cast.client("limited")
    for run, status in ((shared, 404), (other, 404), (mine, 200)):
        if run is not None:
            assert limited.get(f"/summaries/{run.pk}/").status_code == status
            assert limited.post(f"/summaries/{run.pk}/send/").status_code == (
                404 if status == 404 else 302
            )
    listed = limited.get("/summaries/").content.decode()
    assert f"/summaries/{mine.pk}/" in listed
    assert f"/summaries/{shared.pk}/" not in listed
    assert cast.client("owner").get(f"/summaries/{shared.pk}/").status_code == 200


def test_one_sends_it_to_oneself_once_a_minute(north, store, cast):
    client = cast.client("manager")
    for _ in range(2):
        response = client.post("/summaries/now/send/", {"store": "101"}, follow=True)
        assert cast.manager.email in response.content.decode()
    keys = set(Delivery.objects.values_list("key", flat=True))
    assert 1 <= len(keys) <= 2
    assert set(Delivery.objects.values_list("user", flat=True)) == {cast.manager.pk}
    assert not SummaryRun.objects.exists()


def test_times_days_people_and_parts_are_set_and_logged(north, store, cast):
    address = f"/summaries/settings/stores/{store.pk}/"
    client = cast.client("owner")
    page = client.get(address).content.decode()
    assert 'value="06:30"' in page
    assert "Limited, Manager" in page
    assert client.post(address, SETTINGS).status_code == 302
    row = SummarySchedule.objects.get()
    assert (row.store, f"{row.at:%H:%M}", row.days) == (store, "05:15", [1, 3])
    assert (row.roles, row.parts) == (["manager", "owner"], ["look", "health"])
    assert (row.is_on, row.says_quiet, row.by_text) == (True, True, False)
    assert row.changed_by == cast.owner
    assert AccessLog.objects.get(kind="changed_settings").params["what"] == "summary_daily"
    assert Job.objects.get(kind="plan_summaries").state == "queued"
    assert 'value="05:15"' in client.get(address).content.decode()


def test_bad_settings_are_refused_and_nothing_is_kept(north, store, cast):
    client = cast.client("admin")
    for wrong in (
        {"at": "25:00"},
        {"days": ["8"]},
        {"days": []},
        {"roles": ["god"]},
        {"roles": []},
        {"parts": ["nonsense"]},
    ):
        address = f"/summaries/settings/stores/{store.pk}/"
        assert client.post(address, {**SETTINGS, **wrong}).status_code == 422
    zone = {**SETTINGS, "timezone": "Mars/Olympus"}
    assert client.post("/summaries/settings/daily/", zone).status_code == 422
    assert not SummarySchedule.objects.exists()
    good = {**SETTINGS, "timezone": "Europe/Dublin"}
    assert client.post("/summaries/settings/daily/", good).status_code == 302
    assert client.post("/summaries/settings/weekly/", good).status_code == 302
    kept = {row.kind: row.timezone for row in SummarySchedule.objects.all()}
    assert kept == {"daily": "Europe/Dublin", "weekly": "Europe/Dublin"}


def test_who_may_not_change_settings_is_told_so(north, store, cast):
    assert cast.client("manager").get("/summaries/settings/daily/").status_code == 403
    assert "settings/" not in cast.client("manager").get("/summaries/").content.decode()
