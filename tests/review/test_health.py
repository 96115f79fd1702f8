"""The data-health pages: what they say, to whom, and what people may say there."""

import html
import re
import uuid
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from stores.models import AccessKind, AccessLog, Source, SourceRun, Store
from tests.review.factories import a_file, plain
from transactions.formats.canonical import SourceRank
from transactions.models import (
    ControlCount,
    GapExplanation,
    HourlyTotal,
    Match,
    StoreHealth,
    Unfamiliar,
    Upload,
)
from transactions.services.health import check_store

NOW = timezone.now


def page(cast, store, name="manager", query=""):
    response = cast.client(name).get(f"/health/{store.pk}/{query}")
    assert response.status_code == 200
    return html.unescape(re.sub(r"\s+", " ", response.text))


def heard(store, channel="agent", ago=timedelta(seconds=12), **fields):
    """An event that came in by itself."""
    at = NOW() - ago
    upload = Upload.objects.create(store=store, name="x", channel=channel)
    file = a_file(store, upload=upload, received_at=at, state="ingested")
    return plain(store, at=at, source_file=file, **fields)


def days_ago(days):
    return NOW().astimezone(ZoneInfo("America/New_York")).date() - timedelta(days=days)


def ring(store, numbers, days, file=None, **fields):
    file = file or a_file(store)
    day = days_ago(days)
    # Noon of today may not have come yet, and what is `heard` comes after it.
    at = min(datetime(day.year, day.month, day.day, 17, tzinfo=UTC), NOW() - timedelta(minutes=1))
    for number in numbers:
        plain(
            store,
            at=at,
            business_date=day,
            transaction_no=str(number),
            source_rank=SourceRank.JOURNAL,
            source_file=file,
            **fields,
        )


def control(store, metric, days=3, **fields):
    values = {
        "key": uuid.uuid4().hex,
        "source": "msm",
        "scope": "day",
        "content_hash": "x",
        "business_date": days_ago(days),
        "count": Decimal(4),
        **fields,
    }
    return ControlCount.objects.create(
        store=store, source_file=a_file(store), metric=metric, **values
    )


def test_a_store_whose_register_was_just_heard_is_watched(cast, store):
    heard(store)
    said = page(cast, store)
    assert '<span class="dot dot-watching" aria-hidden="true"></span> Watching' in said
    assert "silence means that nothing happened" in said


def test_a_store_that_fell_silent_is_not_watched_and_says_since_when(cast, store):
    heard(store, ago=timedelta(hours=3))
    said = page(cast, store)
    assert "Not watching" in said
    assert "Nothing was heard for 3 h of opening hours." in said
    assert "See that the PC at the store is on" in said


def test_a_store_that_is_closed_is_not_silent(cast, store):
    local = NOW().astimezone(store.zone)
    store.opens_at = (local + timedelta(hours=1)).time()
    store.closes_at = (local - timedelta(hours=5)).time()
    store.save()
    heard(store, ago=timedelta(hours=5))
    assert "dot-watching" in page(cast, store)


def test_an_event_of_a_wild_clock_does_not_pass_for_the_last_one(cast, store):
    heard(store, ago=timedelta(hours=3))
    plain(
        store,
        at=NOW() - timedelta(minutes=1),
        time_quality="implausible",
        source_file=a_file(store),
    )
    said = page(cast, store)
    assert "Nothing was heard for 3 h" in said
    assert "1 event of the last week carries a time that cannot be right" in said


def test_missing_numbers_are_listed_until_somebody_explains_them(cast, store):
    heard(store)
    ring(store, [10, 11, 15], days=3)
    ring(store, [16], days=2)
    said = page(cast, store)
    assert "3 transaction numbers are missing." in said
    assert "12 – 14" in said  # noqa: RUF001
    token = re.search(r'name="gap" value="([^"]+)"', said)[1]
    client = cast.client("manager")
    answer = client.post(
        f"/health/{store.pk}/explain/", {"gap": token, "text": "Register reset"}, follow=True
    )
    assert "Written down." in answer.text
    said = page(cast, store)
    assert "No number is missing in these days." in said
    assert "Register reset" in said
    assert "Manager" in said
    assert StoreHealth.objects.get(store=store).missing_numbers == 0


def test_a_gap_of_a_day_that_is_still_open_is_no_alarm(cast, store):
    ring(store, [10, 12], days=0)
    heard(store, business_date=days_ago(0))
    said = page(cast, store)
    assert "day still open" in said
    assert "dot-watching" in said.split("Data health</a>")[1]


