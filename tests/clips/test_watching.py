"""Watching and downloading: ranges, links, people, and the log of who saw what."""

from __future__ import annotations

import re
import time

import pytest
from django.core.files.storage import default_storage
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.urls import reverse
from waitress.buffers import ReadOnlyFileBasedBuffer

from accounts.models import Chain
from accounts.tenancy import in_chain
from clips.links import LinkFor, Use
from clips.models import Clip, ClipState
from clips.responses import Served, serve
from clips.selectors import clips_of, links_of
from stores.models import AccessKind, AccessLog, Store
from tests.cast import NORTH, SOUTH
from tests.clips.factories import ready_clip

pytestmark = pytest.mark.django_db
CONTENT = bytes(range(256)) * 400
SIZE = len(CONTENT)


@pytest.fixture
def clip(north, store):
    return ready_clip(north, store, CONTENT)


def link(clip, use, user, chain=None):
    chain = chain or Chain.objects.get(schema_name="north")
    signature = LinkFor(chain.uuid, clip.uuid, user.pk, use).sign()
    return f"/clips/{clip.uuid}/{use}?s={signature}"


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.fixture
def get(cast, clip):
    """Asks for the video as the manager, with these headers."""

    def ask(method="get", use=Use.VIDEO, **headers):
        client = cast.client("manager")
        return getattr(client, method)(link(clip, use, cast.manager), headers=headers)

    return ask


def test_the_whole_video(get):
    response = get()
    assert response.status_code == 200
    assert body(response) == CONTENT
    assert response["Content-Type"] == "video/mp4"
    assert response["Content-Length"] == str(SIZE)
    assert response["Accept-Ranges"] == "bytes"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"].startswith("private, max-age=")
    assert response["Content-Disposition"] == "inline"


@pytest.mark.parametrize(
    ("header", "first", "last"),
    [
        ("bytes=0-", 0, SIZE - 1),
        ("bytes=100-199", 100, 199),
        ("bytes=-50", SIZE - 50, SIZE - 1),
        (f"bytes={SIZE - 1}-", SIZE - 1, SIZE - 1),
        (f"bytes=5-{SIZE * 9}", 5, SIZE - 1),
    ],
)
def test_a_range(get, header, first, last):
    response = get(range=header)
    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {first}-{last}/{SIZE}"
    assert response["Content-Length"] == str(last - first + 1)
    assert body(response) == CONTENT[first : last + 1]


def test_a_range_beyond_the_end(get):
    response = get(range=f"bytes={SIZE}-")
    assert response.status_code == 416
    assert response["Content-Range"] == f"bytes */{SIZE}"
    assert body(response) == b""


@pytest.mark.parametrize("header", ["bytes=9-5", "lines=1-2", "bytes=0-1,5-6", "bytes=x"])
def test_a_range_that_is_not_understood_brings_the_whole(get, header):
    response = get(range=header)
    assert response.status_code == 200
    assert body(response) == CONTENT


def test_head_brings_the_size_and_no_body(get):
    response = get("head", range="bytes=0-9")
    assert response.status_code == 200
    assert response["Content-Length"] == str(SIZE)
    assert body(response) == b""


def test_a_range_of_another_version_brings_the_whole(get):
    etag = get()["ETag"]
    assert get(range="bytes=0-9", if_range=etag).status_code == 206
    assert get(range="bytes=0-9", if_range='"another"').status_code == 200
    assert get(range="bytes=0-9", if_range="Wed, 21 Oct 2015 07:28:00 GMT").status_code == 200


def test_what_the_browser_has_is_not_sent_again(get):
    assert get(if_none_match=get()["ETag"]).status_code == 304


def test_a_download_has_the_clips_name(get):
    response = get(use=Use.DOWNLOAD)
    assert (
        response["Content-Disposition"]
        == 'attachment; filename="101_2025-11-20_120000_1_refund.mp4"'
    )


@pytest.mark.parametrize("use", [Use.THUMBNAIL, Use.SHEET])
def test_stills(get, use):
    response = get(use=use)
    assert response["Content-Type"] == "image/jpeg"
    assert body(response) == b"\xff\xd8" + (b"thumb" if use == Use.THUMBNAIL else b"sheet")


def test_memory_stays_flat_however_large_the_file(get, clip):
    response = get()
    pieces = list(response.streaming_content)
    assert max(len(piece) for piece in pieces) <= 256 * 1024


def test_the_file_is_closed_when_the_player_leaves(clip, rf):
    response = serve(rf.get("/"), Served(clip.playback_key, "video/mp4", 60))
    stream = response.file_to_stream
    next(response.streaming_content)
    response.close()
    assert stream.closed
    assert stream._file.closed


