"""A whole ring test with real files: through receive and parse, page by page."""

from __future__ import annotations

import io
import random
import zipfile
from datetime import timedelta
from decimal import Decimal

import orjson
import pytest
from django.utils import timezone

from clips.models import Clip, ClipState
from jobs.models import Job
from jobs.worker import work
from lossprevention.simulator import catalogue
from lossprevention.simulator.acts import cash, exceptions, sales
from lossprevention.simulator.desk import Moment
from lossprevention.simulator.profiles import default_stores
from lossprevention.simulator.writers.passport import file_name, journal_file
from review.models import RingStep, RingTest
from review.ringtest import services
from review.ringtest.certificate import certificate_of
from review.ringtest.errors import RingTestError, StaleStepError
from review.ringtest.pages import step_page
from review.ringtest.selectors import rung_in_tests, tried
from review.ringtest.steps import RUNG, STEPS
from stores.models import AccessKind, AccessLog, Camera, Recorder, Register, RegisterCamera
from tests.transactions.journals import Ring, incoming, journal
from transactions.models import Review, SourceFile, Transaction
from transactions.services.receive import receive_upload

CARD = b"4111111111111111"
CHEAP = next(item for item in catalogue.items() if item.department.role == "merchandise")
ACTS = {
    "no_sale": cash.no_sale,
    "suspend": exceptions.suspend,
    "item_removed": sales.sale_with_cancelled_line,
    "sale_voided": exceptions.void,
    "refund": lambda moment: exceptions.refund(moment, [CHEAP], cash=True, customer=True),
    "manual_discount": lambda moment: sales.discounted_sale(
        moment, CHEAP, Decimal("0.2"), "EMPLOYEE"
    ),
    "price_override": lambda moment: sales.overridden_sale(
        moment, CHEAP, Decimal("0.50"), "PRICE MATCH"
    ),
    "approval": lambda moment: exceptions.refund(
        moment, [CHEAP], cash=True, customer=True, approver="91"
    ),
    "paid_out": cash.paid_out,
    "safe_drop": cash.safe_drop,
}


class Till:
    """Register 1 of a store: rings now, by a clock that may be ``slow`` seconds behind."""

    def __init__(self, store, *, slow=0.0, register="1"):
        self.store, self.slow, self.register = store, timedelta(seconds=slow), register
        (self.profile,) = default_stores(1)
        self.number = 9000
        self.suspended = None

    def ring(self, name):
        """One act of the simulator, as Passport's file, received and read."""
        event = self._event(name)
        data = journal_file(self.profile, event).replace(
            f"<StoreLocationID>{self.profile.code}<".encode(),
            f"<StoreLocationID>{self.store.code}<".encode(),
        )
        return self.send(file_name(self.profile, event), data)

    def send(self, name, data):
        before = Transaction.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        receive_upload(store=self.store, user=None, files=[incoming(name, data)])
        work("quick", seconds=30)
        return Transaction.objects.filter(pk__gt=before).first()

    def _event(self, name):
        moment = timezone.now() - self.slow
        lasting = self._act(name, moment).moment - moment
        event = self._act(name, moment - lasting)
        self.number += 1
        event.register, event.transaction_no, event.sequence = self.register, str(self.number), "1"
        event.business_date, event.file_no = event.started.date(), self.number
        if name == "suspend":
            self.suspended = event
        return event

    def _act(self, name, at):
        at = (at - self._fraction(at)).astimezone(self.store.zone)
        moment = Moment(self.profile, self.register, "7", at, random.Random(name))
        if name == "resume":
            return exceptions.resume(moment, self.suspended)
        return ACTS[name](moment)

    @staticmethod
    def _fraction(at):
        return timedelta(microseconds=at.microsecond)


@pytest.fixture
def register(store):
    return Register.objects.get(store=store, code="1")


@pytest.fixture
def test(store, register, cast):
    return services.start(store=store, register=register, by=cast.manager)


@pytest.fixture
def member(cast, north):
    return cast.member("manager")


@pytest.fixture
def client(cast):
    return cast.client("manager")


def row(test, name):
    return test.steps.get(step=name)


