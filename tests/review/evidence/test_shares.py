"""Shares: what a stranger with a link can do, and what nobody can."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import DatabaseError, connections, transaction
from django.test import Client
from django.utils import timezone

from accounts.tenancy import in_chain
from review.evidence import shares
from review.models import EvidencePackage, Share, ShareVisit
from stores.models import AccessLog
from tests.cast import NORTH, SOUTH
from tests.review.evidence.ground import a_case, content_of, made

WISH = {"recipient": "Ann Lee", "organisation": "City Police", "days": 14}


@pytest.fixture
def owner(cast, north):
    return cast.member("owner")


@pytest.fixture
def package(owner, store):
    return made(owner, a_case(store), title="Case 7")


@pytest.fixture
def shared(owner, package):
    wish = shares.NewShare(**WISH, holds_package=True, copies=[])
    return shares.make_share(member=owner, package=package, wish=wish)


@pytest.fixture
def visitor():
    return Client(headers={"host": NORTH}, enforce_csrf_checks=True)


def opened(visitor, shared, passcode=None):
    data = {"passcode": passcode or shared.passcode}
    return visitor.post(f"/share/{shared.token}/open/", data)


def test_link_and_passcode_together_open_it_and_all_of_it_is_logged(visitor, shared, package):
    page = visitor.get(f"/share/{shared.token}/")
    assert page.status_code == 200 and "Case 7" not in page.text
    assert opened(visitor, shared, shared.passcode.lower().replace("-", " ")).status_code == 302
    page = visitor.get(f"/share/{shared.token}/")
    assert "Case 7" in page.text and package.sha256 in page.text
    file = visitor.get(f"/share/{shared.token}/package.zip")
    assert b"".join(file.streaming_content) == content_of(package)
    assert [visit.kind for visit in ShareVisit.objects.order_by("id")] == [
        "opened",
        "unlocked",
        "took_package",
    ]
    taken = ShareVisit.objects.get(kind="took_package")
    assert (taken.address, taken.sha256) == ("127.0.0.1", package.sha256)
    told = AccessLog.objects.filter(kind="share_opened").values_list("who", flat=True)
    assert set(told) == {"Ann Lee (City Police)"}


def test_pages_and_files_stay_out_of_caches_engines_and_referrers(visitor, shared):
    answers = [visitor.get(f"/share/{shared.token}/"), visitor.get("/share/x/")]
    opened(visitor, shared)
    answers.append(visitor.get(f"/share/{shared.token}/package.zip"))
    for answer in answers:
        assert "noindex" in answer["X-Robots-Tag"]
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "no-store" in answer["Cache-Control"]


def test_a_download_goes_on_where_it_broke_off_and_is_one_entry(visitor, shared, package):
    opened(visitor, shared)
    whole = content_of(package)
    for first in (0, 100, 5000):
        answer = visitor.get(
            f"/share/{shared.token}/package.zip", headers={"range": f"bytes={first}-{first + 49}"}
        )
        assert answer.status_code == 206
        assert b"".join(answer.streaming_content) == whole[first : first + 50]
    assert ShareVisit.objects.filter(kind="took_package").count() == 1


def test_without_the_passcode_there_is_nothing(visitor, shared):
    for address in ("package.zip", "copies/00000000-0000-4000-8000-000000000000/"):
        assert visitor.get(f"/share/{shared.token}/{address}").status_code == 404
    visitor.cookies["share"] = "forged"
    assert visitor.get(f"/share/{shared.token}/package.zip").status_code == 404


def test_neither_link_nor_passcode_is_kept(shared):
    row = Share.objects.filter(pk=shared.share.pk).values().get()
    kept = " ".join(str(value) for value in row.values())
    assert shared.token not in kept and shares.plain(shared.passcode) not in kept
    assert row["passcode"].startswith("scrypt$")
    events = Share.pgh_event_model.objects.values().get()
    assert not {"digest", "passcode"} & set(events)


def test_wrong_passcodes_lock_it_longer_each_time_and_then_for_good(visitor, shared, owner):
    for _ in range(4):
        assert opened(visitor, shared, "wrong").status_code == 403
    assert opened(visitor, shared, "wrong").status_code == 429
    assert opened(visitor, shared).status_code == 429, "the right one waits as well"
    assert ShareVisit.objects.filter(kind="locked").count() == 1
    row = Share.objects.get()
    waits = []
    while row.failures < shares.MOST_FAILURES:
        waits.append(row.locked_until - timezone.now())
        Share.objects.update(locked_until=timezone.now() - timedelta(seconds=1))
        for _ in range(shares.TRIES_BEFORE_LOCK):
            opened(visitor, shared, "wrong")
        row.refresh_from_db()
    assert waits == sorted(waits) and waits[-1] > timedelta(hours=1)
    Share.objects.update(locked_until=None)
    assert opened(visitor, shared).status_code == 429
    assert "new passcode" in visitor.get(f"/share/{shared.token}/").text
    code = shares.new_code(member=owner, share=row)
    assert opened(visitor, shared).status_code == 403
    assert opened(visitor, shared, code).status_code == 302


def test_a_new_passcode_ends_what_the_old_one_opened(visitor, shared, owner):
    opened(visitor, shared)
    assert visitor.get(f"/share/{shared.token}/package.zip").status_code == 200
    shares.new_code(member=owner, share=shared.share)
    assert visitor.get(f"/share/{shared.token}/package.zip").status_code == 404


@pytest.mark.parametrize("how", ["revoked", "expired"])
def test_what_was_taken_back_or_has_expired_opens_nothing_at_once(visitor, shared, owner, how):
    opened(visitor, shared)
    if how == "revoked":
        shares.revoke(member=owner, share=shared.share)
    else:
        Share.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    for address in ("", "package.zip"):
        answer = visitor.get(f"/share/{shared.token}/{address}")
        assert answer.status_code == 404 and "Case 7" not in answer.text
    assert opened(visitor, shared).status_code == 404


def test_a_cookie_of_one_share_opens_no_other(visitor, shared, owner, package):
    wish = shares.NewShare(**WISH, holds_package=True, copies=[])
    other = shares.make_share(member=owner, package=package, wish=wish)
    opened(visitor, shared)
    cookie = visitor.cookies["share"]
    assert cookie["path"] == f"/share/{shared.token}/" and cookie["httponly"]
    stranger = Client(headers={"host": NORTH})
    stranger.cookies["share"] = cookie.value
    assert stranger.get(f"/share/{other.token}/package.zip").status_code == 404


def test_the_link_is_of_its_chains_host_only(shared):
    for host in (SOUTH, "testserver"):
        answer = Client(headers={"host": host}).get(f"/share/{shared.token}/")
        assert answer.status_code == 404


def test_members_of_another_chain_open_it_like_anybody(cast, shared):
    client = cast.client("southerner", NORTH)
    assert client.get(f"/share/{shared.token}/").status_code == 200
    assert client.get("/evidence/").status_code == 404


@pytest.mark.parametrize(
    "change",
    [
        {"recipient": " "},
        {"organisation": ""},
        {"days": 0},
        {"days": 91},
        {"holds_package": False},
    ],
)
def test_what_makes_no_share_is_refused(owner, package, change):
    wish = shares.NewShare(**{**WISH, "holds_package": True, "copies": [], **change})
    with pytest.raises(shares.ShareError):
        shares.make_share(member=owner, package=package, wish=wish)
    assert not Share.objects.exists()


def test_the_log_of_a_share_cannot_be_changed(visitor, shared):
    visitor.get(f"/share/{shared.token}/")
    visit = ShareVisit.objects.get()
    for act in (visit.delete, visit.save, ShareVisit.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_an_address_is_believed_only_as_far_as_our_proxies_go(visitor, shared, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    visitor.get(f"/share/{shared.token}/", headers={"x-forwarded-for": "1.2.3.4, 203.0.113.9"})
    assert ShareVisit.objects.get().address == "203.0.113.9"


def test_the_page_shows_the_link_once_and_the_log_of_who_came(cast, package, visitor):
    client = cast.client("owner")
    data = {**WISH, "package": "1"}
    answer = client.post(f"/evidence/{package.pk}/share/", data)
    found = answer.text.split("http://north.testserver/share/")[1].split("/")[0]
    assert found not in client.get(f"/evidence/{package.pk}/").text
    visitor.get(f"/share/{found}/")
    log = client.get(f"/evidence/shares/{Share.objects.get().pk}/").text
    assert "opened the link" in log and "127.0.0.1" in log
    client.post(f"/evidence/shares/{Share.objects.get().pk}/revoke/")
    assert visitor.get(f"/share/{found}/").status_code == 404


def test_many_tries_at_once_count_like_one_by_one(lasting_chain, django_db_blocker):
    """A hundred guesses in parallel must not outrun the lock."""
    with django_db_blocker.unblock():
        with in_chain(lasting_chain):
            package = EvidencePackage.objects.create(title="x", ordered_by_name="x")
            share = Share.objects.create(
                package=package,
                recipient="x",
                organisation="x",
                digest="d",
                passcode="!",
                expires_at=timezone.now() + timedelta(days=1),
            )

        def guess(_number):
            try:
                with in_chain(lasting_chain):
                    return shares.try_passcode(share, "wrong").outcome
            finally:
                connections.close_all()

        with ThreadPoolExecutor(4) as pool:
            outcomes = list(pool.map(guess, range(12)))
        assert outcomes.count("wrong") == shares.TRIES_BEFORE_LOCK - 1
        assert set(outcomes) == {"wrong", "locked"}
