"""Which packages a member may see: those of whose every transaction they see the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from review.models import EvidencePackage

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from stores.access import Member


def visible_packages(member: Member) -> QuerySet[EvidencePackage]:
    packages = EvidencePackage.objects.all()
    if member.store_ids is None:
        return packages
    held = EvidencePackage.transactions.through._default_manager
    foreign = held.exclude(transaction__store__in=sorted(member.store_ids))
    return packages.exclude(pk__in=foreign.values("evidencepackage"))
