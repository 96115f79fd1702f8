"""The clip library's pages: what they list, what they ask before they do it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from clips.models import Clip, ClipState, LineDay, Purpose, Retention
from clips.services.holds import place_hold
from clips.services.uplink import local_day
from jobs.models import Job
from stores.models import Camera, Cashier, Store
from tests.clips.counting import counted_queries
from tests.clips.factories import NOON, a_transaction, camera_of, ready_clip

pytestmark = pytest.mark.django_db


def a_clip(store, at=NOON, *, channel="cam1", **fields):
    values = {"state": ClipState.READY, "filename": f"{store.code}-{Clip.objects.count()}"}
    return Clip.objects.create(
        store=store,
        camera=Camera.objects.get(recorder__store=store, channel=channel),
        moment=at,
        window_start=at - timedelta(seconds=60),
        window_end=at + timedelta(seconds=120),
        **{**values, **fields},
    )


def of(store, status, at=NOON, **fields):
    return a_clip(store, at, transaction=a_transaction(store, at=at, status=status), **fields)


def listed(cast, query="", who="manager", **headers):
    page = cast.client(who).get(f"/clips/{query}", headers=headers)
    assert page.status_code == 200
    return page


def hrefs(page):
    return re.findall(r'class="clip-card" href="([^"]+)"', page.text)


def href(clip):
    where = f"transactions/{clip.transaction_id}" if clip.transaction_id else f"clips/{clip.uuid}"
    return f"/{where}/"


def test_every_clip_is_there_newest_first_those_without_a_transaction_too(cast, store, other_store):
    old = of(store, "new", NOON - timedelta(hours=2))
    loose = a_clip(other_store, NOON, purpose=Purpose.MOMENT)
    gone = of(store, "approved", NOON - timedelta(hours=1), state=ClipState.REMOVED)
    assert hrefs(listed(cast)) == [href(loose), href(gone), href(old)]


def test_a_member_of_some_stores_sees_those(cast, store, other_store):
    mine, _theirs = of(store, "new"), of(other_store, "new")
    assert hrefs(listed(cast, who="limited")) == [href(mine)]
    assert cast.client("limited").get("/clips/?store=102").status_code == 404
    camera = camera_of(other_store).pk
    assert cast.client("limited").get(f"/clips/?camera={camera}").status_code == 404


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?status=loose", ["loose"]),
        ("?status=none", ["quiet"]),
        ("?status=new", ["new"]),
        ("?status=approved", ["approved"]),
        ("?state=coming", ["coming"]),
        ("?state=ready&status=new", ["new"]),
        ("?purpose=moment", ["loose"]),
        ("?since=2025-11-20&until=2025-11-20", ["new", "approved"]),
        ("?status=nonsense&since=nonsense&state=x", None),
    ],
)
def test_filters_are_in_the_address(cast, store, query, names):
    made = {
        "new": of(store, "new", NOON),
        "approved": of(store, "approved", NOON - timedelta(seconds=1)),
        "quiet": of(store, None, NOON - timedelta(days=1)),
        "loose": a_clip(store, NOON - timedelta(days=2), purpose=Purpose.MOMENT),
        "coming": of(store, "escalate", NOON - timedelta(days=3), state=ClipState.WAITING),
    }
    wanted = list(made) if names is None else names
    assert hrefs(listed(cast, query)) == [href(made[name]) for name in wanted]


def test_a_camera_of_the_chosen_store(cast, store):
    first, _second = of(store, "new"), of(store, "new", channel="cam2")
    page = listed(cast, f"?store=101&camera={first.camera_id}")
    assert hrefs(page) == [href(first)]
    assert "Register 2" in page.text


def test_pages_go_on_where_they_ended_even_among_equal_times(cast, store, monkeypatch):
    monkeypatch.setattr("clips.library.PAGE", 3)
    monkeypatch.setattr("review.selectors.library.PAGE", 3)
    clips = [a_clip(store, NOON, purpose=Purpose.MOMENT) for _ in range(8)]
    seen, query = [], "?state=ready"
    while query:
        page = listed(cast, query, **{"hx-request": "true"})
        seen += hrefs(page)
        following = re.search(r'href="(\?[^"]*after=[^"]+)"', page.text)
        query = following[1].replace("&amp;", "&") if following else ""
    assert seen == [href(clip) for clip in reversed(clips)]


def test_a_place_that_is_none_is_not_found(cast):
    assert cast.client("manager").get("/clips/?after=xyz").status_code == 404


def test_the_list_shows_what_pictures_cannot_tell(cast, store):
    of(store, "new", state=ClipState.UNAVAILABLE, reason_code="no_footage_at_all")
    page = listed(cast, "?view=list")
    assert "There is no footage of this camera." in page.text
    assert 'aria-current="true">List' in page.text


def test_a_change_of_filters_answers_the_list_and_its_address(cast, store):
    page = listed(cast, "?state=ready&status=&purpose=", **{"hx-request": "true"})
    assert page["HX-Push-Url"] == "/clips/?state=ready"
    assert "<html" not in page.text


def test_the_number_of_queries_does_not_grow_with_the_clips(cast, store, monkeypatch):
    client = cast.client("manager")

    def queries():
        with counted_queries() as caught:
            client.get("/clips/")
        return len(caught)

    of(store, "new")
    queries()
    few = queries()
    for number in range(12):
        of(store, "new", NOON - timedelta(minutes=number))
    assert queries() == few


def test_a_held_clip_says_so(cast, store):
    clip = of(store, "escalate")
    place_hold(member=cast.member("admin"), clip=clip, reason="police")
    assert "On hold" in listed(cast).text


def test_a_clip_without_a_transaction_has_a_page_of_its_own(cast, north, store):
    clip = ready_clip(north, store, b"video", alone=True, purpose=Purpose.MOMENT)
    page = cast.client("viewer").get(f"/clips/{clip.uuid}/")
    assert f"/clips/{clip.uuid}/video?s=" in page.text
    assert cast.client("manager").get(f"/clips/{clip.uuid}/", headers={"hx-request": "true"}).text


def test_its_moving_part_answers_nothing_while_nothing_changed(cast, store):
    clip = a_clip(store, state=ClipState.REQUESTED, purpose=Purpose.MOMENT)
    client = cast.client("manager")
    page = client.get(f"/clips/{clip.uuid}/").text
    version = re.search(r"\?v=([0-9a-f]+)", page)[1]
    asked = {"headers": {"hx-request": "true"}}
    assert client.get(f"/clips/{clip.uuid}/?v={version}", **asked).status_code == 204
    Clip.objects.update(state=ClipState.UNAVAILABLE, reason_code="unreachable")
    assert "did not answer" in client.get(f"/clips/{clip.uuid}/?v={version}", **asked).text


def ask(cast, who="manager", **fields):
    return cast.client(who).post("/clips/ask/", fields)


def test_a_camera_and_a_time_are_ordered_after_the_cost_was_told(cast, store):
    Store.objects.filter(pk=store.pk).update(uplink_mbit=4)
    words = {
        "camera": str(camera_of(store).pk),
        "date": "2025-11-20",
        "time": "12:00:30",
        "minutes": "5",
    }
    told = ask(cast, **words)
    assert "That takes about 150 MB of the store" in told.text
    assert "5 minutes" in told.text
    assert not Clip.objects.exists()
    done = ask(cast, **words, sure="1")
    clip = Clip.objects.get()
    assert done["Location"] == f"/clips/{clip.uuid}/"
    assert clip.window_start == NOON + timedelta(seconds=30)
    assert clip.window_end - clip.window_start == timedelta(minutes=5)


def test_in_the_hour_that_occurs_twice_it_is_asked_which(cast, store):
    words = {"camera": str(camera_of(store).pk), "date": "2025-11-02", "time": "01:30"}
    asked = ask(cast, **words, sure="1")
    assert asked.status_code == 422
    assert "(EDT)" in asked.text
    assert "(EST)" in asked.text
    assert not Clip.objects.exists()
    ask(cast, **words, which="2", sure="1")
    assert f"{Clip.objects.get().moment:%H:%M}" == "06:30"


@pytest.mark.parametrize(
    ("date", "time", "said"),
    [
        ("2025-03-09", "02:30", "did not occur"),
        ("2999-01-01", "12:00", "has not come yet"),
        ("", "12:00", "Write the date"),
        ("2025-11-20", "12:00+00:00", "Write the date"),
    ],
)
def test_a_time_that_cannot_be_is_said(cast, store, date, time, said):
    answer = ask(cast, camera=str(camera_of(store).pk), date=date, time=time, sure="1")
    assert answer.status_code == 422
    assert said in answer.text
    assert not Clip.objects.exists()


def test_another_stores_camera_is_not_found(cast, store, other_store):
    camera = str(camera_of(other_store).pk)
    words = {"camera": camera, "date": "2025-11-20", "time": "12:00"}
    assert ask(cast, "limited", **words).status_code == 404
    assert ask(cast, "viewer", **words).status_code == 403


def test_a_look_back_tells_its_bill_and_then_orders(cast, store):
    cashier = Cashier.objects.create(store=store, code="7", name="Ann")
    row = a_transaction(store, at=timezone.now() - timedelta(days=1))
    row.cashier = cashier
    row.save()
    client = cast.client("manager")
    words = {"cashier": str(cashier.pk), "days": "7", "what": "flagged"}
    told = client.get("/clips/look-back/", words)
    assert "1 transaction, 1 clip" in told.text
    assert "95 MB" in told.text
    assert not Clip.objects.exists()
    done = client.post("/clips/look-back/", {**words, "sure": "1"})
    assert done["Location"] == "/clips/?store=101&purpose=look_back"
    assert Clip.objects.get().purpose == Purpose.LOOK_BACK
    assert "Nothing to fetch." in client.get("/clips/look-back/", words).text


def test_a_look_back_is_of_a_cashier_that_the_member_may_see(cast, other_store):
    cashier = Cashier.objects.create(store=other_store, code="7")
    answer = cast.client("limited").post(
        "/clips/look-back/", {"cashier": str(cashier.pk), "sure": "1"}
    )
    assert answer.status_code == 404


def test_todays_spend_of_every_line(cast, store):
    Store.objects.filter(pk=store.pk).update(daily_clip_mb=500)
    LineDay.objects.create(store=store, day=local_day(store, timezone.now()), spent=125_000_000)
    of(store, "new", state=ClipState.WAITING, reason_code="daily_limit")
    page = cast.client("viewer").get("/clips/line/").text
    assert "125 MB" in page
    assert "500 MB" in page
    assert "?store=101&amp;state=coming" in page


def test_what_would_go_is_shown_before_the_rules_are_kept(cast, north, store):
    clip = ready_clip(
        north, store, b"x" * 2048, transaction=a_transaction(store, status="approved")
    )
    client = cast.client("admin")
    words = {"playback-approved": "30", "original-": "10"}
    page = client.post("/clips/kept/", words)
    assert "1 clip would lose files" in page.text
    assert "2.0 kB" in page.text
    assert not Retention.objects.exists()
    assert client.post("/clips/kept/", {**words, "sure": "1"}).status_code == 302
    assert {row.status for row in Retention.objects.all()} == {"approved", ""}
    assert Job.objects.filter(kind="retire_clips").exists()
    assert Clip.objects.get(pk=clip.pk).state == ClipState.READY
    shown = client.get("/clips/kept/").text
    assert re.search(r'name="playback-approved"[^>]*value="30"', shown)


def test_days_that_are_none_are_refused_and_stay_in_their_field(cast):
    page = cast.client("admin").post("/clips/kept/", {"playback-approved": "0", "sure": "1"})
    assert page.status_code == 422
    assert re.search(r'name="playback-approved"[^>]*value="0"', page.text)
    assert not Retention.objects.exists()


def test_room_is_told_originals_and_copies_apart(cast, north, store):
    one = ready_clip(north, store, b"x" * 3000)
    Clip.objects.filter(pk=one.pk).update(
        original_key="chain/a/b", originals=[{"key": "chain/a/b", "size": 5 * 1024 * 1024}]
    )
    page = cast.client("admin").get("/clips/kept/").text
    assert "5.0 MB" in page
    assert "2.9 kB" in page


def test_an_export_is_taken_and_its_page_is_where_one_goes_next(cast, store):
    head = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"
    sent = {
        "store": "101",
        "camera": str(camera_of(store).pk),
        "video": SimpleUploadedFile("ch01_20251120120000.mp4", head + b"\x00" * 500),
    }
    answer = cast.client("manager").post("/clips/exports", sent, headers={"hx-request": "true"})
    clip = Clip.objects.get()
    assert (answer.status_code, answer["HX-Redirect"]) == (204, f"/clips/{clip.uuid}/")
    assert (clip.purpose, clip.obtained_start) == (Purpose.UPLOAD, NOON)


def test_no_page_carries_an_inline_script_or_style(cast, north, store):
    clip = ready_clip(north, store, b"video", alone=True, purpose=Purpose.UPLOAD, source="upload")
    for path in (
        "",
        f"{clip.uuid}/",
        "ask/?store=101",
        "look-back/",
        "export/?store=101",
        "line/",
        "kept/",
    ):
        page = cast.client("owner").get(f"/clips/{path}")
        assert page.status_code == 200, path
        assert not re.search(r"<script(?![^>]*\bsrc=)", page.text), path
        assert not re.search(r"<style|\sstyle=|\son\w+=|hx-on", page.text), path
