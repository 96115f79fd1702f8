"""Who stood behind a cashier number on a business date.

A number that nobody said is a person's (``Cashier.is_person`` off) is nobody, whatever
else is written about it. :data:`PERSON_JOIN` is the same rule for set-based statements.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Subquery

from stores.models import Cashier, CashierAssignment, Person

if TYPE_CHECKING:
    from datetime import date

    from stores.access import Member
    from stores.models import Store

PERSON_JOIN: Final = """
    LEFT JOIN stores_cashier whose ON whose.id = {0}.cashier_id AND whose.is_person
    LEFT JOIN stores_cashierassignment held ON held.cashier_id = whose.id
        AND {0}.business_date >= COALESCE(held.since, '-infinity')
        AND {0}.business_date <= COALESCE(held.until, 'infinity')
"""
"""For ``.format(alias)`` of a table with ``cashier_id`` and ``business_date``: at most one
row joins; ``held.person_id`` is the person, and NULL is nobody."""


def person_of(cashier_id: int, business_date: date) -> Person | None:
    """Whose the number was on that day; None for nobody, or nobody said."""
    found = _held(Q(cashier=cashier_id), business_date).select_related("person").first()
    return found.person if found else None


def person_name() -> Subquery:
    """The person's name for each row of a query of transactions; NULL for nobody."""
    held = _held(Q(cashier=OuterRef("cashier_id")), OuterRef("business_date"))
    return Subquery(held.values("person__name")[:1], output_field=CharField())


def holders_of(store: Store) -> list[tuple[str, int, list[str]]]:
    """Per cashier number of the store: code, id, and who holds it, the latest first."""
    rows = Cashier.objects.filter(store=store).prefetch_related("assignments__person")
    return [
        (row.code, row.pk, list(dict.fromkeys(each.person.name for each in row.assignments.all())))
        for row in rows
    ]


def people_seen_by(member: Member) -> QuerySet[Person]:
    """Everybody, or for who sees some stores only, those with a number in one of them."""
    if member.store_ids is None:
        return Person.objects.all()
    held = CashierAssignment.objects.filter(
        person=OuterRef("pk"), cashier__store__in=sorted(member.store_ids)
    )
    return Person.objects.filter(Exists(held))


def _held(whose: Q, day: Any) -> QuerySet[CashierAssignment]:
    in_time = (Q(since=None) | Q(since__lte=day)) & (Q(until=None) | Q(until__gte=day))
    rows = CashierAssignment.objects.filter(whose, in_time, cashier__is_person=True)
    return rows.order_by(F("since").desc(nulls_last=True), "pk")
