"""A package: what is in it, what is not, and that it says so."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

import evidence_verifier as verifier
from clips.holding import active_holds
from clips.models import Clip, ClipState
from clips.objects import StorageAwayError
from jobs.models import Job, JobState
from jobs.registry import RetryLaterError
from jobs.services import StaleFenceError
from review import handlers
from review.evidence import signing
from review.evidence.packages import PackageError, order_again, order_package
from review.models import EvidencePackage, MakingState, SigningKey
from stores.models import AccessLog, ClockSample, Source
from stores.sealing import SealBrokenError, unseal
from tests.clips.factories import claimed, ready_clip
from tests.review.evidence.ground import a_case, content_of, files_in, made, ordered, with_video
from tests.review.factories import flagged
from tests.transactions.journals import Ring, journal
from tests.transactions.test_ingest import take_in
from transactions.models import Transaction
from transactions.services import reviews

CARD = "4111111111111111"


@pytest.fixture
def owner(cast, north):
    return cast.member("owner")


def test_everything_that_belongs_to_it_is_in_it_and_checks(owner, store):
    row = a_case(store)
    reviews.add_note(member=owner, transaction_id=row.pk, text="Nobody stood there.")
    package = made(owner, row, title="Case 7")
    assert (package.state, package.files) == (MakingState.READY, 12)
    report = verifier.verify(io.BytesIO(content_of(package)), signing.is_key_of_chain)
    assert report.is_intact, report.findings
    assert report.sha256 == package.sha256
    files = files_in(package)
    folder = "transaction-1"
    clip = f"{folder}/clip-1-register-1"
    assert set(files) == {
        f"{folder}/transaction.json",
        f"{folder}/history.json",
        f"{folder}/receipt.html",
        f"{folder}/receipt.pdf",
        f"{clip}/original-1.mp4",
        f"{clip}/playback.mp4",
        f"{clip}/contact-sheet.jpg",
        f"{clip}/clip.json",
        "README.txt",
        "public-key.pem",
        "manifest.json",
        "manifest.sig",
    }
    assert files[f"{folder}/receipt.pdf"].startswith(b"%PDF")
    told = json.loads(files[f"{clip}/clip.json"])
    assert told["originals"][0]["sha256"] == told["originals"][0]["sha256_when_obtained"]
    history = json.loads(files[f"{folder}/history.json"])
    assert [note["text"] for note in history["notes"]] == ["Nobody stood there."]
    assert "Nobody stood there." in files[f"{folder}/receipt.html"].decode()
    facts = json.loads(files[f"{folder}/transaction.json"])
    assert facts["flags"] == ["refund"] and facts["why_flagged"][0]["says"]


def test_how_the_clocks_were_measured_is_told_up_to_the_order(owner, store):
    row = a_case(store)
    clip = Clip.objects.get()
    for days, offset in ((-30, 1), (-1, 2_000), (1, 2_500)):
        at = row.occurred_at + timedelta(days=days)
        ClockSample.objects.create(
            recorder=clip.camera.recorder, at=at, how="polled", offset_ms=offset, error_ms=400
        )
    ClockSample.objects.create(
        register=row.register, at=row.occurred_at, how="lined_up", offset_ms=-7, error_ms=50
    )
    files = files_in(made(owner, row))
    told = json.loads(files["transaction-1/clip-1-register-1/clip.json"])["recorder_clock"]
    assert [sample["ahead_ms"] for sample in told["measured"]] == [2_000, 2_500]
    register = json.loads(files["transaction-1/transaction.json"])["register"]
    assert register["clock_measured"][0]["error_ms"] == 50


def test_the_readme_says_who_holds_the_key_and_what_it_cannot_prove(owner, store):
    row = a_case(store)
    Clip.objects.update(source="upload")
    text = files_in(made(owner, row))["README.txt"].decode()
    assert signing.grouped(SigningKey.objects.get().fingerprint) in text
    for words in ("store signs for itself", "uploaded by hand", "no legal advice"):
        assert words in " ".join(text.split()), words


def test_making_it_twice_makes_the_same_bytes(owner, store):
    row = a_case(store)
    package = made(owner, row)
    first = content_of(package)
    EvidencePackage.objects.update(state=MakingState.MAKING)
    order_again(member=owner, package=package)
    Job.objects.update(state=JobState.QUEUED)
    handlers.build_evidence([claimed("build_evidence", package.pk)])
    package.refresh_from_db()
    assert content_of(package) == first


def test_what_came_later_is_not_in_it(owner, store):
    row = a_case(store)
    package = ordered(owner, row)
    reviews.add_note(member=owner, transaction_id=row.pk, text="Too late.")
    handlers.build_evidence([claimed("build_evidence", package.pk)])
    package.refresh_from_db()
    assert b"Too late." not in content_of(package)


def test_the_registers_own_words_come_along_and_no_other_events(owner, store):
    take_in(
        store,
        ("PJR1.xml", journal(Ring(1, "refund", "64.20", item=f"CARD {CARD}"))),
        (
            "day.xml",
            journal(
                Ring(2, "refund", "9.00", time="15:00:00", item="MINE"), Ring(3, item="NOT MINE")
            ),
        ),
    )
    rows = Transaction.objects.filter(event_type="refund").order_by("transaction_no")
    package = made(owner, *rows)
    files = files_in(package)
    assert CARD.encode() not in content_of(package)
    assert b"<RefundEvent>" in files["transaction-1/source.xml"]
    cut = files["transaction-2/source.xml"]
    assert b"MINE" in cut and b"NOT MINE" not in cut
    told = json.loads(files["transaction-2/transaction.json"])
    assert told["source"]["taken"].startswith("the event's own element")
    assert told["source_file"]["sha256_as_received"]


def test_card_numbers_that_people_typed_are_masked(owner, store):
    row = a_case(store)
    reviews.add_note(member=owner, transaction_id=row.pk, text=f"He paid with {CARD}.")
    package = made(owner, row, title=f"Card {CARD}")
    assert CARD.encode() not in content_of(package)
    assert b"He paid with" in content_of(package)


def test_an_original_that_changed_on_the_disk_is_named(owner, store):
    row = a_case(store)
    key = Clip.objects.get().original_key
    default_storage.delete(key)
    default_storage.save(key, ContentFile(b"something else"))
    text = files_in(made(owner, row))["README.txt"].decode()
    assert "original-1.mp4 is no longer what was obtained" in text


def test_what_is_lacking_is_said(owner, store):
    row = a_case(store)
    clip = Clip.objects.get()
    default_storage.delete(clip.playback_key)
    Clip.objects.filter(pk=clip.pk).update(originals=[], original_key="")
    other = flagged(store, transaction_no="9007")
    waiting = ready_clip(owner.chain, store, b"x", transaction=other, filename="w.mp4")
    Clip.objects.filter(pk=waiting.pk).update(state=ClipState.UNAVAILABLE, reason_code="no_camera")
    text = files_in(made(owner, row, other))["README.txt"].decode()
    assert "holds no original" in text
    assert "playback.mp4 is lacking" in text
    assert "There is no video of Register 1 (unavailable)." in text
    assert "holds no source" in text


def test_two_cameras_of_one_name_and_of_strange_names_keep_apart(owner, store):
    row = a_case(store)
    first = Clip.objects.get()
    second = with_video(row, camera=None, position=2)
    camera = first.camera
    camera.name = "../../\u041a\u0430\u0441\u0441\u0430 \u21161"
    camera.save()
    Clip.objects.filter(pk=second.pk).update(position=2)
    names = [name for name in files_in(made(owner, row)) if name.endswith("clip.json")]
    assert len(names) == 2 and not any(".." in name for name in names)


def test_a_hold_is_placed_with_it_and_logged(owner, store):
    row = a_case(store)
    package = ordered(owner, row, hold="police")
    assert active_holds().get().transaction == row
    entries = AccessLog.objects.filter(kind__in=["made_evidence", "changed_hold"])
    assert {(e.kind, e.object_type, e.object_id) for e in entries} == {
        ("made_evidence", "evidence", package.pk),
        ("changed_hold", "transaction", row.pk),
    }


@pytest.mark.parametrize("title", ["", "  "])
def test_nothing_is_ordered_without_words(owner, store, title):
    with pytest.raises(PackageError):
        order_package(member=owner, title=title, transactions=[a_case(store)])
    with pytest.raises(PackageError):
        order_package(member=owner, title="x", transactions=[])
    assert not EvidencePackage.objects.exists()


def test_a_worker_that_was_overtaken_leaves_nothing(owner, store, files):
    package = ordered(owner, a_case(store))
    job = claimed("build_evidence", package.pk)
    Job.objects.filter(pk=job.id).update(fence=job.fence + 1)
    with pytest.raises(StaleFenceError):
        handlers.build_evidence([job])
    package.refresh_from_db()
    assert package.state == MakingState.MAKING
    assert not list(files.rglob("package.*"))


def test_a_storage_that_is_away_is_waited_for(owner, store, monkeypatch):
    package = ordered(owner, a_case(store))

    def away(*_words):
        raise StorageAwayError("away")

    monkeypatch.setattr("review.evidence.build.objects.put", away)
    with pytest.raises(RetryLaterError):
        handlers.build_evidence([claimed("build_evidence", package.pk)])


def test_one_that_failed_for_good_says_so_and_can_be_tried_again(owner, store):
    package = ordered(owner, a_case(store))
    handlers.package_buried(str(package.pk), {"error": "x"})
    package.refresh_from_db()
    assert package.state == MakingState.FAILED
    order_again(member=owner, package=package)
    package.refresh_from_db()
    assert package.state == MakingState.MAKING


def test_a_changed_key_leaves_what_the_earlier_one_signed(owner, store):
    package = made(owner, a_case(store))
    earlier = SigningKey.objects.get()
    later = signing.change_key(member=owner)
    assert later.fingerprint != earlier.fingerprint
    report = verifier.verify(io.BytesIO(content_of(package)), signing.is_key_of_chain)
    assert report.is_intact and report.is_key_known
    assert made(owner, flagged(store)).key == later


def test_the_private_half_is_sealed_and_in_no_history(owner, store, settings):
    key = signing.key_in_use()
    secret = unseal(key.sealed)["private"]
    assert secret.encode() not in bytes(key.sealed)
    fields = {field.name for field in SigningKey.pgh_event_model._meta.get_fields()}
    assert "sealed" not in fields
    settings.FIELD_KEYS = ["x" * 43 + "="]
    with pytest.raises(SealBrokenError):
        signing.sign(key, b"m")


def test_resealing_takes_the_signing_keys_along(owner, store, settings, capsys):
    from cryptography.fernet import Fernet
    from django.core.management import call_command

    key, old = signing.key_in_use(), settings.FIELD_KEYS
    Source.objects.all().delete()
    new = Fernet.generate_key().decode()
    settings.FIELD_KEYS = [new, *old]
    call_command("reseal")
    settings.FIELD_KEYS = [new]
    key.refresh_from_db()
    assert signing.sign(key, b"m")