def asked(test, name):
    return row(test, name).asked_at.isoformat()


def on(test):
    step = services.current(list(test.steps.all()))
    return step.step if step else None


def go_to(test, name):
    """Skip what comes before."""
    while on(test) != name:
        services.leave(test=test, name=on(test), asked=asked(test, on(test)), skipped=True)


def back_in_time(test, name, seconds):
    RingStep.objects.filter(ring_test=test, step=name).update(
        asked_at=row(test, name).asked_at - timedelta(seconds=seconds)
    )


def address(test, name, what=""):
    return f"/ring-tests/{test.pk}/steps/{name}/{what}"


def press(client, test, name, do, **more):
    sent = {"do": do, "asked": asked(test, name), **more}
    return client.post(address(test, name, "answer/"), sent)


def test_ten_minutes_at_a_register_end_in_a_certificate(store, register, client, cast):
    till = Till(store)
    began = client.post(f"/setup/{store.pk}/ring-tests/start/", {"register": register.pk})
    test = RingTest.objects.get()
    assert client.get(began["Location"])["Location"] == address(test, "wave")
    press(client, test, "wave", "skip")
    for step in RUNG:
        assert on(test) == step.name
        page = client.get(address(test, step.name)).content.decode()
        assert "Waiting for the register" in page
        rung = till.ring(step.name)
        page = client.get(address(test, step.name)).content.decode()
        assert "the register writes it as" in page, step.name
        press(client, test, step.name, "take", event=rung.pk)
    client.post(f"/ring-tests/{test.pk}/end/")
    test.refresh_from_db()
    outcomes = dict(test.steps.values_list("step", "outcome"))
    assert outcomes == {"wave": "skipped", **{step.name: "seen" for step in RUNG}}
    page = certificate_of(test)
    assert (page.seen, page.rung) == (11, 11)
    assert page.clock.startswith("right, to within")
    assert not page.clock_is_off
    assert page.blind == []
    no_sale = row(test, "no_sale")
    assert no_sale.source_tag == "OtherEvent"
    assert "NoSaleEventDetail" in no_sale.learned["elements"]
    assert no_sale.delay_ms < 60_000
    text = client.get(f"/ring-tests/{test.pk}/certificate/").content.decode()
    assert "11 of 11 seen and understood" in text
    kinds = AccessLog.objects.filter(kind=AccessKind.RAN_RING_TEST)
    assert [entry.params["what"] for entry in kinds.order_by("pk")] == ["started", "ended"]


def test_what_is_rung_stays_to_be_reviewed_and_says_that_it_was_rung(test, store, client, cast):
    go_to(test, "refund")
    rung = Till(store).ring("refund")
    services.take(test=test, name="refund", asked=asked(test, "refund"), transaction_id=rung.pk)
    assert Review.objects.get(transaction=rung).status == "new"
    page = client.get(f"/transactions/{rung.pk}/").content.decode()
    assert "Rung by Manager to try the register" in page
    assert rung_in_tests([rung.pk]) == {rung.pk}
    viewer = cast.client("viewer").get(f"/transactions/{rung.pk}/").content.decode()
    assert "Rung by Manager" in viewer
    assert "/certificate/" not in viewer


def test_something_else_that_came_is_asked_about_and_learned(test, store, client):
    go_to(test, "no_sale")
    rung = Till(store).ring("safe_drop")
    page = client.get(address(test, "no_sale")).content.decode()
    assert "Is it what you rang?" in page
    assert "Safe drop" in page
    press(client, test, "no_sale", "take", event=rung.pk)
    step = row(test, "no_sale")
    assert (step.outcome, step.learned["read_as"]) == ("seen_as_other", "safe_drop")
    services.end(test=test, by=test.started_by)
    assert "it is read as Safe drop" in tried(store)["type:no_sale"]
    health = client.get(f"/health/{store.pk}/").content.decode()
    assert "it is read as Safe drop" in health
    assert "Never seen at this store: No sale" in certificate_of(test).blind[0]
    page = client.get(f"/ring-tests/{test.pk}/certificate/").content.decode()
    assert "What was never seen here cannot raise a rule or a review." in page


