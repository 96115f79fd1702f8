import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stores.models import AccessKind, AccessLog, Cashier
from tests.review.factories import NOON, flagged, many, plain
from transactions.services import reviews

RECEIPT = {
    "lines": [
        {
            "kind": "item",
            "sequence": 1,
            "sku": "012345",
            "description": "PHONE CHARGER",
            "quantity": "2.000",
            "unit_price": "30.00",
            "amount": "60.00",
        },
        {
            "kind": "item",
            "status": "cancelled",
            "sequence": 2,
            "description": "COFFEE 16OZ",
            "amount": "1.99",
        },
    ],
    "adjustments": [
        {"kind": "manual_discount", "amount": "5.00", "line": 1, "reason": "MGR"},
        {"kind": "promotion", "amount": "0.50"},
    ],
    "tenders": [
        {"tender_class": "cash", "amount": "100.00"},
        {"tender_class": "cash", "amount": "-41.82", "is_change": True},
        {"tender_class": "card", "amount": "1.00", "card_last4": "4242"},
    ],
    "unknown": ["RadiantExtension"],
}


def text_of(response):
    return re.sub(r"\s+", " ", response.text)


def test_the_sentence_of_why_comes_first(cast, store):
    row = flagged(store, flags=("refund", "override"), transaction_no="9006")
    page = text_of(cast.client("viewer").get(f"/transactions/{row.pk}/"))
    assert re.search(r"<h1> ?Refund of \$64.20 with no sale linked to it\. ?</h1>", page)
    assert "Approved by 91 at the register of 7." in page
    assert "Receipt 9006" in page


def test_the_receipt_shows_everything_and_says_what_was_removed(cast, store):
    row = flagged(
        store,
        receipt=RECEIPT,
        net=Decimal("54.50"),
        tax=Decimal("3.68"),
        grand=Decimal("58.18"),
        amount=Decimal("58.18"),
    )
    page = text_of(cast.client("viewer").get(f"/transactions/{row.pk}/"))
    assert "PHONE CHARGER" in page
    assert "2 × $30.00 · 012345" in page  # noqa: RUF001
    assert re.search(r"<s>COFFEE 16OZ</s> <span class=\"tag\">removed</span>", page)
    assert "<s>$1.99</s>" in page
    assert "Manual discount" in page
    assert "−$5.00" in page  # noqa: RUF001
    assert "−$0.50" in page  # noqa: RUF001
    assert "$54.50" in page
    assert "$3.68" in page
    assert "$58.18" in page
    assert "Change" in page
    assert "−$41.82" in page  # noqa: RUF001
    assert "ends in 4242" in page
    assert "RadiantExtension" in page


@pytest.mark.parametrize("where", ["item", "cashier", "number", "note", "reason"])
def test_hostile_words_from_a_journal_are_shown_as_words(cast, store, where):
    hostile = "<script>alert(1)</script>\"'"
    fields = {}
    if where == "item":
        fields["receipt"] = {"lines": [{"kind": "item", "description": hostile, "amount": "1"}]}
    if where == "cashier":
        fields["cashier"] = Cashier.objects.create(store=store, code="x", name=hostile)
    if where == "number":
        fields["transaction_no"] = hostile
    if where == "reason":
        fields["reason_text"] = hostile
    row = flagged(store, **fields)
    if where == "note":
        reviews.add_note(member=cast.member("manager"), transaction_id=row.pk, text=hostile)
    client = cast.client("manager")
    for page in (client.get(f"/transactions/{row.pk}/"), client.get("/")):
        assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert(1)" in client.get(f"/transactions/{row.pk}/").text


def test_it_shows_what_the_same_register_did_before_and_after(cast, store):
    before = plain(store, at=NOON - timedelta(minutes=3), amount=Decimal("12.40"))
    row = flagged(store)
    after = plain(store, at=NOON + timedelta(minutes=2), event_type="no_sale")
    elsewhere = plain(store, register="2", amount=Decimal("77.77"))
    whole = cast.client("viewer").get(f"/transactions/{row.pk}/").text
    page = whole[whole.index('class="around"') :]
    assert page.index("$12.40") < page.index("12:00:00") < page.index("12:02:00")
    assert f'href="/transactions/{before.pk}/"' in page
    assert f'href="/transactions/{after.pk}/"' in page
    assert f'href="/transactions/{elsewhere.pk}/"' not in page


