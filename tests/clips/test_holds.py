"""Legal holds: what they cover, who may place them, and that they stop every deletion."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from clips.holding import holds_of, is_held, with_holds
from clips.models import Clip, Hold
from clips.services.holds import HoldError, lift_hold, place_hold
from stores.models import AccessKind, AccessLog
from tests.cast import Cast
from tests.clips.factories import ready_clip

pytestmark = pytest.mark.django_db


def admin():
    return Cast().member("admin")


@pytest.fixture
def clip(north, store):
    return ready_clip(north, store, b"pictures")


def test_a_held_transaction_holds_its_clips_and_those_to_come(clip, store, north):
    place_hold(member=admin(), transaction=clip.transaction, reason="police asked")
    later = ready_clip(north, store, b"x", transaction=clip.transaction, camera=None, filename="b")
    assert is_held(clip)
    assert is_held(later)
    assert list(with_holds(Clip.objects.all()).values_list("is_held", flat=True)) == [True, True]
    assert holds_of(clip.transaction).count() == 1


def test_a_held_clip_holds_no_other(clip, store, north):
    other = ready_clip(north, store, b"x", transaction=clip.transaction, camera=None, filename="b")
    bare = ready_clip(north, store, b"x", alone=True, filename="c")
    place_hold(member=admin(), clip=clip, reason="insurer")
    assert [is_held(each) for each in (clip, other, bare)] == [True, False, False]
    held = dict(with_holds(Clip.objects.all()).values_list("pk", "is_held"))
    assert held == {clip.pk: True, other.pk: False, bare.pk: False}


def test_holding_twice_is_one_hold_and_a_lifted_one_can_be_placed_again(clip):
    first = place_hold(member=admin(), clip=clip, reason="a")
    assert place_hold(member=admin(), clip=clip, reason="b").pk == first.pk
    lift_hold(member=admin(), hold=first)
    lift_hold(member=admin(), hold=first)
    assert not is_held(clip)
    assert place_hold(member=admin(), clip=clip, reason="c").pk != first.pk
    said = AccessLog.objects.filter(kind=AccessKind.CHANGED_HOLD).order_by("id")
    assert [entry.params["what"] for entry in said] == ["placed", "lifted", "placed"]


def test_a_hold_needs_words_and_one_target(clip):
    for wrong in ({"reason": " ", "clip": clip}, {"reason": "x"}):
        with pytest.raises(HoldError):
            place_hold(member=admin(), **wrong)
    with pytest.raises(HoldError):
        place_hold(member=admin(), reason="x", clip=clip, transaction=clip.transaction)
    assert not Hold.objects.exists()


def test_a_manager_may_not_hold(clip):
    with pytest.raises(PermissionDenied):
        place_hold(member=Cast().member("manager"), clip=clip, reason="x")
    hold = place_hold(member=admin(), clip=clip, reason="x")
    with pytest.raises(PermissionDenied):
        lift_hold(member=Cast().member("manager"), hold=hold)