def test_what_somebody_said_was_not_it_is_not_offered_again(test, store, client):
    go_to(test, "no_sale")
    till = Till(store)
    first = till.ring("no_sale")
    press(client, test, "no_sale", "reject", event=first.pk)
    assert on(test) == "no_sale"
    assert "Waiting for the register" in client.get(address(test, "no_sale")).content.decode()
    second = till.ring("no_sale")
    press(client, test, "no_sale", "take", event=second.pk)
    assert row(test, "no_sale").transaction_id == second.pk


def test_the_page_polls_and_is_sent_again_only_when_something_came(test, store, client, member):
    go_to(test, "no_sale")
    version = step_page(test, "no_sale", member).version
    state = address(test, "no_sale", "state/")
    assert client.get(state, {"v": version}).status_code == 204
    Till(store).ring("no_sale")
    answer = client.get(state, {"v": version})
    assert answer.status_code == 200
    assert "read as No sale" in answer.content.decode()


def test_after_a_minute_without_anything_the_page_says_where_to_look(test, store, client):
    go_to(test, "no_sale")
    back_in_time(test, "no_sale", 61)
    page = client.get(address(test, "no_sale")).content.decode()
    assert "Nothing came in 60 s." in page
    assert "Nothing at all came in from this store since." in page
    assert f"/health/{store.pk}/" in page


def test_a_person_at_the_wrong_register_is_told_which_one_wrote_it(test, store, client):
    go_to(test, "no_sale")
    Till(store, register="2").ring("no_sale")
    back_in_time(test, "no_sale", 61)
    page = client.get(address(test, "no_sale")).content.decode()
    assert "Register 2 wrote this" in page
    assert "Are you standing there?" in page


def test_a_file_that_could_not_be_read_is_named_as_the_likely_reason(test, store, client):
    go_to(test, "no_sale")
    Till(store).send("PJR1.xml", b"<NAXML-POSJournal><JournalReport>")
    back_in_time(test, "no_sale", 61)
    page = client.get(address(test, "no_sale")).content.decode()
    assert "1 file came in that could not be read." in page


def test_an_event_without_a_usable_time_counts_and_says_so(test, store, client):
    go_to(test, "no_sale")
    old = Ring(5, "no_sale", date="1990-01-01", time="00:10:00")
    rung = Till(store).send("PJR1.xml", journal(old))
    page = client.get(address(test, "no_sale")).content.decode()
    assert "It came without a time that can be right" in page
    press(client, test, "no_sale", "take", event=rung.pk)
    assert row(test, "no_sale").occurred_at is None
    assert certificate_of(test).clock == "not measured"


def test_a_clock_that_stands_in_2031_is_named(test, store, client):
    go_to(test, "no_sale")
    ahead = Ring(5, "no_sale", date="2031-01-01", time="00:10:00")
    Till(store).send("PJR1.xml", journal(ahead))
    back_in_time(test, "no_sale", 61)
    page = client.get(address(test, "no_sale")).content.decode()
    assert "Put the clock of the register right" in page
    assert "2031" in page


def test_a_slow_clock_is_measured_shown_and_put_right_on_a_word(test, store, client, register):
    till = Till(store, slow=185)
    go_to(test, "no_sale")
    rung = till.ring("no_sale")
    page = client.get(address(test, "no_sale")).content.decode()
    assert "The clock of the register is about 3 min" in page
    press(client, test, "no_sale", "take", event=rung.pk)
    page = certificate_of(test)
    assert page.clock_is_off
    assert "slow" in page.clock
    client.post(f"/ring-tests/{test.pk}/clock/")
    register.refresh_from_db()
    assert abs(register.clock_offset_ms - 185_000) < 20_000
    test.refresh_from_db()
    assert not certificate_of(RingTest.objects.get()).clock_is_off
    changes = AccessLog.objects.filter(kind=AccessKind.CHANGED_SETTINGS).latest("pk")
    assert "register clock" in str(changes.params)


