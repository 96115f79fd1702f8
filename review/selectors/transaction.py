"""Everything on one transaction's page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext

from accounts.roles import Action
from review.choices import CHOICES, Choice
from review.evidence.hold_rows import HoldRow, standing_holds
from review.ringtest.selectors import RingMark, ring_mark
from review.selectors.player import Player, player_of
from review.selectors.rail import Rail, rail_of
from review.selectors.risk import Risk, risk_of
from review.selectors.rows import band
from review.selectors.trail import Entry, also_looking, trail_of
from transactions.models import (
    EVENT_TYPES,
    STATUS_SUBTITLES,
    Note,
    Review,
    ReviewStatus,
    Transaction,
)
from transactions.selectors import reasons
from transactions.selectors.around import Neighbour, around
from transactions.selectors.people import person_name
from transactions.selectors.receipts import Receipt, receipt_of
from transactions.selectors.reviews import notes
from transactions.selectors.second_accounts import ToldElsewhere, told_elsewhere
from transactions.selectors.wording import full_time, money, short_time

if TYPE_CHECKING:
    from review.filters import Filters
    from stores.access import Member

BEFORE, AFTER = timedelta(seconds=60), timedelta(seconds=120)


@dataclass(frozen=True, slots=True)
class Why:
    """A flag with its sentence; ``is_likely`` when the journal leaves room for doubt."""

    flag: str
    sentence: str
    is_likely: bool


@dataclass(frozen=True, slots=True)
class VideoPart:
    """What the video part needs of a page, under the same names."""

    transaction: Transaction
    word: str
    zone: str
    player: Player


@dataclass(frozen=True, slots=True)
class Page:
    transaction: Transaction
    review: Review | None
    word: str
    headline: str
    whys: list[Why]
    band: str
    amount: str
    place: str
    cashier: str
    time: str
    when: str
    zone: str
    receipt: Receipt
    around: list[Neighbour]
    player: Player
    trail: list[Entry]
    notes: list[Note]
    looking: str
    rail: Rail
    decided: str
    also_told: list[ToldElsewhere]
    ring: RingMark | None
    holds: list[HoldRow]
    risk: Risk | None
    choices: tuple[Choice, ...] = CHOICES

    @property
    def status_subtitle(self) -> str:
        return str(STATUS_SUBTITLES[ReviewStatus(self.review.status)]) if self.review else ""


def visible_transaction(member: Member, transaction_id: int) -> Transaction:
    """Raises Transaction.DoesNotExist outside the member's stores."""
    rows = Transaction.objects.select_related(
        "store", "register", "cashier", "source_file", "review__decided_by"
    ).annotate(person=person_name())
    return member.only(rows).get(pk=transaction_id)


def video_part(transaction: Transaction, member: Member) -> VideoPart:
    beside = around(transaction, before=BEFORE, after=AFTER)
    return VideoPart(
        transaction=transaction,
        word=_word(transaction),
        zone=_zone_word(transaction),
        player=player_of(transaction, member, beside),
    )


def transaction_page(transaction: Transaction, member: Member, filters: Filters) -> Page:
    review = getattr(transaction, "review", None)
    beside = around(transaction, before=BEFORE, after=AFTER)
    player = player_of(transaction, member, beside)
    written = notes(transaction.pk)
    whys = _whys(transaction, review)
    zone = transaction.store.zone
    today = timezone.now().astimezone(zone).date()
    return Page(
        transaction=transaction,
        review=review,
        word=_word(transaction),
        headline=whys[0].sentence if whys else _word(transaction),
        whys=whys[1:],
        band=band(review.risk if review else transaction.risk),
        amount=money(transaction.amount),
        place=_place(transaction),
        cashier=_cashier(transaction),
        time=short_time(transaction.occurred_at, zone, today),
        when=full_time(transaction.occurred_at, zone),
        zone=_zone_word(transaction),
        receipt=receipt_of(transaction),
        around=beside,
        player=player,
        trail=trail_of(transaction, written),
        notes=written,
        looking=also_looking(transaction.pk, member.user)
        if review and member.may(Action.DECIDE)
        else "",
        rail=rail_of(transaction, review, filters),
        decided=short_time(review.decided_at, zone, today) if review and review.decided_at else "",
        also_told=told_elsewhere(transaction),
        ring=ring_mark(transaction),
        holds=standing_holds(transaction),
        risk=risk_of(transaction, review, member) if review else None,
    )


def _whys(transaction: Transaction, review: Review | None) -> list[Why]:
    primary = review.primary_flag if review else ""
    return [
        Why(
            flag=reasons.label(detail["flag"]),
            sentence=reasons.why(detail),
            is_likely=detail.get("confidence") == "likely",
        )
        for detail in reasons.ordered(transaction.flag_details, primary)
    ]


def _word(transaction: Transaction) -> str:
    return str(EVENT_TYPES[transaction.event_type])


def _zone_word(transaction: Transaction) -> str:
    return transaction.occurred_at.astimezone(transaction.store.zone).tzname() or ""


def _cashier(transaction: Transaction) -> str:
    """Whose the number was on that day, with the number; without a person the number."""
    person = getattr(transaction, "person", None)
    if transaction.cashier is None or not person:
        return transaction.cashier.said if transaction.cashier else ""
    return gettext("%(person)s (cashier %(code)s)") % {
        "person": person,
        "code": transaction.cashier.code,
    }


def _place(transaction: Transaction) -> str:
    return transaction.store.name or transaction.store.code
