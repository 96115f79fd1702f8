"""Second accounts to decide: seen beside what they may be, decided by one key, taken back."""

from __future__ import annotations

from tests.transactions.journals import Ring, journal
from tests.transactions.settling import plain_totals, pushed, take_in, totals
from transactions.models import Match, Review, Transaction

REFUND = Ring(42, "refund", "64.20")
PAGE = "/second-accounts/"


def undecided(store, *rings, shift=121):
    """A journal with these rings, and a program's account of them two minutes off."""
    take_in(store, journal(*rings), pushed(*rings, shift=shift))
    return list(Transaction.objects.filter(standing="undecided").order_by("id"))


def decide(client, row, how, **words):
    return client.post(f"{PAGE}{row.pk}/", {"how": how, **words})


def test_an_unsure_row_is_shown_beside_what_it_may_be(store, cast):
    (row,) = undecided(store, REFUND)
    upper = Transaction.objects.get(source_rank=100)
    page = cast.client("manager").get(PAGE).content.decode()
    assert f'value="{upper.pk}"' in page
    assert f"{PAGE}{row.pk}/" in page
    assert 'class="match-differs">Tue 3 Mar 2026 14:03:07' in page


def test_the_same_is_counted_once_and_other_twice(store, cast):
    (row,) = undecided(store, REFUND)
    upper = Transaction.objects.get(source_rank=100)
    client = cast.client("manager")
    decide(client, row, "same", upper=str(upper.pk))
    row.refresh_from_db()
    assert (row.standing, row.match.upper_id, Review.objects.count()) == ("second", upper.pk, 1)
    decide(client, row, "other")
    row.refresh_from_db()
    assert (row.standing, Review.objects.count()) == ("", 2)
    assert totals() == plain_totals()


def test_a_decision_is_listed_and_can_be_taken_back(store, cast):
    (row,) = undecided(store, REFUND)
    client = cast.client("manager")
    decide(client, row, "set_aside")
    assert "leave it out" in client.get(PAGE, {"show": "decided"}).content.decode()
    assert "Nothing to decide" in client.get(PAGE).content.decode()
    client.post(f"{PAGE}{row.pk}/undo/")
    row.refresh_from_db()
    assert row.standing == "undecided"
    assert Match.objects.get().decided_by is None


def test_a_silence_of_the_journal_is_counted_in_one_word(store, cast):
    lost = [Ring(n, "refund", time=f"{n - 40:02}:30:00") for n in range(50, 53)]
    heard = [Ring(1, time="08:00:00"), Ring(2, time="18:00:00")]
    take_in(store, journal(*heard), pushed(*lost))
    client = cast.client("manager")
    page = client.get(PAGE).content.decode()
    assert "Count these 3" in page
    sent = dict(
        part.split('" value="')
        for part in page.split("second-accounts/count/")[1].split('name="')[2:5]
    )
    words = {name: value.split('"')[0] for name, value in sent.items()}
    client.post(f"{PAGE}count/", words)
    assert not Transaction.objects.filter(standing="undecided").exists()
    assert Review.objects.count() == 3
    assert totals() == plain_totals()


def test_what_is_near_to_what_the_journal_tells_is_not_counted_with_a_silence(store, cast):
    near = [Ring(n, time=f"08:1{n}:00") for n in range(3)]
    lost = [Ring(n, time=f"{n - 40:02}:30:00") for n in range(50, 53)]
    take_in(store, journal(*near, Ring(9, time="18:00:00")), pushed(*near, shift=121))
    take_in(store, pushed(*lost))
    assert "Count these 3" in cast.client("manager").get(PAGE).content.decode()


def test_rows_between_what_the_journal_tells_are_no_silence(store, cast):
    rings = [Ring(n, time=f"09:{n:02}:00") for n in range(10, 40, 5)]
    undecided(store, *rings)
    page = cast.client("manager").get(PAGE).content.decode()
    assert "While the journal was silent" not in page


def test_a_row_that_was_settled_meanwhile_is_said_and_nothing_breaks(store, cast):
    (row,) = undecided(store, REFUND)
    client = cast.client("manager")
    assert (
        "cannot be the same any more"
        in client.post(
            f"{PAGE}{row.pk}/", {"how": "same", "upper": str(row.pk)}, follow=True
        ).content.decode()
    )
    assert decide(client, row, "certain").status_code == 400
    assert decide(client, row, "same", upper="99999999").status_code == 404
    row.refresh_from_db()
    assert row.standing == "undecided"


def test_rows_of_other_stores_are_nobody_elses(store, other_store, cast):
    take_in(other_store, journal(REFUND, store="102"), pushed(REFUND, store="102", shift=121))
    row = Transaction.objects.get(source_rank=90)
    limited = cast.client("limited")
    assert f"{PAGE}{row.pk}/" not in limited.get(PAGE).content.decode()
    assert decide(limited, row, "other").status_code == 404
    bulk = {"store": "102", "since": "2000-01-01T00:00:00Z", "until": "2100-01-01T00:00:00Z"}
    assert limited.post(f"{PAGE}count/", bulk).status_code == 400
    row.refresh_from_db()
    assert row.standing == "undecided"


def test_the_questions_do_not_grow_with_the_rows(store, cast, django_assert_max_num_queries):
    undecided(store, *[Ring(n, time=f"09:{n:02}:00") for n in range(10, 50, 3)])
    client = cast.client("manager")
    with django_assert_max_num_queries(30):
        client.get(PAGE)