def test_two_people_at_once_do_not_skip_a_step(test, client):
    seen = asked(test, "wave")
    services.leave(test=test, name="wave", asked=seen, skipped=True)
    with pytest.raises(StaleStepError):
        services.leave(test=test, name="wave", asked=seen, skipped=True)
    answer = client.post(address(test, "wave", "answer/"), {"do": "skip", "asked": seen})
    assert answer["Location"] == address(test, "no_sale")
    assert row(test, "no_sale").outcome == "waiting"


def test_a_second_person_who_begins_at_the_register_goes_on_with_the_same_test(
    test, store, register, cast
):
    assert services.start(store=store, register=register, by=cast.owner) == test
    other = Register.objects.get(store=store, code="2")
    assert services.start(store=store, register=other, by=cast.owner) != test


def test_a_test_that_was_left_is_found_again_where_it_was(test, store, client):
    go_to(test, "refund")
    back_in_time(test, "refund", 3 * 3600)
    listed = client.get(f"/setup/{store.pk}/ring-tests/").content.decode()
    assert "Not finished" in listed
    assert client.get(f"/ring-tests/{test.pk}/")["Location"] == address(test, "refund")
    assert "asked for a while ago" in client.get(address(test, "refund")).content.decode()
    rung = Till(store).ring("refund")
    page = client.get(address(test, "refund")).content.decode()
    assert "read as Refund" in page
    press(client, test, "refund", "take", event=rung.pk)


def test_going_back_and_ringing_again_forgets_what_came_before(test, store, client):
    till = Till(store)
    go_to(test, "no_sale")
    first = till.ring("no_sale")
    press(client, test, "no_sale", "take", event=first.pk)
    client.post(address(test, "no_sale", "answer/"), {"do": "again"})
    step = row(test, "no_sale")
    assert (step.outcome, step.transaction, step.learned) == ("waiting", None, {})
    assert on(test) == "no_sale"
    second = till.ring("no_sale")
    press(client, test, "no_sale", "take", event=second.pk)
    assert on(test) == "suspend"


def test_what_came_while_one_went_back_is_still_there(test, store, client):
    till = Till(store)
    go_to(test, "refund")
    rung = till.ring("refund")
    client.post(address(test, "no_sale", "answer/"), {"do": "again"})
    again = till.ring("no_sale")
    press(client, test, "no_sale", "take", event=again.pk)
    assert on(test) == "refund"
    page = client.get(address(test, "refund")).content.decode()
    assert "read as Refund" in page
    press(client, test, "refund", "take", event=rung.pk)


def test_one_event_never_answers_two_steps(test, store):
    go_to(test, "refund")
    rung = Till(store).ring("approval")
    services.take(test=test, name="refund", asked=asked(test, "refund"), transaction_id=rung.pk)
    go_to(test, "approval")
    with pytest.raises(RingTestError):
        services.take(
            test=test, name="approval", asked=asked(test, "approval"), transaction_id=rung.pk
        )


def test_an_event_of_before_another_register_or_another_store_is_refused(
    test, store, other_store, client
):
    till = Till(store)
    early = till.ring("no_sale")
    go_to(test, "no_sale")
    services.ask_again(test=test, name="no_sale")
    other = Till(store, register="2").ring("no_sale")
    foreign = Till(other_store).ring("no_sale")
    for event in (early, other, foreign):
        assert press(client, test, "no_sale", "take", event=event.pk).status_code == 422
    assert row(test, "no_sale").outcome == "waiting"


@pytest.mark.parametrize("sent", [{"do": "take"}, {"do": "take", "event": "x"}, {"do": "?"}, {}])
def test_nonsense_changes_nothing(test, client, sent):
    go_to(test, "no_sale")
    answer = client.post(
        address(test, "no_sale", "answer/"), {"asked": asked(test, "no_sale"), **sent}
    )
    assert answer.status_code == 302
    assert row(test, "no_sale").outcome == "waiting"
    assert client.get(f"/ring-tests/{test.pk}/steps/elsewhere/").status_code == 404


