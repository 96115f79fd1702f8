"""Trends: right sums, links to what is behind them, only the member's stores, few statements."""

from __future__ import annotations

import re
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db.models import Sum
from django.http import QueryDict

from accounts.roles import Action, Role, may
from alerts.models import DayTotal, StaleDay
from alerts.services.rollup import note_stale_days, roll_up
from alerts.trends.choices import read_choices
from alerts.trends.drawing import scale
from alerts.trends.links import href_of
from alerts.trends.page import trends_page
from alerts.trends.periods import Period, before, period_of, so_far, steps_on
from stores.models import AccessLog, Cashier, CashierAssignment, Person, Register
from tests.alerts.scores.hours import LAST
from tests.alerts.trends.world import build, rolled_up
from tests.transactions.journals import Ring, journal
from tests.transactions.settling import take_in
from transactions.models import HourlyTotal


@pytest.fixture
def busy(store, other_store):
    return build([store, other_store], days=35)


def page_for(member, **words):
    query = QueryDict(mutable=True)
    query.update(words)
    return trends_page(read_choices(query, member))


def hourly(measure, since, until, **where):
    rows = HourlyTotal.objects.filter(measure=measure, business_date__range=(since, until), **where)
    return rows.aggregate(n=Sum("count"))["n"] or 0


def figures(page):
    return {tile.name: tile.figure for tile in page.tiles}


def test_figures_are_the_sums_of_the_hours(busy, cast, store):
    page = page_for(cast.member("owner"), what="refund", by="week", show="count")
    monday = LAST - timedelta(days=LAST.weekday())
    count, sales = (hourly(name, monday, LAST) for name in ("flag:refund", "type:sale"))
    assert figures(page)["Number"] == str(count)
    assert figures(page)["Per 1,000 sales"] == f"{1000 * count / sales:.2f}"
    assert page.bars[-1].figure == str(count)
    assert [row.count for row in page.types if row.is_chosen] == [str(count)]
    cells = [cell.figure for _short, _day, row in page.heat.days for cell in row]
    assert sum(int(figure) for figure in cells if figure) == count
    shown = {row.name: row.count for row in page.stores}
    assert shown[store.name] == str(hourly("flag:refund", monday, LAST, store=store))


def test_the_unfinished_period_is_set_beside_as_many_days_of_the_last(busy, cast):
    page = page_for(cast.member("owner"), by="month", show="count")
    until = LAST.replace(month=2, day=28)
    was = hourly("flag:refund", LAST.replace(month=2, day=1), until)
    assert page.tiles[0].was == str(was)
    assert page.bars[-1].is_unfinished
    assert not page.bars[-2].is_unfinished


def test_pumps_count_on_neither_side(busy, cast, store):
    before_pumps = figures(page_for(cast.member("owner")))
    pump = Register.objects.create(store=store, code="90", register_class="outside")
    for measure in ("type:sale", "flag:refund"):
        HourlyTotal.objects.create(
            store=store,
            register=pump,
            business_date=LAST,
            hour=9,
            measure=measure,
            count=500,
            amount=1,
        )
    DayTotal.objects.all().delete()
    rolled_up()
    assert figures(page_for(cast.member("owner"))) == before_pumps


def test_every_mark_opens_what_it_counted(busy, cast, store):
    page = page_for(cast.member("owner"), what="refund", store=store.code, register="1")
    asked = parse_qs(urlsplit(page.bars[-2].href).query)
    assert page.bars[-2].href.startswith(("/search/", "/?"))
    assert asked["store"] == [store.code]
    assert asked["flag"] == ["refund"]
    assert all(row.behind for row in page.stores if row.count != "0")
    assert all(cell.href for _short, _day, row in page.heat.days for cell in row if cell.figure)
    dot = page.dots.rows[0]
    assert dot.stands_out
    assert dot.behind


def test_a_type_that_is_no_flag_is_searched_as_a_type():
    address = href_of(measure="type:paid_out", since=LAST, until=LAST)
    assert "paid_out" in address or address.startswith("/?")


def test_all_choices_are_in_the_address(busy, cast, store):
    words = {"by": "month", "what": "no_sale", "show": "amount", "store": store.code}
    words |= {"register": "1", "cashier": "c1", "at": "2026-02-01"}
    query = QueryDict(mutable=True)
    query.update(words)
    choices = read_choices(query, cast.member("owner"))
    assert {k: v[0] for k, v in parse_qs(choices.address()[1:]).items()} == words


@pytest.mark.parametrize(
    "words",
    [
        {"by": "century", "what": "'; drop", "show": "\x00", "at": "2026-13-45"},
        {"at": "0001-01-01"},
        {"at": "9999-12-31", "by": "month"},
        {"register": "nowhere", "cashier": "nobody"},
    ],
)
def test_words_that_make_no_sense_are_as_if_they_were_not_there(words, busy, cast):
    assert cast.client("owner").get("/trends/", words).status_code == 200


