"""Why a transaction stands where it stands in the queue, part by part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from accounts.roles import Action
from alerts.models import ItemRisk
from alerts.risk.parts import Item, parts_of
from alerts.score_words import part_words, risk_sentence
from transactions.selectors.wording import MINUS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stores.access import Member
    from transactions.models import Review, Transaction


@dataclass(frozen=True, slots=True)
class RiskPart:
    points: str
    words: str


@dataclass(frozen=True, slots=True)
class Risk:
    risk: int
    sentence: str
    parts: list[RiskPart]


def risk_of(transaction: Transaction, review: Review, member: Member) -> Risk:
    """The parts as they were added up last; before that those that ingest found. How a
    cashier compares with peers is told only to who may see that."""
    kept = ItemRisk.objects.filter(pk=transaction.pk).first()
    if kept is not None and kept.risk == review.risk:
        parts: Sequence[dict[str, Any]] = kept.parts
    else:
        parts = [part._asdict() for part in parts_of(_as_read(transaction, review), {})]
    if not member.may(Action.SEE_SCORES):
        parts = [_without_figures(part) for part in parts]
    return Risk(
        risk=review.risk,
        sentence=risk_sentence(review.risk, parts),
        parts=[RiskPart(_points(part["points"]), _words(part)) for part in parts],
    )


def _as_read(transaction: Transaction, review: Review) -> Item:
    tenders = transaction.receipt.get("tenders", ())
    return Item(
        flag=review.primary_flag,
        amount=transaction.amount,
        details=transaction.flag_details,
        is_cash=any(tender.get("tender_class") == "cash" for tender in tenders),
        hour=0,
        sales_by_hour=(),
        score=None,
        rules=(),
    )


def _without_figures(part: dict[str, Any]) -> dict[str, Any]:
    return {**part, "params": {}} if part["code"] == "standing" else part


def _words(part: dict[str, Any]) -> str:
    return part_words(part["code"], part["params"])


def _points(points: int) -> str:
    sign = "+" if points > 0 else MINUS
    return gettext("%(sign)s%(points)s") % {"sign": sign, "points": abs(points)}
