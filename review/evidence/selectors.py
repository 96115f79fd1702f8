"""Which packages a member may see: those of whose every transaction they see the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from review.models import EvidencePackage
from transactions.models import Transaction

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from stores.access import Member


def visible_packages(member: Member) -> QuerySet[EvidencePackage]:
    packages = EvidencePackage.objects.all()
    if member.store_ids is None:
        return packages
    foreign = Transaction.objects.exclude(store__in=sorted(member.store_ids))
    return packages.exclude(transactions__in=foreign)


def packages_of(member: Member, transaction: Transaction) -> list[EvidencePackage]:
    return list(visible_packages(member).filter(transactions=transaction))
