"""The pages of a store's maps: proposed, confirmed, changed; who may do what."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Membership
from jobs.models import Job
from stores.models import AccessKind, AccessLog, Camera, Register
from tests.review.factories import NOON, plain
from transactions.models import SourceFile, Transaction

pytestmark = [pytest.mark.django_db]


def ring(store, department, description, amount="-20.00", count=6, **fields):
    """Rings of an open department, a minute apart."""
    line = {
        "kind": "open_department",
        "status": "normal",
        "department": department,
        "description": description,
        "amount": amount,
    }
    for number in range(count):
        plain(
            store,
            at=NOON + timedelta(minutes=number),
            receipt={"lines": [line]},
            source_event_tag="RefundEvent",
            **fields,
        )


def see(cast, store, what="departments/", who="manager"):
    return cast.client(who).get(f"/setup/{store.pk}/{what}").text


def confirm(cast, store, kind, rows, who="manager", **headers):
    data = {"code": [code for code, _value in rows], "value": [value for _code, value in rows]}
    address = f"/setup/{store.pk}/{kind}/confirm/"
    return cast.client(who).post(address, data, headers=headers)


def test_a_department_is_proposed_with_why_and_confirmed_by_one_button(cast, store):
    ring(store, "23", "PAID OUT")
    page = see(cast, store)
    assert "6 rings in 30 days, always negative, called “PAID OUT”" in page
    assert 'data-key="c"' in page
    assert confirm(cast, store, "departments", [("23", "paid_out")]).status_code == 302
    store.refresh_from_db()
    assert store.department_roles == {"23": "paid_out"}
    assert store.confirmed["department:23"]["who"] == "Manager"
    assert "Confirmed by Manager" in see(cast, store)


def test_all_proposals_are_confirmed_at_once_as_they_were_shown(cast, store):
    ring(store, "23", "PAID OUT")
    ring(store, "4", "CANDY", "2.00")
    assert "Confirm 2 proposals" in see(cast, store)
    confirm(cast, store, "departments", [("23", "paid_out"), ("4", "merchandise")])
    store.refresh_from_db()
    assert store.department_roles == {"23": "paid_out", "4": "merchandise"}
    assert " proposals <kbd" not in see(cast, store)
    assert AccessLog.objects.filter(kind=AccessKind.CHANGED_SETTINGS).count() == 1


def test_htmx_gets_the_map_alone_with_the_next_row_under_the_key(cast, store):
    ring(store, "23", "PAID OUT", count=9)
    ring(store, "22", "LOTTERY PAYOUT")
    answer = confirm(cast, store, "departments", [("23", "paid_out")], **{"HX-Request": "true"})
    part = answer.text
    assert "<html" not in part
    assert "1 confirmed." in part
    assert 'aria-label="Confirm 22"' in part
    assert 'aria-label="Change 23"' in part


@pytest.mark.parametrize(
    ("kind", "rows"),
    [
        ("departments", [("23", "everything")]),
        ("departments", [("x" * 61, "fee")]),
        ("departments", []),
        ("departments", [("", "fee")]),
        ("payments", [("cash", "coins")]),
        ("registers", [("1", "unknown place")]),
        ("registers", [("77", "inside")]),
        ("numbers", [("7", "somebody")]),
        ("departments", [(str(number), "fee") for number in range(201)]),
    ],
)
def test_what_makes_no_sense_is_refused_whole_and_said(cast, store, kind, rows):
    answer = confirm(cast, store, kind, rows)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    before = store.confirmed
    store.refresh_from_db()
    assert store.confirmed == before == {}


def test_rows_that_do_not_pair_up_are_refused(cast, store):
    address = f"/setup/{store.pk}/departments/confirm/"
    answer = cast.client("manager").post(address, {"code": ["1", "2"], "value": ["fee"]})
    assert answer.status_code == 422
    assert "too old to act on" in answer.text


def test_a_viewer_reads_and_finds_no_button(cast, store):
    ring(store, "23", "PAID OUT")
    page = see(cast, store, who="viewer")
    assert "6 rings" in page
    assert "Confirm</button>" not in page
    assert "data-key" not in page.partition("<main")[2].partition("</main>")[0]
    assert confirm(cast, store, "departments", [("23", "fee")], who="viewer").status_code == 403


def test_what_was_said_is_changed_by_saying_it_again_and_the_history_keeps_both(cast, store):
    confirm(cast, store, "departments", [("23", "paid_out")])
    confirm(cast, store, "departments", [("23", "fee")], who="admin")
    store.refresh_from_db()
    assert store.department_roles == {"23": "fee"}
    events = apps.get_model("stores", "StoreEvent").objects.filter(pgh_obj=store.pk)
    roles = [event.department_roles for event in events.order_by("pgh_id")]
    assert roles[-2:] == [{"23": "paid_out"}, {"23": "fee"}]
    assert AccessLog.objects.latest("id").params["changes"] == "23: paid_out → fee"


def test_payments_are_kept_in_lower_case_whatever_is_sent(cast, store):
    confirm(cast, store, "payments", [("DebitX", "card")])
    store.refresh_from_db()
    assert store.tender_classes == {"debitx": "card"}


def test_the_totals_page_gives_counts_and_keeps_the_choice(cast, store):
    for number in range(25):
        at = NOON + timedelta(minutes=number)
        plain(store, at=at, gross="10", net="10.70", tax="0.70", grand="10.70")
    assert "fits 25 of 25 sales; the other way fits 0" in see(cast, store, "totals/")
    answer = cast.client("manager").post(
        f"/setup/{store.pk}/totals/confirm/", {"formula": "net_includes_tax"}
    )
    assert answer.status_code == 302
    store.refresh_from_db()
    assert store.totals_formula == "net_includes_tax"
    assert "Confirmed by Manager" in see(cast, store, "totals/")


def test_a_formula_that_is_none_is_refused(cast, store):
    answer = cast.client("manager").post(f"/setup/{store.pk}/totals/confirm/", {"formula": "x"})
    assert answer.status_code == 422
    assert "Choose one of the ways" in answer.text


def test_the_set_up_page_counts_every_map(cast, store):
    ring(store, "23", "PAID OUT", is_outside=False)
    page = see(cast, store, "")
    assert "1 proposed" in page
    assert "No sale with tax has come in yet" in page
    confirm(cast, store, "departments", [("23", "paid_out")])
    assert "1 confirmed" in see(cast, store, "")


def test_stored_events_that_read_otherwise_are_counted(cast, store):
    ring(store, "23", "MISC", count=6)
    SourceFile.objects.update(parsed_at=NOON)
    confirm(cast, store, "departments", [("23", "paid_out")])
    assert "6 stored events (in 6 files)" in see(cast, store)


def test_what_reads_otherwise_now_is_read_again_on_one_word_and_nothing_else(cast, store):
    ring(store, "23", "MISC", count=2)
    ring(store, "4", "CANDY", "2.00", count=2)
    SourceFile.objects.update(parsed_at=NOON, stored_key="kept", state="ingested")
    confirm(cast, store, "departments", [("23", "paid_out"), ("4", "merchandise")])
    assert "Read them again" in see(cast, store)
    assert "Read them again" not in see(cast, store, who="viewer")
    answer = cast.client("manager").post(f"/setup/{store.pk}/read-again/")
    assert answer.status_code == 302
    touched = Transaction.objects.filter(receipt__lines__0__department="23")
    wanted = {str(each) for each in touched.values_list("source_file", flat=True)}
    assert set(Job.objects.filter(kind="parse_file").values_list("key", flat=True)) == wanted
    assert AccessLog.objects.filter(kind=AccessKind.REPLAYED_FILES).count() == 1


def test_a_member_of_one_store_goes_straight_to_it(cast, store, other_store):
    answer = cast.client("limited").get("/setup/")
    assert answer.headers["Location"] == f"/setup/{store.pk}/"
    assert cast.client("limited").get(f"/setup/{other_store.pk}/").status_code == 404


def test_a_register_gets_label_class_and_cameras_in_order(cast, store):
    register = Register.objects.get(store=store, code="1")
    first, second = Camera.objects.filter(recorder__store=store).order_by("channel")
    address = f"/setup/registers/{register.pk}/"
    sent = {
        "label": "  Front   counter ",
        "register_class": "inside",
        "camera-1": second.pk,
        "camera-2": first.pk,
    }
    assert cast.client("manager").post(f"{address}change/", sent).status_code == 302
    register.refresh_from_db()
    assert register.label == "Front counter"
    assert [each.camera for each in register.sightings.all()] == [second, first]
    store.refresh_from_db()
    assert "register:1" in store.confirmed
    sent |= {"camera-1": "", "camera-2": first.pk}
    cast.client("manager").post(f"{address}change/", sent)
    assert [(each.camera, each.position) for each in register.sightings.all()] == [(first, 1)]


def test_a_camera_of_another_store_or_named_twice_is_refused(cast, store, other_store):
    register = Register.objects.get(store=store, code="1")
    own = Camera.objects.filter(recorder__store=store).first()
    foreign = Camera.objects.filter(recorder__store=other_store).first()
    for cameras in ({"camera-1": foreign.pk}, {"camera-1": own.pk, "camera-2": own.pk}):
        answer = cast.client("manager").post(
            f"/setup/registers/{register.pk}/change/", {"register_class": "inside", **cameras}
        )
        assert answer.status_code == 422
        assert "each camera of this store once" in answer.text
    assert register.sightings.count() == 1


def test_an_outside_register_reads_its_events_anew_and_a_label_does_not(cast, store):
    plain(store, register="2")
    SourceFile.objects.update(parsed_at=NOON)
    confirm(cast, store, "registers", [("1", "inside"), ("2", "inside")])
    assert "stored event" not in see(cast, store, "registers/")
    confirm(cast, store, "registers", [("2", "outside")])
    assert "1 stored event" in see(cast, store, "registers/")


def test_the_number_of_queries_does_not_grow_with_the_rows(cast, store):
    client = cast.client("manager")
    counts = []
    for first in (1, 10, 40):
        for code in range(first, first + 9):
            ring(store, str(code), f"GOODS {code}", "1.00", count=1)
            Register.objects.create(store=store, code=f"r{code}")
        for kind in ("departments", "registers"):
            client.get(f"/setup/{store.pk}/{kind}/")
        with CaptureQueriesContext(connection) as asked:
            for kind in ("departments", "registers"):
                client.get(f"/setup/{store.pk}/{kind}/")
        counts.append(len(asked))
    assert counts[0] == counts[1] == counts[2]


def test_who_sees_one_store_reads_of_its_settings_and_not_of_anothers(cast, store, other_store):
    Membership.objects.filter(user=cast.limited).update(role="admin")
    confirm(cast, store, "departments", [("23", "paid_out")])
    confirm(cast, other_store, "departments", [("99", "fee")])
    page = cast.client("limited").get("/audit/").text
    assert "23: - → paid_out" in page
    assert "99: - → fee" not in page
    assert "99: - → fee" in cast.client("admin").get("/audit/").text