def test_what_comes_after_one_went_on_is_found_and_added(test, store, client):
    till = Till(store)
    go_to(test, "no_sale")
    event = till._event("no_sale")
    services.leave(test=test, name="no_sale", asked=asked(test, "no_sale"), skipped=False)
    services.end(test=test, by=test.started_by)
    assert "nothing came" in tried(store)["type:no_sale"]
    till.send("PJR1.xml", journal_file(till.profile, event))
    page = client.get(f"/ring-tests/{test.pk}/certificate/").content.decode()
    assert "One thing that was rung has come in since." in page
    client.post(f"/ring-tests/{test.pk}/end/")
    assert row(test, "no_sale").outcome == "seen"
    assert "type:no_sale" not in tried(store)


def test_ending_takes_what_is_there_and_says_what_was_not_rung(test, store, client):
    go_to(test, "no_sale")
    rung = Till(store).ring("no_sale")
    client.post(f"/ring-tests/{test.pk}/end/")
    assert row(test, "no_sale").transaction_id == rung.pk
    assert row(test, "refund").outcome == "skipped"
    answer = press(client, test, "no_sale", "again")
    assert answer.status_code == 422
    assert "has ended" in answer.content.decode()


def test_where_no_register_is_known_the_first_event_says_which_it_is(store, cast, client):
    Till(store, register="2")
    client.post(f"/setup/{store.pk}/ring-tests/start/", {"register": "unknown"})
    test = RingTest.objects.get()
    go_to(test, "no_sale")
    rung = Till(store, register="44").ring("no_sale")
    press(client, test, "no_sale", "take", event=rung.pk)
    test.refresh_from_db()
    assert test.register == Register.objects.get(store=store, code="44")


def test_the_sample_holds_what_was_rung_and_nothing_else(test, store, client):
    go_to(test, "no_sale")
    rings = [Ring(1, "sale", item="SECRET SALE"), Ring(2, "no_sale", **_now(store))]
    till = Till(store)
    noted = journal(*rings).replace(b"SECRET SALE", b"SECRET " + CARD)
    till.send("CPJR.xml", noted)
    rung = Transaction.objects.get(transaction_no="2")
    press(client, test, "no_sale", "take", event=rung.pk)
    go_to(test, "refund")
    alone = journal(Ring(3, "refund", item="PAID WITH " + CARD.decode(), **_now(store)))
    refund = till.send("PJR3.xml", alone)
    press(client, test, "refund", "take", event=refund.pk)
    answer = client.get(f"/ring-tests/{test.pk}/sample.zip")
    assert "attachment" in answer["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        manifest = orjson.loads(archive.read("manifest.json"))
        texts = {name: archive.read(name) for name in archive.namelist()}
    assert not any(CARD in text or b"SECRET" in text for text in texts.values())
    taken = {step["step"]: step.get("taken") for step in manifest["steps"]}
    assert (taken["no_sale"], taken["refund"], taken["suspend"]) == ("cut", "whole", None)
    assert b"NoSaleEventDetail" in texts["02-no_sale.xml"]
    assert AccessLog.objects.filter(kind=AccessKind.DOWNLOADED_SAMPLE).count() == 1


def _now(store):
    local = timezone.now().astimezone(store.zone)
    return {"date": f"{local:%Y-%m-%d}", "time": f"{local:%H:%M:%S}"}


def test_a_cut_sample_is_read_again_as_the_same_event(test, store, client):
    go_to(test, "refund")
    till = Till(store)
    till.send("CPJR.xml", journal(Ring(1), Ring(2, "refund", "64.20", **_now(store))))
    rung = Transaction.objects.get(transaction_no="2")
    press(client, test, "refund", "take", event=rung.pk)
    with zipfile.ZipFile(
        io.BytesIO(client.get(f"/ring-tests/{test.pk}/sample.zip").content)
    ) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(".xml")]
        data = archive.read(name)
    receive_upload(store=store, user=None, files=[incoming("again.xml", data)])
    work("quick", seconds=30)
    again = SourceFile.objects.get(original_name="again.xml")
    assert (again.events, again.new_transactions, again.told_store) == (1, 0, "101")