@pytest.mark.parametrize("text", ["", "  ", "x"])
def test_an_explanation_that_says_nothing_is_refused(cast, store, text):
    ring(store, [10, 12], days=3)
    answer = cast.client("manager").post(
        f"/health/{store.pk}/explain/",
        {"gap": f"{days_ago(3).isoformat()}.1.11.11", "text": text},
    )
    assert answer.status_code == 422
    assert "Say in a few words why" in answer.text
    assert not GapExplanation.objects.exists()


@pytest.mark.parametrize("token", ["", "x", "2026-99-99.1.1.1", "2026-03-02.1.11.11", "2026-03-02"])
def test_numbers_that_are_not_missing_cannot_be_explained(cast, store, token):
    ring(store, [10, 12], days=3)
    answer = cast.client("manager").post(
        f"/health/{store.pk}/explain/", {"gap": token, "text": "because"}, follow=True
    )
    assert answer.status_code == 200
    assert "came in meanwhile" in answer.text
    assert not GapExplanation.objects.exists()


def test_a_type_that_the_register_counts_and_nobody_saw_is_said_in_words(cast, store):
    heard(store)
    ring(store, [10], days=3)
    control(store, "no_sales")
    said = page(cast, store)
    assert "We may be blind to no sales: the register counted some" in said
    assert (
        "The register counted 4 no sales, we saw 0: we may be blind to no sales here. "
        "Run the ring test." in said
    )


def test_no_claim_of_blindness_where_others_of_the_kind_were_seen(cast, store):
    heard(store)
    ring(store, [10, 11], days=2, event_type="no_sale")
    control(store, "no_sales", days=2, count=Decimal(2), key="a")
    control(store, "no_sales", days=3, key="b")
    said = page(cast, store)
    assert "blind" not in said.split("What is heard")[1].replace('id="blind"', "")
    assert "none of them reached us, though others did" in said


def test_the_example_of_something_new_is_shown_and_not_run(cast, store):
    heard(store)
    row = Unfamiliar.objects.create(
        store=store,
        format="naxml_journal",
        kind="element",
        name="<b>GiftThing</b>",
        example="<script>alert(1)</script>",
        count=3,
        first_file=a_file(store),
    )
    raw = cast.client("manager").get(f"/health/{store.pk}/").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in raw
    assert "<script>alert" not in raw
    assert "<b>GiftThing" not in raw
    client = cast.client("manager")
    client.post(f"/health/{store.pk}/settle/", {"id": row.pk})
    row.refresh_from_db()
    assert row.settled_at is not None
    entry = AccessLog.objects.get(kind=AccessKind.CHANGED_SETTINGS)
    assert entry.params["what"] == "unfamiliar_settled"
    assert "Everything in this store’s files is known." in page(cast, store)  # noqa: RUF001
    client.post(f"/health/{store.pk}/settle/", {"id": row.pk, "right": "no"})
    row.refresh_from_db()
    assert row.settled_at is None


def test_nobody_settles_what_is_of_another_store(cast, store, other_store):
    row = Unfamiliar.objects.create(
        store=other_store, format="naxml_journal", kind="element", name="X"
    )
    cast.client("manager").post(f"/health/{store.pk}/settle/", {"id": row.pk})
    row.refresh_from_db()
    assert row.settled_at is None


def test_who_may_only_look_is_shown_no_button_and_refused(cast, store):
    ring(store, [10, 12], days=3)
    Unfamiliar.objects.create(store=store, format="naxml_journal", kind="element", name="X")
    said = page(cast, store, "viewer")
    assert "Write down" not in said
    assert "All right" not in said
    client = cast.client("viewer")
    assert client.post(f"/health/{store.pk}/explain/").status_code == 403
    assert client.post(f"/health/{store.pk}/settle/").status_code == 403


def test_a_code_nobody_has_explained_leads_to_where_it_is_explained(cast, store):
    for kind, name in (("department", "91"), ("tender", "house"), ("element", "Odd")):
        Unfamiliar.objects.create(store=store, format="naxml_journal", kind=kind, name=name)
    said = page(cast, store)
    assert said.count("nobody has said what it stands for") == 2
    for place in ("departments", "payments"):
        assert f'href="/setup/{store.pk}/{place}/"' in said
    assert said.count("not read at all") == 1
    assert "Say what it stands for" not in page(cast, store, "viewer")


def test_files_are_read_again_and_second_accounts_decided_from_here(cast, store):
    row = plain(store, at=NOW(), standing="undecided")
    Match.objects.create(lower=row, store=store, how="unsure")
    said = page(cast, store)
    for address in (f"/health/{store.pk}/again/", f"/second-accounts/?store={store.code}"):
        assert f'href="{address}"' in said
        assert cast.client("manager").get(address).status_code == 200


