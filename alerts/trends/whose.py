"""Whose page a cashier's page is: a person with all numbers at the store, or a number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from alerts.models import Score
from stores.models import Cashier, CashierAssignment, Person

if TYPE_CHECKING:
    from datetime import date

    from stores.access import Member


@dataclass(frozen=True, slots=True)
class Whose:
    cashier: Cashier
    person: Person | None
    held: list[tuple[Cashier, date | None, date | None]]
    """Numbers at this store, and from when to when."""

    @property
    def name(self) -> str:
        return self.person.name if self.person else self.cashier.said

    def scores(self, span: str) -> QuerySet[Score]:
        rows = Score.objects.filter(store=self.cashier.store_id, span=span)
        if self.person is not None:
            rows = rows.filter(person=self.person)
        else:
            rows = rows.filter(person=None, cashier=self.cashier)
        return rows.select_related("store", "cashier", "person")

    def rows(self, cashier: str, day: str) -> Q:
        """A condition on the fields ``cashier`` and ``day`` of another table."""
        found = Q(pk__in=[])
        for number, since, until in self.held:
            this = Q(**{cashier: number})
            if since is not None:
                this &= Q(**{f"{day}__gte": since})
            if until is not None:
                this &= Q(**{f"{day}__lte": until})
            found |= this
        return found


def whose(member: Member, cashier_id: int, person_id: str) -> Whose:
    """Raises Cashier.DoesNotExist outside the member's stores, and for a person who never
    held the number. Without ``person_id`` whoever holds the number, or held it last."""
    cashier = member.only(Cashier.objects.select_related("store")).get(pk=cashier_id)
    held = cashier.assignments.select_related("person") if cashier.is_person else None
    if held is None or not held.exists():
        return Whose(cashier, None, [(cashier, None, None)])
    if person_id:
        held = held.filter(person=int(person_id) if person_id.isdecimal() else 0)
    last = held.first()
    if last is None:
        raise Cashier.DoesNotExist
    numbers = CashierAssignment.objects.filter(
        person=last.person, cashier__store=cashier.store_id, cashier__is_person=True
    ).select_related("cashier")
    return Whose(cashier, last.person, [(each.cashier, each.since, each.until) for each in numbers])
