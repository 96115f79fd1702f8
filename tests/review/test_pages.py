import re

import pytest

from stores import audit
from stores.models import AccessKind
from tests.cast import SOUTH
from tests.review.factories import a_file, flagged
from transactions.models import Upload

PAGES = ["/", "/uploads/", "/files/", "/audit/", "/transactions/{row}/", "/uploads/{upload}/"]


@pytest.fixture
def addresses(store):
    row = flagged(store)
    return [page.format(row=row.pk, upload=row.source_file.upload_id) for page in PAGES]


def test_no_page_carries_an_inline_script_or_style(cast, addresses):
    client = cast.client("owner")
    for address in addresses:
        page = client.get(address)
        assert page.status_code == 200, address
        assert not re.search(r"<script(?![^>]*\bsrc=)", page.text), address
        assert not re.search(r"<style|\sstyle=|\son\w+=|hx-on|=[\"']js(on)?:", page.text), address


def test_every_page_forbids_inline_scripts_and_eval(cast, addresses):
    client = cast.client("owner")
    for address in [*addresses, "/accounts/login/"]:
        policy = client.get(address)["Content-Security-Policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy


def test_somebody_not_logged_in_is_sent_to_log_in(cast, addresses):
    client = cast.client(None)
    for address in addresses:
        response = client.get(address)
        assert (response.status_code, response["Location"].split("?")[0]) == (
            302,
            "/accounts/login/",
        )


@pytest.mark.parametrize("name", ["stranger", "southerner", "support"])
def test_who_is_no_member_finds_nothing(cast, addresses, name):
    client = cast.client(name)
    assert {client.get(address).status_code for address in addresses} == {404}


def test_another_chain_finds_nothing_of_ours(cast, addresses, south):
    client = cast.client("southerner", host=SOUTH)
    for address in addresses[4:]:
        assert client.get(address).status_code == 404


def test_an_ended_session_sends_the_whole_window_to_log_in(cast, store):
    row = flagged(store)
    response = cast.client(None).post(
        f"/transactions/{row.pk}/decide/",
        {"status": "approved", "version": 0},
        headers={
            "HX-Request": "true",
            "HX-Current-URL": f"http://north.testserver/transactions/{row.pk}/?order=newest",
        },
    )
    assert response.status_code == 204
    back = f"next=%2Ftransactions%2F{row.pk}%2F%3Forder%3Dnewest"
    assert response["HX-Redirect"] == f"/accounts/login/?{back}"


@pytest.mark.parametrize(
    ("name", "status"), [("owner", 200), ("admin", 200), ("manager", 403), ("viewer", 403)]
)
def test_only_admins_read_the_access_log(cast, north, name, status):
    assert cast.client(name).get("/audit/").status_code == status


def test_the_access_log_tells_who_opened_what_and_can_be_narrowed(cast, store):
    row = flagged(store)
    cast.client("viewer").get(f"/transactions/{row.pk}/")
    audit.record(AccessKind.EXPORTED, user=cast.admin, rows=12)
    client = cast.client("owner")
    everything = client.get("/audit/").text
    assert "opened a transaction" in everything
    assert "exported data</td>" in everything
    narrowed = client.get("/audit/?kind=exported").text
    assert "exported data</td>" in narrowed
    assert "opened a transaction</td>" not in narrowed


def test_the_access_log_pages_without_a_gap(cast, north):
    for number in range(205):
        audit.record(AccessKind.EXPORTED, user=cast.admin, number=f"entry-{number}-")
    client, seen, address = cast.client("owner"), [], "/audit/?kind=exported"
    while address:
        page = client.get(address).text
        seen += re.findall(r"entry-(\d+)-", page)
        following = re.search(r'href="(\?[^"]*after=[^"]+)"', page)
        address = f"/audit/{following[1]}".replace("&amp;", "&") if following else ""
    assert [int(number) for number in seen] == list(range(204, -1, -1))


def test_an_admin_of_one_store_reads_only_of_that_store(cast, store, other_store):
    from accounts.models import Membership

    Membership.objects.filter(user=cast.limited).update(role="admin")
    mine, other = flagged(store), flagged(other_store)
    for row in (mine, other):
        cast.client("viewer").get(f"/transactions/{row.pk}/")
    audit.record(AccessKind.EXPORTED, user=cast.admin, rows="everything")
    page = cast.client("limited").get("/audit/").text
    assert f"/transactions/{mine.pk}/" in page
    assert f"/transactions/{other.pk}/" not in page
    assert "everything" not in page


def test_files_say_why_they_could_not_be_read(cast, store):
    a_file(store, original_name="rota.pdf", state="quarantined", reason_code="pdf")
    a_file(
        store,
        original_name="part.xml",
        state="partly_ingested",
        problems=[{"code": "other_naxml_document", "params": {"document": "MSM"}}] * 3,
    )
    client = cast.client("viewer")
    page = client.get("/files/").text
    assert "This is a PDF, not a register journal." in page
    assert page.count("This is a MSM report") == 1
    only = client.get("/files/?state=quarantined").text
    assert "rota.pdf" in only
    assert "part.xml" not in only


def test_a_limited_member_sees_files_and_uploads_of_the_own_store_only(cast, store, other_store):
    a_file(store, original_name="mine.xml")
    theirs = a_file(other_store, original_name="theirs.xml")
    client = cast.client("limited")
    for address in ("/files/", "/uploads/"):
        assert "theirs.xml" not in client.get(address).text
    assert "mine.xml" in client.get("/files/").text
    assert client.get(f"/uploads/{theirs.upload_id}/").status_code == 404
    assert client.get(f"/uploads/{theirs.upload_id}/progress/").status_code == 404


def test_the_log_in_page_offers_no_way_to_sign_up(cast, north):
    page = cast.client(None).get("/accounts/login/").text
    assert "signup" not in page
    assert "North Chain" in page
    assert "by invitation" in cast.client(None).get("/accounts/signup/").text


@pytest.mark.parametrize(
    "address", ["/accounts/login/", "/accounts/logout/", "/accounts/password/reset/", "/nowhere/"]
)
def test_pages_before_log_in_are_in_our_look(cast, north, address):
    client = cast.client("manager" if "logout" in address else None)
    assert 'class="entrance"' in client.get(address).text


def test_a_wrong_password_is_said_without_saying_who_exists(cast, north):
    client = cast.client(None)
    told = [
        client.post("/accounts/login/", {"login": mail, "password": "wrong wrong wrong"}).text
        for mail in ("manager@example.com", "nobody@example.com")
    ]
    errors = [re.search(r'role="alert".*?</div>', page, re.DOTALL)[0] for page in told]
    assert errors[0] == errors[1]


def test_the_public_host_lists_ones_chains(cast, db):
    page = cast.client("manager", host="testserver").get("/").text
    assert "http://north.testserver/" in page
    assert "south" not in page
    assert "You belong to no chain" in cast.client("stranger", host="testserver").get("/").text


def test_an_upload_being_read_says_how_far_it_is_and_answers_only_changes(cast, store):
    upload = Upload.objects.create(store=store, name="day.zip")
    a_file(store, upload=upload, state="ingested", events=10, new_transactions=9, flagged=2)
    waiting = a_file(store, upload=upload)
    client = cast.client("manager")
    page = client.get(f"/uploads/{upload.pk}/").text
    assert "Reading: 1 of 2 files" in page
    address = re.search(r'hx-get="([^"]+progress/\?v=[^"]+)"', page)[1]
    assert client.get(address).status_code == 204

    waiting.state, waiting.events = "quarantined", 0
    waiting.save()

    done = client.get(address).text
    assert "1 file couldn&#x27;t be read, 2 to review, 9 new transactions" in done
    assert "hx-get" not in done