def test_what_was_never_seen_is_said_with_what_that_means(cast, store):
    heard(store)
    HourlyTotal.objects.create(
        store=store,
        business_date=days_ago(3),
        hour=10,
        measure="type:refund",
        count=2,
        amount=Decimal(-20),
    )
    said = page(cast, store)
    assert "No “No sale” has ever been seen here: a rule about it cannot fire." in said
    assert "No “Refund” has ever been seen here" not in said


def test_the_list_shows_first_what_needs_attention_first(cast, store, other_store):
    third = Store.objects.create(code="103", name="Store 103")
    heard(other_store, ago=timedelta(hours=4))
    heard(store)
    listed = cast.client("manager").get("/health/").text
    places = [listed.index(f'href="/health/{each.pk}/">') for each in (other_store, third, store)]
    assert places == sorted(places)


def test_a_member_of_some_stores_sees_those_alone(cast, store, other_store):
    client = cast.client("limited")
    listed = client.get("/health/").text
    assert f"/health/{store.pk}/" in listed
    assert f"/health/{other_store.pk}/" not in listed
    assert client.get(f"/health/{other_store.pk}/").status_code == 404


@pytest.mark.parametrize("query", ["?back=1", "?back=999", "?back=-1", "?back=x", "?back=99999"])
def test_earlier_weeks_can_be_looked_at(cast, store, query):
    heard(store)
    assert "Missing transaction numbers" in page(cast, store, query=query)


def statements(asked):
    return len(
        [each for each in asked if not each["sql"].startswith(("SET ", "SAVEPOINT", "RELEASE"))]
    )


def test_a_page_asks_no_more_however_much_there_is(cast, store):
    client = cast.client("manager")
    heard(store)
    client.get(f"/health/{store.pk}/")
    with CaptureQueriesContext(connection) as few:
        client.get(f"/health/{store.pk}/")
    ring(store, range(1, 40, 2), days=3)
    ring(store, range(50, 60), days=2)
    for number in range(20):
        Unfamiliar.objects.create(
            store=store, format="x", kind="element", name=str(number), first_file=a_file(store)
        )
        control(store, "no_sales", key=str(number), till=str(number))
    with CaptureQueriesContext(connection) as many:
        assert client.get(f"/health/{store.pk}/").status_code == 200
    # A register's figures are held against events by one statement more than none are.
    assert statements(many) <= statements(few) + 1


def test_the_header_asks_no_more_for_many_stores(cast, store):
    client = cast.client("manager")
    heard(store)
    client.get("/pulse/")
    with CaptureQueriesContext(connection) as few:
        client.get("/pulse/")
    for number in range(30):
        Store.objects.create(code=f"2{number:02}", name=f"Store 2{number:02}")
    with CaptureQueriesContext(connection) as many:
        assert "Watching 1 of 32" in client.get("/pulse/").text
    assert statements(many) == statements(few)


def test_the_list_says_what_was_found_out_last(cast, store):
    heard(store)
    StoreHealth.objects.create(store=store, blind_to=["no_sales", "refunds"])
    listed = html.unescape(cast.client("manager").get("/health/").text)
    assert "We may be blind to no sales, refunds: the register counted some" in listed
    assert "more</span>" not in listed


def test_checking_a_store_finds_what_its_page_says(cast, store):
    heard(store)
    ring(store, [10, 11, 15], days=3)
    ring(store, [16], days=2)
    control(store, "no_sales")
    found = check_store(store=store)
    assert (found.missing_numbers, found.missing_since) == (3, days_ago(3))
    assert (found.blind_to, found.differing_counts) == (["no_sales"], 1)
    assert found.lag_p95 is not None
    assert "and 2 more" in cast.client("manager").get("/health/").text


def test_the_files_behind_a_number_are_those_of_the_store(cast, store, other_store):
    a_file(store, state="quarantined", original_name="ours.xml")
    a_file(other_store, state="quarantined", original_name="theirs.xml")
    link = re.search(r'href="(/files/\?[^"]+)">Couldn\'t read', page(cast, store))[1]
    listed = cast.client("manager").get(html.unescape(link)).text
    assert "ours.xml" in listed
    assert "theirs.xml" not in listed
    assert "theirs.xml" not in cast.client("limited").get("/files/?store=102").text


def test_each_source_tells_how_its_last_look_went(cast, store):
    heard(store)
    good = Source.objects.create(store=store, kind="folder", name="PJR share", is_live=True)
    bad = Source.objects.create(
        store=store, kind="sftp", name="Office", failures=3, next_run_at=NOW()
    )
    SourceRun.objects.create(source=good, state="done", found=9, taken=4)
    SourceRun.objects.create(
        source=bad, state="failed", reason_code="no_answer", reason_params={"host": "box.example"}
    )
    said = page(cast, store)
    assert "4 new of 9 found" in said
    assert "failed, 3 in a row" in said
    assert "box.example does not answer." in said
    assert f"/sources/{bad.pk}/" in said