def test_times_are_those_of_the_store(cast, store, other_store):
    client = cast.client("viewer")
    assert "12:00 EST" in client.get(f"/transactions/{flagged(store).pk}/").text
    assert "11:00 CST" in client.get(f"/transactions/{flagged(other_store).pk}/").text


def test_opening_is_logged_once_per_visit(cast, store):
    row = flagged(store)
    client = cast.client("manager")
    for _again in range(3):
        client.get(f"/transactions/{row.pk}/")
    seen = AccessLog.objects.filter(kind=AccessKind.SAW_TRANSACTION, object_id=row.pk)
    assert [entry.user for entry in seen] == [cast.manager]


def test_the_trail_tells_who_decided_wrote_and_looked(cast, store):
    row = flagged(store)
    cast.client("viewer").get(f"/transactions/{row.pk}/")
    reviews.decide(
        member=cast.member("manager"), transaction_id=row.pk, status="escalate", version=0
    )
    reviews.add_note(member=cast.member("admin"), transaction_id=row.pk, text="Drawer open")
    page = text_of(cast.client("owner").get(f"/transactions/{row.pk}/"))
    trail = page[page.index('<ol class="trail">') :]
    assert "<strong>Viewer</strong> opened a transaction" in trail
    assert "<strong>Manager</strong> decided Escalate: send to loss prevention" in trail
    assert "<strong>Admin</strong> wrote a note" in trail
    assert "Drawer open" in trail


def test_somebody_else_who_is_looking_is_named(cast, store):
    row = flagged(store)
    cast.client("admin").get(f"/transactions/{row.pk}/")
    page = cast.client("manager").get(f"/transactions/{row.pk}/").text
    assert "Admin is looking at this too" in page


def test_a_viewer_sees_no_buttons_to_decide(cast, store):
    page = cast.client("viewer").get(f"/transactions/{flagged(store).pk}/").text
    assert 'name="status"' not in page
    assert 'name="text"' not in page


def test_a_plain_sale_has_nothing_to_decide(cast, store):
    page = cast.client("manager").get(f"/transactions/{plain(store).pk}/").text
    assert "Nothing was flagged here" in page
    assert 'name="status"' not in page


def test_a_foreign_store_or_number_is_not_found(cast, store, other_store):
    row = flagged(other_store)
    limited = cast.client("limited")
    assert limited.get(f"/transactions/{row.pk}/").status_code == 404
    assert limited.get(f"/transactions/{row.pk}/clips/").status_code == 404
    assert cast.client("manager").get("/transactions/999999999/").status_code == 404


def test_the_list_beside_it_and_the_events_around_keep_to_the_members_stores(
    cast, store, other_store
):
    row = flagged(store, risk=50)
    hidden = [flagged(other_store, risk=risk).pk for risk in (40, 50, 60)]
    page = cast.client("limited").get(f"/transactions/{row.pk}/").text
    assert not [pk for pk in hidden if f"/transactions/{pk}/" in page]


def test_next_and_previous_follow_the_list_one_came_from(cast, store):
    high, middle, low = (
        flagged(store, risk=90, at=NOON),
        flagged(store, risk=50, at=NOON + timedelta(hours=2)),
        flagged(store, risk=10, at=NOON + timedelta(hours=1)),
    )
    client = cast.client("manager")
    by_risk = text_of(client.get(f"/transactions/{middle.pk}/"))
    assert re.search(rf'href="/transactions/{low.pk}/" data-key="j"', by_risk)
    assert re.search(rf'href="/transactions/{high.pk}/" data-key="k"', by_risk)
    newest = text_of(client.get(f"/transactions/{low.pk}/?order=newest"))
    assert re.search(rf'href="/transactions/{high.pk}/\?order=newest" data-key="j"', newest)


def test_the_number_of_queries_does_not_grow_with_the_list_or_the_trail(cast, store):
    row = flagged(store, risk=3, transaction_no="1")
    client, member = cast.client("manager"), cast.member("manager")
    counts = []
    for more in (2, 60):
        many(store, more)
        for _each in range(more):
            reviews.add_note(member=member, transaction_id=row.pk, text="Looked again")
        client.get(f"/transactions/{row.pk}/")
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/transactions/{row.pk}/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_without_a_clip_one_can_ask_for_it_or_drop_one(cast, store):
    page = cast.client("manager").get(f"/transactions/{flagged(store).pk}/").text
    assert "No video was asked for" in page
    assert 'name="video"' in page
    assert (
        'name="video"' not in cast.client("viewer").get(f"/transactions/{flagged(store).pk}/").text
    )
