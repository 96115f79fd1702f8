"""Ring tests of a store, and what other pages need to know of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db.models import Count, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from review.models import RingStep, RingTest, StepOutcome
from review.ringtest.steps import BY_NAME, RUNG, STEPS
from review.ringtest.words import read_as
from stores.models import Register, RegisterClass
from transactions.models import Transaction
from transactions.selectors.wording import short_time

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from stores.models import Store

MOST: Final = 50
_SEEN: Final = Count("steps", filter=Q(steps__outcome=StepOutcome.SEEN))


@dataclass(frozen=True, slots=True)
class RegisterChoice:
    id: int
    said: str
    heard: datetime | None


@dataclass(frozen=True, slots=True)
class TestRow:
    """An earlier test, or one that is still open."""

    id: int
    when: str
    register: str
    who: str
    seen: int
    total: int
    is_open: bool
    href: str


@dataclass(frozen=True, slots=True)
class StartPage:
    registers: Sequence[RegisterChoice]
    open: Sequence[TestRow]
    ended: Sequence[TestRow]
    steps: int


@dataclass(frozen=True, slots=True)
class RingMark:
    """That a transaction was rung in a ring test: who ran it, and what it was to be."""

    who: str
    when: str
    step: str
    href: str


def start_page(store: Store) -> StartPage:
    rows = [_row(test, store) for test in _tests(store)]
    return StartPage(
        registers=_registers(store),
        open=[row for row in rows if row.is_open],
        ended=[row for row in rows if not row.is_open],
        steps=len(STEPS),
    )


def _registers(store: Store) -> list[RegisterChoice]:
    """Those that somebody stands at; the one heard last says which is which."""
    last = Transaction.objects.filter(register=OuterRef("pk")).order_by("-occurred_at")
    rows = (
        Register.objects.filter(store=store)
        .exclude(register_class=RegisterClass.OUTSIDE)
        .annotate(heard=Subquery(last.values("source_file__received_at")[:1]))
    )
    return [RegisterChoice(row.pk, row.said, row.heard) for row in rows]


def _tests(store: Store) -> Iterable[RingTest]:
    rows = RingTest.objects.filter(store=store).select_related("register", "started_by")
    return rows.annotate(seen=_SEEN)[:MOST]


def _row(test: RingTest, store: Store) -> TestRow:
    today = timezone.now().astimezone(store.zone).date()
    return TestRow(
        id=test.pk,
        when=short_time(test.started_at, store.zone, today),
        register=register_word(test),
        who=str(test.started_by or ""),
        seen=getattr(test, "seen", 0),
        total=len(STEPS),
        is_open=test.ended_at is None,
        href=reverse("review:ring_test", args=[test.pk]),
    )


def register_word(test: RingTest) -> str:
    return test.register.said if test.register else gettext("register not known yet")


def ring_mark(transaction: Transaction) -> RingMark | None:
    """None for what was not rung in a ring test; one look into an index."""
    rows = RingStep.objects.filter(transaction=transaction.pk)
    step = rows.select_related("ring_test__started_by", "ring_test__store").first()
    if step is None:
        return None
    test, zone = step.ring_test, step.ring_test.store.zone
    return RingMark(
        who=str(test.started_by or ""),
        when=short_time(test.started_at, zone, timezone.now().astimezone(zone).date()),
        step=str(BY_NAME[step.step].title),
        href=reverse("review:ring_certificate", args=[test.pk]),
    )


def rung_in_tests(transaction_ids: Iterable[int]) -> frozenset[int]:
    """Those of the transactions that were rung in a ring test: for scores and alerts, which
    should not count them against anybody."""
    rows = RingStep.objects.filter(transaction__in=list(transaction_ids))
    return frozenset(pk for pk in rows.values_list("transaction", flat=True) if pk is not None)


def tried(store: Store) -> Mapping[str, str]:
    """Measure (``type:no_sale``) to what came of ringing it, by the last test that rang it
    and did not see it as what it is. What was seen needs no word: it is in the totals."""
    found: dict[str, str] = {}
    today = timezone.now().astimezone(store.zone).date()
    for step in _last_of_each(store):
        if step.outcome not in {StepOutcome.NOT_SEEN, StepOutcome.SEEN_AS_OTHER}:
            continue
        words = {
            "when": short_time(step.ring_test.started_at, store.zone, today),
            "register": register_word(step.ring_test),
            "what": read_as(step.learned.get("read_as", ""), step.learned.get("flags", [])),
        }
        sentence = gettext("Rung in the ring test of %(when)s at %(register)s: nothing came.")
        if step.outcome == StepOutcome.SEEN_AS_OTHER:
            sentence = gettext(
                "Rung in the ring test of %(when)s at %(register)s: it is read as %(what)s."
            )
        found[BY_NAME[step.step].measure] = sentence % words
    return found


def _last_of_each(store: Store) -> list[RingStep]:
    rows = RingStep.objects.filter(
        ring_test__store=store,
        ring_test__ended_at__isnull=False,
        step__in=[step.name for step in RUNG],
    ).exclude(outcome__in=[StepOutcome.SKIPPED, StepOutcome.WAITING])
    last = rows.select_related("ring_test__register").order_by("step", "-ring_test_id")
    return list(last.distinct("step"))