def test_a_range_is_handed_to_the_server_as_a_file_of_its_own(clip, rf):
    """So that a player that has paused holds none of the server's threads."""
    request = rf.get("/", headers={"range": "bytes=300-1299"})
    response = serve(request, Served(clip.playback_key, "video/mp4", 60))
    with response.file_to_stream as part:
        assert part.seek(0, 2) == 1000
        assert part.seek(990) == 990
        assert part.read(50) == CONTENT[1290:1300]
        assert part.read(50) == b""
        part.seek(-1000, 1)
        assert part.read() == CONTENT[300:1300]


def test_no_middleware_takes_the_file_from_the_server(cast, clip, rf):
    """Under WSGI the answer is the server's own file wrapper, whatever stands between."""
    cookie = cast.client("manager").cookies["session"].value
    environ = rf.get(
        link(clip, Use.VIDEO, cast.manager),
        headers={"host": NORTH, "range": "bytes=10-19", "cookie": f"session={cookie}"},
    ).environ
    environ["wsgi.file_wrapper"] = ReadOnlyFileBasedBuffer
    started = []
    request_started.disconnect(close_old_connections)
    try:
        answer = WSGIHandler()(environ, lambda status, headers: started.append(status))
    finally:
        request_started.connect(close_old_connections)
    assert started == ["206 Partial Content"]
    assert isinstance(answer, ReadOnlyFileBasedBuffer)
    assert answer.prepare(10) == 10
    assert answer.get(100) == CONTENT[10:20]
    request_finished.disconnect(close_old_connections)
    try:
        answer.close()
    finally:
        request_finished.connect(close_old_connections)
    assert answer.file.closed


def test_a_video_that_is_gone_from_the_storage_is_404(get, clip):
    default_storage.delete(clip.playback_key)
    assert get().status_code == 404


# Who may


@pytest.mark.parametrize("name", ["owner", "admin", "manager", "viewer", "limited"])
def test_members_watch_by_their_own_links(cast, clip, name):
    assert cast.client(name).get(link(clip, Use.VIDEO, getattr(cast, name))).status_code == 200


def test_a_member_limited_to_another_store_sees_nothing(cast, north, other_store):
    clip = ready_clip(north, other_store, CONTENT)
    for use in Use:
        response = cast.client("limited").get(link(clip, use, cast.limited))
        assert response.status_code == 404
    for name in ("links", "retry"):
        address = reverse(f"clips:{name}", args=[clip.uuid])
        ask = cast.client("limited").post if name == "retry" else cast.client("limited").get
        assert ask(address).status_code == 404


@pytest.mark.parametrize("name", ["stranger", "southerner", "support"])
def test_who_is_no_member_sees_nothing(cast, clip, name):
    response = cast.client(name).get(link(clip, Use.VIDEO, getattr(cast, name)))
    assert response.status_code == 404


def test_who_is_not_logged_in_is_asked_to(cast, clip):
    response = cast.client(None).get(link(clip, Use.VIDEO, cast.manager))
    assert response.status_code == 302
    assert "/accounts/login/" in response["Location"]


def test_a_link_of_somebody_else_is_404(cast, clip):
    assert cast.client("owner").get(link(clip, Use.VIDEO, cast.manager)).status_code == 404


def test_a_link_of_another_clip_is_404(cast, north, store, clip):
    other = ready_clip(north, store, CONTENT, filename="other.mp4")
    signature = link(other, Use.VIDEO, cast.manager).partition("?s=")[2]
    address = f"/clips/{clip.uuid}/video?s={signature}"
    assert cast.client("manager").get(address).status_code == 404


def test_a_link_of_another_use_is_404(cast, clip):
    address = link(clip, Use.THUMBNAIL, cast.manager).replace("/thumbnail?", "/download?")
    assert cast.client("manager").get(address).status_code == 404


def test_a_link_of_another_chain_is_404(cast, clip, south):
    address = link(clip, Use.VIDEO, cast.manager, chain=south)
    assert cast.client("manager").get(address).status_code == 404


def test_another_chains_clip_is_404_on_this_host(cast, clip, south, north):
    with in_chain(south):
        theirs = ready_clip(south, Store.objects.get(code="101"), CONTENT)
    with in_chain(north):
        for chain in (north, south):
            address = link(theirs, Use.VIDEO, cast.manager, chain=chain)
            assert cast.client("manager").get(address).status_code == 404
        address = link(theirs, Use.VIDEO, cast.manager, chain=south)
        assert cast.client("manager", SOUTH).get(address).status_code == 404


def test_without_a_signature_there_is_nothing(cast, clip):
    client = cast.client("manager")
    for query in ("", "?s=", "?s=x", "?s=" + "9" * 4000):
        assert client.get(f"/clips/{clip.uuid}/video{query}").status_code == 404


def test_a_tampered_link_is_404(cast, clip):
    address = link(clip, Use.VIDEO, cast.manager)
    changed = address[:-1] + ("A" if address[-1] != "A" else "B")
    assert cast.client("manager").get(changed).status_code == 404


def test_an_expired_link_says_so(cast, clip, settings, monkeypatch):
    address = link(clip, Use.VIDEO, cast.manager)
    later = time.time() + settings.CLIP_LINK_SECONDS + 1
    monkeypatch.setattr("clips.links.time.time", lambda: later)
    response = cast.client("manager").get(address)
    assert response.status_code == 403
    assert b"expired" in response.content


