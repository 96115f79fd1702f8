"""The pages of sources, as the people of the cast meet them."""

from __future__ import annotations

import pytest

from jobs.models import Job
from stores.models import Source, SourceRun
from stores.sealing import seal, unseal
from stores.services.sources import SourceWish, merged_secrets
from tests.transactions.journals import Ring, journal
from tests.transactions.sources.running import fetch
from transactions.source_forms import FolderForm, HttpsForm, SftpForm

pytestmark = pytest.mark.django_db

HTMX = {"hx-request": "true"}


def folder_form(root, **more):
    return {
        "kind": "folder",
        "store": "101",
        "name": "Passport",
        "path": str(root),
        "patterns": "PJR*",
        "times": "23:30, 6:05",
        "every_minutes": "",
        "silent_after_minutes": "",
        **more,
    }


def test_a_folder_is_added_tested_and_asked_for_at_once(cast, north, root):
    (root / "PJR1.xml").write_bytes(journal(Ring(1)))
    client = cast.client("owner")
    answer = client.post("/sources/add/", folder_form(root), headers=HTMX)
    assert answer.status_code == 204
    source = Source.objects.get()
    assert answer["HX-Redirect"] == f"/sources/{source.pk}/"
    assert source.times == ["06:05", "23:30"]
    assert Job.objects.get(kind="fetch_source").key == str(source.pk)
    page = client.get(f"/sources/{source.pk}/").content.decode()
    assert "at 06:05, 23:30" in page
    assert "Fetch now" in page


def test_a_test_says_what_it_sees_and_saves_nothing(cast, north, root):
    (root / "PJR1.xml").write_bytes(journal(Ring(1)))
    answer = cast.client("owner").post("/sources/test/", folder_form(root), headers=HTMX)
    assert "Connected. It holds 1; the newest is “PJR1.xml”" in answer.content.decode()
    assert not Source.objects.exists()


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/etc", "has not been released"),
        ("{root}/../../etc", "has not been released"),
        ("{root}/not-there", "cannot be reached"),
        ("Z:\\PJR", "begins with a drive letter"),
    ],
)
def test_a_folder_that_cannot_be_read_is_refused_with_the_reason(cast, north, root, path, sentence):
    form = folder_form(root, path=path.format(root=root))
    answer = cast.client("owner").post("/sources/add/", form, headers=HTMX)
    assert answer.status_code == 422
    assert answer["HX-Retarget"] == "#tested"
    assert sentence in answer.content.decode()
    assert not Source.objects.exists()


def test_what_cannot_be_reached_yet_may_be_saved_all_the_same(cast, north, root):
    form = folder_form(root, path=str(root / "later"), anyway="1")
    assert cast.client("owner").post("/sources/add/", form, headers=HTMX).status_code == 204
    run = fetch(Source.objects.get())
    assert (run.state, run.reason_code) == ("failed", "folder_gone")


def test_times_that_are_none_are_said_beside_the_field(cast, north, root):
    client = cast.client("owner")
    answer = client.post("/sources/add/", folder_form(root, times="25:00"), headers=HTMX)
    assert answer.status_code == 422
    assert "“25:00” is not a time" in answer.content.decode()
    answer = client.post("/sources/add/", folder_form(root, times=""), headers=HTMX)
    assert "Say when to look" in answer.content.decode()


def test_fetch_now_asks_once_however_often_it_is_pressed(cast, north, root, folder_source):
    source = folder_source(times=("23:30",))
    fetch(source)
    client = cast.client("owner")
    for _press in range(3):
        assert client.post(f"/sources/{source.pk}/fetch/", headers=HTMX).status_code == 200
    assert SourceRun.objects.filter(state="running").count() == 1
    run = fetch(source)
    assert (run.state, run.asked_by) == ("done", cast.owner)


def test_a_stored_password_is_never_in_a_page(cast, north, store, settings):
    settings.ALLOWED_SOURCE_NETWORKS = ["north=127.0.0.1/32"]
    form = {
        "kind": "sftp",
        "store": "101",
        "name": "Reports",
        "host": "127.0.0.1",
        "port": "1",
        "username": "modisoft",
        "password": "hunter2-hunter2",
        "path": ".",
        "times": "23:30",
        "anyway": "1",
    }
    client = cast.client("owner")
    assert client.post("/sources/add/", form, headers=HTMX).status_code == 204
    source = Source.objects.get()
    assert unseal(source.sealed) == {"password": "hunter2-hunter2"}
    assert b"hunter2" not in bytes(source.sealed)
    for address in ("", "edit/", "state/"):
        page = client.get(f"/sources/{source.pk}/{address}").content.decode()
        assert "hunter2" not in page
    assert "One is stored" in client.get(f"/sources/{source.pk}/edit/").content.decode()
    assert "hunter2" not in str(Source.objects.values("settings", "cursor").get())


