"""Ordering a package, and ordering one again that could not be made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import transaction as database
from django.utils.translation import gettext

from accounts.roles import Action
from clips.services.holds import place_hold
from jobs.services import enqueue
from review.models import EvidencePackage, MakingState
from stores import audit
from stores.models import AccessKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stores.access import Member
    from transactions.models import Transaction

KIND: Final = "build_evidence"
POOL: Final = "video"
MOST_TRANSACTIONS: Final = 50
TITLE_LENGTH: Final = 120


class PackageError(ValueError):
    """What was asked for makes no package; says why to the person who asked."""


def order_package(
    *, member: Member, title: str, transactions: Sequence[Transaction], hold: str = ""
) -> EvidencePackage:
    """A package of ``transactions``, made by a job. With ``hold`` each of them is put under
    a legal hold for that reason.

    The caller has looked them up within the member's stores. Raises PackageError.
    """
    member.check(Action.HAND_OVER)
    words = " ".join(title.split())[:TITLE_LENGTH]
    if not words:
        raise PackageError(gettext("Say what the package is about."))
    if not 1 <= len(transactions) <= MOST_TRANSACTIONS:
        raise PackageError(
            gettext("A package holds 1 to %(n)s transactions.") % {"n": MOST_TRANSACTIONS}
        )
    with database.atomic():
        package = EvidencePackage.objects.create(
            title=words, ordered_by=member.user, ordered_by_name=str(member.user)
        )
        package.transactions.set(transactions)
        for transaction in transactions if hold.strip() else ():
            place_hold(member=member, transaction=transaction, reason=hold)
        _ask(member, package)
        record(member, package, "ordered")
    return package


def order_again(*, member: Member, package: EvidencePackage) -> None:
    """Another try at one that could not be made."""
    member.check(Action.HAND_OVER)
    with database.atomic():
        again = EvidencePackage.objects.filter(pk=package.pk, state=MakingState.FAILED)
        if again.update(state=MakingState.MAKING, reason_code=""):
            _ask(member, package)


def record(member: Member, package: EvidencePackage, what: str) -> None:
    audit.record(
        AccessKind.MADE_EVIDENCE,
        user=member.user,
        about=("evidence", package.pk),
        name=package.title,
        what=what,
    )


def _ask(member: Member, package: EvidencePackage) -> None:
    enqueue(chain=member.chain.schema_name, kind=KIND, keys=[str(package.pk)], pool=POOL)
