"""What a store's journal, its back office and its register's own counts say of one day is one
day: nothing is counted twice, and what the journal keeps to itself shows."""

from __future__ import annotations

import io

import pytest

from jobs.worker import work
from lossprevention.simulator.mouths import MODISOFT
from lossprevention.simulator.writers.modisoft import key_of, noise_of
from stores.access import member_of
from tests.lossprevention.simulator.mouths import (
    DAY,
    SEED,
    journal_of,
    reports_of,
    small_day,
    spreadsheets_of,
)
from transactions.formats.canonical import EventType, Metric
from transactions.formats.tabular.mapping import Mapping
from transactions.health.comparing import Verdict
from transactions.health.reconcile import reconciled
from transactions.models import FileState, HourlyTotal, Match, Review, SourceFile, Transaction
from transactions.services.layout_trial import surveys_of
from transactions.services.mappings import confirm_layout
from transactions.services.receive import Incoming, receive_upload


@pytest.fixture(scope="module")
def day():
    return small_day()


@pytest.fixture
def confirm(cast, north):
    """Confirm every layout that waits, as it is proposed, and read what waited for it."""
    member = member_of(cast.manager, north)

    def confirm_all():
        for file in SourceFile.objects.filter(state=FileState.NEEDS_MAPPING):
            for survey in surveys_of(file):
                mapping = Mapping.from_json(survey["mapping"])
                confirm_layout(member=member, mapping=mapping, name=survey["report_name"])
        work("quick", seconds=90)

    return confirm_all


def take_in(store, files):
    """Files as (name, content), read to their end."""
    incoming = [Incoming(name.rpartition("/")[2], io.BytesIO(data)) for name, data in files]
    receive_upload(store=store, user=None, files=incoming)
    work("quick", seconds=90)


def said(files):
    return [(each.path, each.content) for each in files]


def counted():
    rows = Transaction.objects.filter(standing="").values_list(
        "register__code", "transaction_no", "event_type", "amount", "flags"
    )
    return sorted((*row[:4], tuple(row[4])) for row in rows)


def totals():
    rows = HourlyTotal.objects.values_list(
        "business_date", "register__code", "cashier__code", "hour", "measure", "tender_class",
        "count", "amount",
    )  # fmt: skip
    return sorted(tuple(map(str, row)) for row in rows)


def key(row):
    """Register and number without the zeros that spreadsheets add and lose."""
    return row.register.code.lstrip("0"), row.transaction_no.lstrip("0")


@pytest.mark.parametrize("container", ["xlsx", "csv", "html"])
@pytest.mark.parametrize("journal_first", [True, False])
def test_a_day_from_three_sources_is_the_journals_day(
    store, day, confirm, container, journal_first
):
    journal = [("day.xml", journal_of(day))]
    sheets, reports = spreadsheets_of(day, container), reports_of(day)
    others = said(sheets) + said(reports)
    for files in (journal, others) if journal_first else (others, journal):
        take_in(store, files)
        confirm()
    assert set(SourceFile.objects.values_list("state", flat=True)) == {FileState.INGESTED}
    assert len(counted()) == len(day.events)
    noise = noise_of(day, SEED)
    matches = Match.objects.select_related("lower__register", "upper__register")
    certain = [each for each in matches if each.how == "certain"]
    unsure = [each for each in matches if each.how != "certain"]
    assert len(certain) == sum(each.truth["rows"] for each in sheets) - len(noise.unsure)
    assert {key(each.lower) for each in certain} == {key(each.upper) for each in certain}
    # Money given back on prepaid fuel: the list has nothing that tells it from a refund.
    prepaid = {key_of(e) for e in day.events if e.expected_type is EventType.SALE and e.net < 0}
    differing = [each for each in certain if each.differences]
    assert {key(each.lower) for each in differing} == prepaid
    assert {(d["field"], d["lower"]) for m in differing for d in m.differences} == {
        ("type", "refund")
    }
    assert {(each.how, each.lower.standing) for each in unsure} == {("unsure", "undecided")}
    [wrong_time], [without] = noise.at_wrong_time, noise.without_number
    assert {key(each.lower) for each in unsure} == {wrong_time, (without[0], "")}
    found = reconciled(store, since=DAY, until=DAY)
    assert len(found.rows) > 20
    assert found.differing == []


def test_other_sources_change_no_row_flag_review_or_total_of_the_journal(store, day, confirm):
    take_in(store, [("day.xml", journal_of(day))])
    rows, sums, reviews = counted(), totals(), Review.objects.count()
    take_in(store, said(spreadsheets_of(day)) + said(reports_of(day)))
    confirm()
    assert Transaction.objects.count() > len(rows)
    assert (counted(), totals(), Review.objects.count()) == (rows, sums, reviews)


@pytest.mark.parametrize(
    ("kind", "metric"),
    [
        (EventType.NO_SALE, Metric.NO_SALES),
        (EventType.VOID, Metric.VOIDS),
        (EventType.REFUND, Metric.REFUNDS),
        (EventType.PAID_OUT, Metric.PAID_OUTS),
        (EventType.SAFE_DROP, Metric.SAFE_DROPS),
    ],
)
def test_what_the_journal_never_writes_is_the_one_difference(store, day, kind, metric):
    take_in(store, [("day.xml", journal_of(day, {kind})), *said(reports_of(day))])
    found = reconciled(store, since=DAY, until=DAY)
    assert found.blind_to == [metric]
    assert {row.control.metric for row in found.differing} == {metric}
    assert {row.verdict for row in found.differing} == {Verdict.BLIND}
    told = sum(row.control.count for row in found.differing)
    assert told == sum(each.expected_type is kind for each in day.events)


def test_the_back_office_cannot_make_a_blind_journal_see(store, day, confirm):
    """Each of its no sales waits once for a person, though two of its files tell of it, and
    the difference stays."""
    take_in(store, [("day.xml", journal_of(day, {EventType.NO_SALE})), *said(reports_of(day))])
    take_in(store, [each for each in said(spreadsheets_of(day)) if each[0].startswith(MODISOFT)])
    confirm()
    standings = [row.standing for row in Transaction.objects.filter(event_type="no_sale")]
    rung = sum(each.expected_type is EventType.NO_SALE for each in day.events)
    assert standings.count("undecided") == rung > 0
    assert set(standings) <= {"undecided", "second"}
    assert reconciled(store, since=DAY, until=DAY).blind_to == [Metric.NO_SALES]