def test_a_wave_asks_every_camera_and_keeps_the_order_that_was_chosen(test, store, client, member):
    register = test.register
    answer = press(client, test, "wave", "wave")
    assert answer["Location"] == address(test, "no_sale")
    assert on(test) == "no_sale"
    clips = list(Clip.objects.filter(transaction=None, store=store).order_by("position"))
    assert [clip.camera.channel for clip in clips] == ["cam1", "cam2"]
    assert Job.objects.filter(kind="fetch_clip", key__in=[clip.pk for clip in clips]).count() == 2
    go_to(test, "wave")
    page = client.get(address(test, "wave")).content.decode()
    assert "The pictures are on their way." in page
    for clip in clips:
        clip.state, clip.sheet_key, clip.thumbnail_key = ClipState.READY, "a.jpg", "b.jpg"
        clip.save()
    page = client.get(address(test, "wave")).content.decode()
    assert "Which camera shows you?" in page
    best, also = clips[1].camera, clips[0].camera
    press(client, test, "wave", "cameras", best=best.pk, also=[also.pk, best.pk])
    seen = RegisterCamera.objects.filter(register=register).order_by("position")
    assert [each.camera for each in seen] == [best, also]
    assert row(test, "wave").camera == best
    assert on(test) is None


def test_a_camera_that_did_not_answer_is_said_and_stays_on_the_register(test, store, client):
    extra = Camera.objects.create(
        recorder=Recorder.objects.get(store=store), channel="9", name="Door"
    )
    RegisterCamera.objects.create(register=test.register, camera=extra, position=2)
    press(client, test, "wave", "wave")
    go_to(test, "wave")
    Clip.objects.update(state=ClipState.UNAVAILABLE, reason_code="fetch_failed")
    page = client.get(address(test, "wave")).content.decode()
    assert "No camera answered." in page
    clip = Clip.objects.get(camera__channel="cam2")
    Clip.objects.filter(pk=clip.pk).update(
        state=ClipState.READY, sheet_key="a.jpg", thumbnail_key="b.jpg"
    )
    press(client, test, "wave", "cameras", best=clip.camera_id)
    order = RegisterCamera.objects.filter(register=test.register).order_by("position")
    assert [each.camera.channel for each in order] == ["cam2", "cam1", "9"]


def test_a_camera_of_another_store_or_without_a_picture_cannot_be_chosen(
    test, store, other_store, client
):
    press(client, test, "wave", "wave")
    go_to(test, "wave")
    foreign = Camera.objects.filter(recorder__store=other_store).first()
    mine = Camera.objects.filter(recorder__store=store).first()
    before = list(RegisterCamera.objects.values_list("register", "camera", "position"))
    for camera in (foreign, mine):
        assert press(client, test, "wave", "cameras", best=camera.pk).status_code == 422
    assert list(RegisterCamera.objects.values_list("register", "camera", "position")) == before


def test_the_certificate_is_a_file_of_its_own(test, client):
    services.end(test=test, by=test.started_by)
    answer = client.get(f"/ring-tests/{test.pk}/certificate.html")
    text = answer.content.decode()
    assert "attachment" in answer["Content-Disposition"]
    assert "<style>" in text
    assert "/static/" not in text
    assert "Never seen at this store: No sale, Suspended" in text


def test_pages_cost_the_same_however_many_steps_are_done(
    test, store, client, django_assert_max_num_queries
):
    go_to(test, "no_sale")
    Till(store).ring("no_sale")
    client.get(address(test, "no_sale"))
    with django_assert_max_num_queries(40):
        client.get(address(test, "no_sale"))
    with django_assert_max_num_queries(25):
        client.get(address(test, "no_sale", "state/"))


def test_back_filled_history_never_answers_a_step(test, store):
    go_to(test, "no_sale")
    ring = Ring(7, "no_sale", **_now(store))
    receive_upload(
        store=store, user=None, files=[incoming("old.xml", journal(ring))], is_backfill=True
    )
    work("quick", seconds=30)
    services.end(test=test, by=test.started_by)
    assert row(test, "no_sale").outcome == "skipped"


def test_nobody_below_a_manager_runs_one(store, cast, test):
    assert cast.client("viewer").get(f"/setup/{store.pk}/ring-tests/").status_code == 403
    assert cast.client("limited").get(f"/ring-tests/{test.pk}/").status_code == 302
    assert len(STEPS) == test.steps.count()