def test_a_store_a_register_and_a_cashier_of_others_are_not_there(busy, cast, other_store):
    limited = cast.client("limited")
    for words in ({"store": "102"}, {"store": "101", "register": "x"}, {"store": "nope"}):
        assert limited.get("/trends/", words).status_code == 404
    theirs = Cashier.objects.get(store=other_store, code="c1")
    assert limited.get(f"/trends/cashiers/{theirs.pk}/").status_code == 404


def test_a_limited_member_sees_only_their_stores_in_every_figure(busy, cast, store, other_store):
    mine = page_for(cast.member("limited"), show="count")
    alone = page_for(cast.member("owner"), show="count", store=store.code)
    assert figures(mine) == {k: v for k, v in figures(alone).items() if "Like" not in k}
    assert [row.name for row in mine.stores] == [store.name]
    assert [row.like for row in mine.stores] == [""]
    assert {row.store for row in mine.dots.rows} == {store.name}
    assert [row.like for row in alone.stores if row.name == store.name] != [""]


def test_the_number_of_statements_does_not_grow_with_the_chain(
    busy, cast, store, django_assert_max_num_queries
):
    member = cast.member("owner")
    with django_assert_max_num_queries(16):
        page_for(member)
    build([store], days=10, people=0)
    for number in range(20, 40):
        cashier = Cashier.objects.create(store=store, code=str(number))
        DayTotal.objects.create(
            store=store, cashier=cashier, business_date=LAST, measure="type:sale",
            count=400, amount=1,
        )  # fmt: skip
    with django_assert_max_num_queries(16):
        page_for(member)


def test_how_cashiers_compare_is_for_managers_and_up(busy, cast):
    assert {role for role in Role if may(role, Action.SEE_SCORES)} == set(Role) - {Role.VIEWER}
    viewer = cast.client("viewer").get("/trends/").content.decode()
    assert "Cashiers beside their peers" not in viewer
    assert cast.client("viewer").get(f"/trends/cashiers/{busy.pk}/").status_code == 403
    assert "Cashiers beside their peers" in cast.client("manager").get("/trends/").content.decode()


def test_opening_a_cashiers_page_is_logged_once_a_visit(busy, cast):
    client = cast.client("manager")
    page = client.get(f"/trends/cashiers/{busy.pk}/").content.decode()
    client.get(f"/trends/cashiers/{busy.pk}/")
    entry = AccessLog.objects.get(kind="saw_cashier")
    assert (entry.user, entry.object_id) == (cast.manager, busy.pk)
    assert re.search(r"\d+ refunds in 1,\d+ sales; peers on the same shifts expect", page)
    assert "Stands out" in page
    assert not re.search("suspect|fraud|theft|steal|cheat", page, re.IGNORECASE)
    audit = cast.client("owner").get("/audit/").content.decode()
    assert f"/trends/cashiers/{busy.pk}/" in audit


def test_a_number_given_out_again_has_a_page_for_each(busy, cast):
    ann, bob = (Person.objects.create(name=name) for name in ("Ann Low", "Bob High"))
    turn = LAST - timedelta(days=20)
    CashierAssignment.objects.create(cashier=busy, person=ann, until=turn)
    CashierAssignment.objects.create(cashier=busy, person=bob, since=turn + timedelta(days=1))
    address, client = f"/trends/cashiers/{busy.pk}/", cast.client("manager")
    assert "Bob High" in client.get(address).content.decode()
    assert "Ann Low" in client.get(address, {"person": ann.pk}).content.decode()
    for person in (0, "x", 10**9):
        assert client.get(address, {"person": person}).status_code == 404


def test_what_was_read_is_rolled_up_and_again_when_it_changes(store):
    for rings in ((Ring(1), Ring(2, kind="refund")), (Ring(3, kind="no_sale", date="2026-03-04"),)):
        take_in(store, journal(*rings))
        note_stale_days([store.pk])
        roll_up([store.pk])
        assert not StaleDay.objects.exists()
        by = ("business_date", "measure")
        hours = HourlyTotal.objects.values_list(*by).annotate(n=Sum("count")).order_by(*by)
        days = DayTotal.objects.values_list(*by).annotate(n=Sum("count")).order_by(*by)
        assert list(days) == list(hours)
        assert list(days)
    assert {day for day, _measure, _n in days} == {date(2026, 3, 3), date(2026, 3, 4)}
    assert roll_up([store.pk]) == {}


def test_periods():
    march = period_of("month", LAST)
    assert (march.start.day, march.end.day) == (1, 31)
    assert steps_on("month", march, -13).start == LAST.replace(year=2025, month=2, day=1)
    assert before("month", march).end == LAST.replace(month=2, day=28)
    week = so_far(period_of("week", LAST), LAST - timedelta(days=2))
    assert before("week", week) == Period(
        week.start - timedelta(days=7), week.end - timedelta(days=7)
    )


@pytest.mark.parametrize("most", [0.0, 0.004, 0.9, 1.0, 7.3, 99.0, 12345.0])
def test_scales_are_round_and_reach_over_what_they_show(most):
    ticks = scale(most)
    assert ticks[-1] >= most
    assert 2 <= len(ticks) <= 6
