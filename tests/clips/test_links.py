"""Who may follow a link, and for how long."""

from __future__ import annotations

import uuid
from dataclasses import replace

import pytest

from clips.links import LinkExpiredError, LinkFor, LinkForgedError, Use

NOW = 1_760_000_000
LINK = LinkFor(uuid.uuid4(), uuid.uuid4(), 7, Use.VIDEO)


def test_a_link_is_good_for_whom_it_was_made(settings):
    settings.CLIP_LINK_SECONDS = 900
    assert 450 < LINK.check(LINK.sign(now=NOW), now=NOW) <= 900


def test_a_link_ends(settings):
    settings.CLIP_LINK_SECONDS = 900
    signature = LINK.sign(now=NOW)
    LINK.check(signature, now=NOW + 450)
    with pytest.raises(LinkExpiredError):
        LINK.check(signature, now=NOW + 901)


def test_a_page_that_refreshes_itself_gets_the_same_link_for_a_while(settings):
    settings.CLIP_LINK_SECONDS = 900
    start = NOW // 450 * 450
    assert LINK.sign(now=start) == LINK.sign(now=start + 449)
    assert LINK.sign(now=start) != LINK.sign(now=start + 450)


@pytest.mark.parametrize(
    "other",
    [
        replace(LINK, chain=uuid.uuid4()),
        replace(LINK, clip=uuid.uuid4()),
        replace(LINK, user_id=8),
        replace(LINK, use=Use.DOWNLOAD),
        replace(LINK, use=Use.SHEET),
    ],
)
def test_a_link_proves_nothing_elsewhere(other):
    with pytest.raises(LinkForgedError):
        other.check(LINK.sign(now=NOW), now=NOW)


def test_the_end_cannot_be_moved():
    stamp, _, signature = LINK.sign(now=NOW).partition(".")
    for later in ("zzzzzz", stamp[:-1] + "z", "0" + stamp):
        if later != stamp:
            with pytest.raises(LinkForgedError):
                LINK.check(f"{later}.{signature}", now=NOW)


@pytest.mark.parametrize(
    "junk",
    ["", ".", "a", "a.b", "..", "-1.x", "zzzzzzzzzzzzzzz.x", "\u0663.x", "x" * 10_000, "1.\x00"],
)
def test_junk_is_no_link(junk):
    with pytest.raises(LinkForgedError):
        LINK.check(junk, now=NOW)


def test_another_secret_makes_other_links(settings):
    signature = LINK.sign(now=NOW)
    settings.SECRET_KEY = "another-secret-of-some-length-for-this-test"
    with pytest.raises(LinkForgedError):
        LINK.check(signature, now=NOW)
