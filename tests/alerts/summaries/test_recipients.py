"""Who gets what: by role, and of the stores that they may see only."""

from __future__ import annotations

from datetime import timedelta

from accounts.models import Membership
from accounts.tenancy import in_chain
from alerts.models import Delivery, OptOut, Phone, SummaryRun
from alerts.services.deliver_prepare import prepare
from alerts.services.summaries import save_schedule
from alerts.summaries.recipients import readers_of
from alerts.summaries.schedules import schedule_of
from stores.models import StoreAccess
from tests.alerts.summaries.factories import DAY, busy_day, cashier, counted, weeks
from tests.alerts.summaries.running import Worker, sent, utc
from tests.alerts.summaries.test_planning import MANAGER_AND_UP, wished
from tests.review.test_health import heard

BEFORE, AFTER = utc("2026-12-01T11:00"), utc("2026-12-01T13:40")


def told(schedule, chain):
    return {
        tuple(store.code for store in stores): sorted(user.name for user in users)
        for stores, users in readers_of(schedule, chain).items()
    }


def test_a_stores_summary_goes_to_its_managers_and_the_owners_to_owners(north, store, other_store):
    assert told(schedule_of("daily", store), north) == {("101",): ["Limited", "Manager"]}
    assert told(schedule_of("daily", other_store), north) == {("102",): ["Manager"]}
    assert told(schedule_of("daily", None), north) == {("101", "102"): ["Admin", "Owner"]}


def test_of_all_stores_each_reads_of_their_own(north, store, other_store, cast):
    save_schedule(kind="daily", store=None, wished=wished(roles=MANAGER_AND_UP), by=cast.owner)
    busy_day(other_store, who=cashier(other_store, "8", "Bob Secret"))
    Worker(north, BEFORE).until(AFTER)
    runs = SummaryRun.objects.filter(kind="daily", store=None)
    assert sorted(run.stores for run in runs) == [[store.pk], [store.pk, other_store.pk]]
    rows = Delivery.objects.filter(user=cast.limited, kind="summary")
    assert rows.count() == 2  # of the store, and of all that this person may see
    for row in rows:
        assert "Bob" not in row.text + row.html + row.subject
        assert "Store 102" not in row.text + row.html + row.subject
    everything = Delivery.objects.get(user=cast.owner, kind="summary")
    assert "Bob Secret" in everything.text


def test_a_limited_person_without_stores_gets_nothing(north, cast, store):
    StoreAccess.objects.filter(user=cast.limited).delete()
    assert told(schedule_of("daily", store), north) == {("101",): ["Manager"]}


def test_who_may_not_see_transactions_is_told_nothing_and_the_other_chain_stays_out(
    north, south, cast, store
):
    Membership.objects.filter(user=cast.viewer).update(is_active=False)
    save_schedule(
        kind="daily",
        store=store,
        wished=wished(roles=("manager", "viewer", "owner", "nonsense")),
        by=cast.owner,
    )
    assert told(schedule_of("daily", store), north) == {("101",): ["Limited", "Manager", "Owner"]}
    with in_chain(south):
        assert told(schedule_of("daily", None), south) == {("101", "102"): ["Southerner"]}


def test_who_took_themselves_off_is_asked_for_and_not_sent_to(north, store, cast):
    OptOut.objects.create(user=cast.manager, kind="summary", channel="email")
    Worker(north, BEFORE, only=store).until(AFTER)
    rows = Delivery.objects.filter(kind="summary", user__in=[cast.manager.pk, cast.limited.pk])
    assert {row.user.name: prepare(row) for row in rows} == {
        "Manager": "opted_out",
        "Limited": "",
    }


def test_the_text_message_is_one_segment_and_names_no_cashier(north, store, cast):
    Phone.objects.create(user=cast.manager, number="+12125550123", verified_at=BEFORE)
    save_schedule(kind="daily", store=store, wished=wished(by_text=True), by=cast.owner)
    busy_day(store, who=cashier(store, "9", "Ángela Nuñez"))
    Worker(north, BEFORE).until(AFTER)
    rows = Delivery.objects.filter(kind="digest")
    assert {row.user.name for row in rows} == {"Manager", "Limited"}
    text = rows[0].text
    run = SummaryRun.objects.get(store=store)
    assert text.startswith("Store 101, Mon 30 Nov: 3 to look at, first a refund of $82.00")
    assert text.endswith(f"http://north.testserver/summaries/{run.pk}/")
    assert len(text) <= 160
    assert text.isascii()
    assert "ngela" not in text
    assert not sent("digest", "email")


def test_nothing_happened_is_one_line_or_nothing_as_one_wishes(north, store, other_store, cast):
    for each in (store, other_store):
        weeks(each, pattern=(0,))
        counted(each, DAY)
        heard(each)
    save_schedule(kind="daily", store=other_store, wished=wished(says_quiet=False), by=cast.owner)
    Worker(north, BEFORE).until(AFTER + timedelta(hours=1))
    assert SummaryRun.objects.get(store=other_store).state == "quiet"
    row = Delivery.objects.get(user=cast.limited, kind="summary")
    assert row.subject == "Store 101: all quiet"
    assert (
        "nothing was flagged, nothing is left to review, and all was heard (400 sales)" in row.text
    )
    assert "Worth a look" not in row.text
    assert "Store 102" not in "".join(subject for _name, subject in sent())