def test_a_stored_password_is_not_sent_to_another_host(cast, north, store):
    source = Source(store=store, kind="sftp", settings={"host": "a.example.com", "port": 22})
    source.sealed = seal({"password": "for a only"})
    same = SourceWish("x", {"host": "A.example.com", "port": 22})
    other = SourceWish("x", {"host": "b.example.com", "port": 22})
    assert merged_secrets(source, same) == {"password": "for a only"}
    assert merged_secrets(source, other) == {}


def test_managers_see_the_list_and_cannot_touch_it(cast, north, folder_source):
    source = folder_source(times=("23:30",))
    client = cast.client("manager")
    page = client.get("/sources/").content.decode()
    assert source.name in page
    assert "Add a source" not in page
    assert "Fetch now" not in client.get(f"/sources/{source.pk}/").content.decode()
    assert client.post(f"/sources/{source.pk}/fetch/").status_code == 403


def test_switching_off_ends_the_asking(cast, north, folder_source):
    source = folder_source(every_minutes=5)
    cast.client("owner").post(f"/sources/{source.pk}/switch/", {"on": "0"})
    source.refresh_from_db()
    assert not source.is_active
    assert source.next_run_at is None
    page = cast.client("owner").get(f"/sources/{source.pk}/").content.decode()
    assert "Switched off" in page


def sftp_form(**more):
    return {
        "kind": "sftp",
        "store": "101",
        "name": "Reports",
        "host": "a.example.com",
        "port": "22",
        "username": "modisoft",
        "password": "",
        "path": ".",
        "times": "23:30",
        **more,
    }


@pytest.mark.parametrize(
    ("typed", "pinned"),
    [
        ({"host_key": ""}, "ssh-ed25519 SHA256:known"),
        ({"host_key": "ssh-ed25519 SHA256:forged"}, "ssh-ed25519 SHA256:known"),
        ({"accept_new_key": "on"}, ""),
        ({"host": "b.example.com", "host_key": "ssh-ed25519 SHA256:known"}, ""),
    ],
)
def test_a_pinned_key_is_let_go_only_on_purpose_or_with_its_server(north, store, typed, pinned):
    known = {"host": "a.example.com", "port": 22, "host_key": "ssh-ed25519 SHA256:known"}
    source = Source(store=store, kind="sftp", name="Reports", settings=known)
    form = SftpForm(sftp_form(**typed), source=source)
    assert form.is_valid(), form.errors
    assert form.wish().settings["host_key"] == pinned


@pytest.mark.parametrize(
    ("more", "is_good"),
    [
        ({"silent_after_minutes": "60"}, False),
        ({"silent_after_minutes": "1500"}, True),
        ({"silent_after_minutes": "60", "every_minutes": "15"}, True),
        ({"silent_after_minutes": "20", "every_minutes": "15"}, False),
        ({"silent_after_minutes": "60", "is_live": "on"}, True),
    ],
)
def test_an_alarm_between_two_fetches_is_refused(north, root, more, is_good):
    form = FolderForm(folder_form(root, **{"times": "23:30", **more}))
    assert form.is_valid() is is_good


@pytest.mark.parametrize(
    "host",
    ["https://a.example.com", "a.example.com/x", "a b", "user@host", "", "-oProxy=x", "a\nb"],
)
def test_what_is_no_server_name_is_refused(north, host):
    assert not SftpForm(sftp_form(host=host)).is_valid()


@pytest.mark.parametrize(
    "url", ["http://a.example.com/", "https://user:pw@a.example.com/", "file:///x"]
)
def test_only_plain_https_addresses_are_taken(north, url):
    usual = {"date_format": "iso", "days_back": "1", "auth": "none", "body": "json"}
    form = {"name": "A", "times": "23:30", "url": url, "paging": "none", **usual}
    assert not HttpsForm(form).is_valid()
    assert HttpsForm({**form, "url": "https://a.example.com/?from={from}"}).is_valid()