def test_a_clip_that_is_not_ready_has_no_video(cast, clip):
    Clip.objects.update(state=ClipState.FETCHING)
    assert cast.client("manager").get(link(clip, Use.VIDEO, cast.manager)).status_code == 404


def test_a_viewer_may_watch_but_not_ask(cast, clip):
    for address in (
        reverse("clips:retry", args=[clip.uuid]),
        reverse("clips:request", args=[clip.transaction_id]),
        reverse("clips:upload", args=[clip.transaction_id]),
    ):
        assert cast.client("viewer").post(address).status_code == 403


# Fresh links


def test_a_page_left_open_gets_fresh_links(cast, clip):
    client = cast.client("manager")
    links = client.get(reverse("clips:links", args=[clip.uuid])).json()
    assert set(links) == {"video", "download", "thumbnail", "sheet"}
    assert client.get(links["video"]).status_code == 200


def test_the_page_shows_links_of_the_reader(cast, north, clip):
    (view,) = clips_of(clip.transaction, cast.member("viewer"))
    assert cast.client("viewer").get(view["video_url"]).status_code == 200
    assert cast.client("manager").get(view["video_url"]).status_code == 404
    assert links_of(clip, cast.member("viewer"))["video"] == view["video_url"]


# The log


def entries(kind):
    return list(AccessLog.objects.filter(kind=kind))


def test_a_viewing_is_logged_once_however_many_ranges(cast, clip):
    client, address = cast.client("manager"), link(clip, Use.VIDEO, cast.manager)
    for start in range(0, 5000, 1000):
        client.get(address, headers={"range": f"bytes={start}-"})
    (entry,) = entries(AccessKind.SAW_CLIP)
    assert (entry.object_type, entry.object_id) == ("clip", clip.pk)
    assert entry.user_id == cast.manager.pk
    assert entry.params["name"] == clip.filename


def test_a_viewing_is_logged_once_even_when_the_cache_is_lost(cast, clip):
    from django.core.cache import cache

    client, address = cast.client("manager"), link(clip, Use.VIDEO, cast.manager)
    client.get(address)
    cache.clear()
    client.get(address)
    assert len(entries(AccessKind.SAW_CLIP)) == 1


def test_a_download_is_logged_as_one(cast, clip):
    client, address = cast.client("manager"), link(clip, Use.DOWNLOAD, cast.manager)
    client.get(address)
    client.get(address)
    assert len(entries(AccessKind.DOWNLOADED_CLIP)) == 1
    assert entries(AccessKind.SAW_CLIP) == []


def test_another_persons_viewing_is_another_entry(cast, clip):
    for name in ("manager", "owner"):
        cast.client(name).get(link(clip, Use.VIDEO, getattr(cast, name)))
    assert len(entries(AccessKind.SAW_CLIP)) == 2


def test_a_look_at_the_size_or_a_still_is_no_viewing(cast, clip):
    client = cast.client("manager")
    client.head(link(clip, Use.VIDEO, cast.manager))
    client.get(link(clip, Use.THUMBNAIL, cast.manager))
    client.get(link(clip, Use.VIDEO, cast.manager), headers={"range": f"bytes={SIZE}-"})
    assert entries(AccessKind.SAW_CLIP) == []


# Asking


def test_trying_again_answers_htmx_by_an_event(cast, clip):
    Clip.objects.update(state=ClipState.UNAVAILABLE, reason_code="unreachable")
    response = cast.client("manager").post(
        reverse("clips:retry", args=[clip.uuid]), headers={"hx-request": "true"}
    )
    assert response.status_code == 204
    assert response["HX-Trigger"] == "clips-changed"
    clip.refresh_from_db()
    assert clip.state == ClipState.REQUESTED


def test_trying_again_what_is_there_is_refused_in_words(cast, clip):
    response = cast.client("manager").post(reverse("clips:retry", args=[clip.uuid]))
    assert response.status_code == 409
    assert re.search(rb"on its way", response.content)


@pytest.mark.parametrize(
    ("wanted", "lands"),
    [("/queue", "/queue"), ("//evil.example/", "/"), ("https://evil.example/", "/"), ("x", "/")],
)
def test_a_plain_form_goes_back_to_our_own_pages_only(cast, clip, wanted, lands):
    response = cast.client("manager").post(
        reverse("clips:request", args=[clip.transaction_id]), {"next": wanted}
    )
    assert (response.status_code, response["Location"]) == (303, lands)


def test_asking_for_a_foreign_transaction_is_404(cast, north, other_store):
    clip = ready_clip(north, other_store, CONTENT)
    response = cast.client("limited").post(reverse("clips:request", args=[clip.transaction_id]))
    assert response.status_code == 404
    assert cast.client("manager").post(reverse("clips:request", args=[10**9])).status_code == 404
