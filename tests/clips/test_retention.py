"""What the retention rules let go, what they never touch, and that the preview is true."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clips import handlers, objects
from clips.keys import ClipKeys
from clips.lapsed import Rule, preview
from clips.models import Clip, ClipState, Retention
from clips.services import retire
from clips.services.holds import lift_hold, place_hold
from clips.services.retention import RetentionError, set_retention
from jobs.models import Job
from jobs.registry import Claimed
from stores.models import AccessKind, AccessLog, Store
from tests.cast import Cast
from tests.clips.factories import a_transaction, camera_of, ready_clip

pytestmark = pytest.mark.django_db

NOW = timezone.now()


def aged(chain, store, days, *, status="approved", apart=True, **fields):
    """A clip of ``days`` ago whose original is a file of its own, or the one that is watched."""
    at = NOW - timedelta(days=days)
    row = a_transaction(store, at=at, status=status) if status != "alone" else None
    name = f"{store.code}-{days}-{status}-{apart}-{Clip.objects.count()}"
    clip = ready_clip(
        chain,
        store,
        b"play",
        moment=at,
        filename=name,
        transaction=row,
        alone=row is None,
        **fields,
    )
    key = clip.playback_key
    if apart:
        keys = ClipKeys(chain.uuid, clip.uuid)
        key = default_storage.save(keys.key("original", "f1", ".mp4"), ContentFile(b"original!"))
    clip.original_key = key
    clip.originals = [{"key": key, "sha256": "aa", "size": 9 if apart else 4, "codec": "h264"}]
    clip.sha256 = "aa"
    clip.save()
    return clip


def rule(status="approved", playback=30, original=10):
    Retention.objects.update_or_create(
        status=status, defaults={"playback_days": playback, "original_days": original}
    )
    return Rule(status, playback, original)


def stored(clip):
    return {key for key in (clip.playback_key, clip.thumbnail_key, clip.original_key) if key}


def there(keys):
    return {key for key in keys if default_storage.exists(key)}


def test_originals_and_what_is_watched_go_apart_and_the_row_stays(north, store):
    rule()
    old, middle, fresh = (aged(north, store, days) for days in (31, 11, 9))
    before = [stored(clip) for clip in (old, middle, fresh)]
    assert retire.retire_batch(north, NOW) == 2
    assert there(before[0]) == set()
    assert there(before[1]) == before[1] - {middle.original_key}
    assert there(before[2]) == before[2]
    for clip in (old, middle, fresh):
        clip.refresh_from_db()
    assert [clip.state for clip in (old, middle, fresh)] == ["removed", "ready", "ready"]
    assert (old.removed_at, old.reason_code, old.sha256) == (NOW, "retention", "aa")
    assert old.originals[0]["sha256"] == "aa"
    assert retire.retire_batch(north, NOW) == 0


def test_a_file_that_is_original_and_watched_goes_when_both_have_lapsed(north, store):
    rule(playback=10, original=30)
    one = aged(north, store, 11, apart=False)
    assert retire.retire_batch(north, NOW) == 0
    rule(playback=10, original=10)
    assert retire.retire_batch(north, NOW) == 1
    assert there(stored(one)) == set()


def test_a_status_without_a_rule_keeps_its_clips_for_ever(north, store):
    rule("approved")
    for status in ("investigate", "escalate", "new", "alone", None):
        aged(north, store, 3000, status=status)
    assert preview([Rule("approved", 30, 10)], NOW) == []
    assert retire.retire_batch(north, NOW) == 0


def test_clips_that_nobody_has_to_review_have_a_rule_of_their_own(north, store):
    rule("", 5, 5)
    for status in ("alone", None, "approved"):
        aged(north, store, 6, status=status)
    assert retire.retire_batch(north, NOW) == 2


def test_a_hold_stops_it_until_it_is_lifted(north, store):
    rule()
    clip, other = aged(north, store, 40), aged(north, store, 40)
    admin = Cast().member("admin")
    holds = [
        place_hold(member=admin, transaction=clip.transaction, reason="police"),
        place_hold(member=admin, clip=other, reason="police"),
    ]
    assert preview([Rule("approved", 30, 10)], NOW) == []
    assert retire.retire_batch(north, NOW) == 0
    assert there(stored(clip)) == stored(clip)
    for hold in holds:
        lift_hold(member=admin, hold=hold)
    assert retire.retire_batch(north, NOW) == 2


def test_a_hold_that_comes_between_the_list_and_the_deletion_is_seen(north, store):
    kept = rule()
    clip = aged(north, store, 40)
    place_hold(member=Cast().member("admin"), clip=clip, reason="police")
    assert not retire.retire(north, kept, clip.pk, NOW)


def test_a_decision_that_comes_between_is_seen(north, store):
    kept = rule()
    clip = aged(north, store, 40)
    clip.transaction.review.status = "escalate"
    clip.transaction.review.save()
    assert not retire.retire(north, kept, clip.pk, NOW)
    assert there(stored(clip)) == stored(clip)


def test_while_the_storage_is_away_nothing_is_called_removed(north, store, monkeypatch):
    rule()
    clip = aged(north, store, 40)

    def refuse(_key):
        raise OSError("away")

    monkeypatch.setattr(default_storage, "delete", refuse)
    with pytest.raises(objects.StorageAwayError):
        retire.retire_batch(north, NOW)
    clip.refresh_from_db()
    assert clip.state == ClipState.READY
    monkeypatch.undo()
    assert retire.retire_batch(north, NOW) == 1


def test_the_nightly_job_goes_on_in_batches_and_then_waits_for_the_night(north, store, monkeypatch):
    monkeypatch.setattr(retire, "BATCH", 2)
    monkeypatch.setattr(retire.retire_batch, "__defaults__", (2,))
    for _ in range(3):
        aged(north, store, 40)
    set_retention(member=Cast().member("admin"), rules=[Rule("approved", 30, 10)])
    job = Job.objects.get(kind="retire_clips")
    assert job.run_after == retire.next_night(timezone.now())
    for waits in ("next_batch", "next_night"):
        Job.objects.filter(pk=job.pk).update(state="running", fence=7, attempts=1)
        handlers.retire_clips([Claimed(job.pk, "north", "retire_clips", "nightly", 0, 7, 1)])
        job.refresh_from_db()
        assert (job.state, job.outcome["waiting_for"]) == ("queued", waits)
    assert Clip.objects.filter(state=ClipState.REMOVED).count() == 3
    assert job.run_after > timezone.now()


def test_the_night_is_the_stores_own(north):
    Store.objects.update(timezone="America/Chicago")
    night = retire.next_night(NOW)
    assert (night.hour, night.minute) == (3, 30)
    assert NOW < night <= NOW + timedelta(hours=25)
    assert str(night.tzinfo) == "America/Chicago"


def test_only_admins_say_how_long_clips_are_kept_and_it_is_logged(north):
    with pytest.raises(PermissionDenied):
        set_retention(member=Cast().member("manager"), rules=[Rule("approved", 1, 1)])
    admin = Cast().member("admin")
    for wrong in (Rule("approved", 0, None), Rule("approved", 4000, 1), Rule("other", 1, 1)):
        with pytest.raises(RetentionError):
            set_retention(member=admin, rules=[wrong])
    assert not Retention.objects.exists()
    set_retention(member=admin, rules=[Rule("approved", 90, None), Rule("", 30, 30)])
    set_retention(member=admin, rules=[Rule("approved", 60, 30)])
    assert list(Retention.objects.values_list("status", "playback_days", "original_days")) == [
        ("approved", 60, 30)
    ]
    said = AccessLog.objects.filter(kind=AccessKind.CHANGED_RETENTION).latest("id")
    assert said.params == {"kept": {"approved": "60/30"}}


days = st.one_of(st.none(), st.integers(1, 60))
a_clip = st.tuples(st.integers(0, 70), st.sampled_from(["approved", "new", None]), st.booleans())


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(clips=st.lists(a_clip, max_size=5), ours=st.tuples(days, days), none=st.tuples(days, days))
def test_the_preview_counts_what_goes_byte_by_byte(north, store, clips, ours, none):
    Clip.objects.all().delete()
    Retention.objects.all().delete()
    for age, status, apart in clips:
        aged(north, store, age, status=status, apart=apart)
    rules = [rule("approved", *ours), rule("", *none)]
    before = sizes()
    told = preview(rules, NOW)
    assert retire.retire_batch(north, NOW) == sum(each.clips for each in told)
    assert sum(before.values()) - sum(sizes().values()) == sum(each.size for each in told)


def sizes():
    """Bytes of every stored video."""
    found = {}
    for clip in Clip.objects.all():
        keys = {clip.playback_key, clip.original_key} - {""}
        found |= {key: default_storage.size(key) for key in keys if default_storage.exists(key)}
    return found


def test_camera_rows_are_untouched(north, store):
    rule()
    clip = aged(north, store, 40)
    retire.retire_batch(north, NOW)
    clip.refresh_from_db()
    assert (clip.camera, clip.filename) == (camera_of(store), clip.filename)
