"""Mailboxes against a real IMAP server on loopback, over TLS."""

from __future__ import annotations

import ssl

import pytest

from stores.models import SourceKind
from stores.services.sources import SourceWish, add_source
from tests.transactions.sources.imap_server import (
    PASSWORD,
    USER,
    ImapServer,
    Post,
    TlsFront,
    message,
)
from tests.transactions.sources.running import fetch
from transactions.models import Channel, SourceFile, Upload
from transactions.services.try_source import try_source
from transactions.sources import imap
from transactions.sources.messages import is_about, is_from

CSV = b"Trans #,Type,Amount\n9006,Void,12.50\n"


@pytest.fixture
def server(authority):
    running = ImapServer(authority)
    yield running
    running.close()


@pytest.fixture
def front(authority, server):
    tls = TlsFront(authority.context("127.0.0.1"), server.plain_port)
    yield tls
    tls.close()


@pytest.fixture
def post(authority, server):
    person = Post(server, ssl.create_default_context(cafile=str(authority.pem)))
    yield person
    person.close()


@pytest.fixture
def make(store, front):
    def make(*, password=PASSWORD, **more):
        wish = SourceWish(
            name="Mailed reports",
            settings={
                "host": "127.0.0.1",
                "port": front.port,
                "security": "tls",
                "username": USER,
                "folder": "Reports",
                "senders": "@modisoft.com",
                "subject": "",
                **more,
            },
            secrets={"password": password},
            times=("23:30",),
        )
        return add_source(store=store, kind=SourceKind.IMAP, wish=wish, user=None)

    return make


def names():
    return list(SourceFile.objects.order_by("pk").values_list("original_name", flat=True))


def test_attachments_are_taken_once_and_the_message_stays_unread(make, post):
    post.deliver(message("Void report", ("voids.csv", CSV)))
    source = make()
    run = fetch(source)
    assert (run.state, run.found, run.taken) == ("done", 1, 1)
    assert Upload.objects.get().channel == Channel.MAIL
    assert names() == ["voids.csv"]
    run = fetch(source)
    assert (run.found, run.taken) == (0, 0)
    assert not any("Seen" in flags or "Deleted" in flags for flags in post.flags())

    post.deliver(message("Void report", ("voids2.csv", CSV + b"9007,Void,1.00\n")))
    assert fetch(source).taken == 1


def test_mail_of_others_and_about_other_things_is_left_alone(make, post):
    post.deliver(
        message("Void report", ("a.csv", CSV), sender="boss@example.com"),
        message("Void report", ("b.csv", CSV), sender="x@notmodisoft.com"),
        message("Invoice 7", ("c.csv", CSV)),
        message("Your  VOID   Report of Friday", ("d.csv", CSV)),
    )
    assert fetch(make(subject="void report")).found == 1
    assert names() == ["d.csv"]


def test_pictures_and_programs_are_not_taken_and_a_message_without_a_report_is_said(make, post):
    post.deliver(message("Void report", ("logo.png", b"\x89PNG"), ("run.exe", b"MZ")))
    run = fetch(make())
    assert (run.found, run.taken, run.refused) == (1, 0, 1)
    assert run.reason_code == "message_without_file"


def test_tables_in_the_message_itself_are_taken_when_wished(make, post):
    table = "<html><body><table><tr><th>Type</th></tr><tr><td>Void</td></tr></table></body></html>"
    post.deliver(message("Voids 11/20", html=table))
    assert fetch(make(body_tables=True)).taken == 1
    assert names() == ["Voids 11 20.html"]


def test_what_was_taken_is_marked_as_read_only_when_wished(make, post):
    post.deliver(
        message("Void report", ("a.csv", CSV)),
        message("Hello", ("b.csv", CSV), sender="boss@example.com"),
    )
    fetch(make(mark_read=True))
    first, second = post.flags()
    assert "Seen" in first
    assert "Seen" not in second


def test_a_folder_that_counts_anew_is_read_anew_and_nothing_is_doubled(make, post):
    post.deliver(message("Void report", ("a.csv", CSV)))
    source = make()
    fetch(source)
    source.refresh_from_db()
    source.cursor = {"uidvalidity": source.cursor["uidvalidity"] + 1, "uid": 99_999}
    source.save()
    run = fetch(source)
    assert (run.found, run.taken, run.known) == (1, 0, 1)


def test_a_message_that_is_too_large_is_refused_with_its_name(make, post, monkeypatch):
    monkeypatch.setattr(imap, "MAX_MESSAGE_BYTES", 2_000)
    post.deliver(
        message("Huge", ("a.csv", CSV * 100)),
        message("Small", ("b.csv", CSV)),
    )
    run = fetch(make())
    assert (run.taken, run.refused, run.reason_code) == (1, 1, "message_too_large")
    assert run.reason_params == {"name": "Huge"}


def test_a_wrong_password_is_tried_three_times_and_then_no_more(make):
    source = make(password="wrong")
    for _time in range(3):
        assert fetch(source).reason_code == "login_refused"
    source.refresh_from_db()
    assert source.next_run_at is None


def test_a_folder_that_is_not_there_is_said(make):
    assert fetch(make(folder="Nowhere")).reason_code == "no_mail_folder"


def test_starttls_is_verified_too(make, post, server):
    post.deliver(message("Void report", ("a.csv", CSV)))
    source = make(port=server.plain_port, security="starttls")
    assert fetch(source).taken == 1


def test_a_certificate_that_nobody_vouches_for_is_refused(make, settings):
    settings.SOURCE_AUTHORITY_FILE = ""
    assert fetch(make()).reason_code == "certificate_refused"


def test_starttls_with_a_bad_certificate_is_refused_before_the_password(make, settings, server):
    settings.SOURCE_AUTHORITY_FILE = ""
    source = make(port=server.plain_port, security="starttls")
    assert fetch(source).reason_code == "certificate_refused"


def test_a_test_tells_how_many_messages_would_be_taken(make, post):
    post.deliver(message("Void report", ("a.csv", CSV)), message("Void report", ("b.csv", CSV)))
    source = make()
    seen = try_source(source=source, wish=SourceWish("x", source.settings))
    assert (seen.files, seen.newest) == (2, "Void report")
    assert names() == []


class _Mail:
    def __init__(self, sender, subject=""):
        self.from_, self.subject = sender, subject


@pytest.mark.parametrize(
    ("sender", "senders", "is_ours"),
    [
        ("a@modisoft.com", ["a@modisoft.com"], True),
        ("A@Modisoft.com", ["a@modisoft.com"], True),
        ("b@modisoft.com", ["@modisoft.com"], True),
        ("a@modisoft.com.evil.example", ["@modisoft.com"], False),
        ("a@notmodisoft.com", ["modisoft.com"], False),
        ("ba@modisoft.com", ["a@modisoft.com"], False),
        ("", ["@modisoft.com"], False),
    ],
)
def test_who_a_message_is_from(sender, senders, is_ours):
    assert is_from(_Mail(sender), senders) is is_ours


def test_what_a_message_is_about():
    assert is_about(_Mail("", "Fwd: Daily\r\n Void Report"), "daily void report")
    assert not is_about(_Mail("", "Daily report"), "void")
