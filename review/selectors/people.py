"""The pages of cashier numbers and of the people behind them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Prefetch, Q

from accounts.models import User
from stores.models import CashierAssignment, Person, StoreAccess
from stores.services.people import days
from transactions.selectors.people import people_seen_by
from transactions.selectors.proposals.cashiers import NumberRow, cashier_rows
from transactions.selectors.proposals.sample import sample_of
from transactions.selectors.proposals.wording import sentence

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from stores.access import Member
    from stores.models import Cashier


@dataclass(frozen=True, slots=True)
class Held:
    """A number that somebody holds or held, and from when to when."""

    assignment: CashierAssignment
    days: str


@dataclass(frozen=True, slots=True)
class NumberPage:
    cashier: Cashier
    number: NumberRow
    why: str
    held: list[Held]
    people: list[Person]


@dataclass(frozen=True, slots=True)
class PersonRow:
    person: Person
    login: str
    held: list[str]
    logins: list[User]
    """Who may be chosen: those of the chain, and the present one."""


def number_page(cashier: Cashier, member: Member) -> NumberPage:
    sample = sample_of(cashier.store)
    rows = cashier_rows(cashier.store, sample)
    number = next(row for row in rows if row.cashier_id == cashier.pk)
    return NumberPage(
        cashier=cashier,
        number=number,
        why=sentence(number.row.reason, sample.days),
        held=[
            Held(each, days(each.since, each.until))
            for each in cashier.assignments.select_related("person")
        ],
        people=list(people_seen_by(member).filter(is_active=True)),
    )


def people_page(member: Member) -> list[PersonRow]:
    """Everybody the member may see, with the numbers of the stores the member may see."""
    numbers = member.only(
        CashierAssignment.objects.select_related("cashier__store"), "cashier__store"
    )
    found = people_seen_by(member).prefetch_related(Prefetch("assignments", queryset=numbers))
    logins = list(logins_for(member))
    known = {user.pk: user for user in logins}
    missing = {person.user_id for person in found if person.user_id} - known.keys()
    known |= {user.pk: user for user in User.objects.filter(pk__in=missing)}
    return [_person(each, known, logins) for each in found]


def logins_for(member: Member) -> QuerySet[User]:
    """Log-ins that the member may link: of the chain, and of stores that both may see."""
    users = User.objects.filter(
        is_active=True, memberships__chain=member.chain, memberships__is_active=True
    )
    if member.store_ids is not None:
        sharing = StoreAccess.objects.filter(store__in=sorted(member.store_ids))
        users = users.filter(
            Q(memberships__chain=member.chain, memberships__limited_to_stores=False)
            | Q(pk__in=sharing.values("user_id"))
        )
    return users.distinct().order_by("name", "pk")


def _person(person: Person, known: dict[int, User], logins: list[User]) -> PersonRow:
    user = known.get(person.user_id or 0)
    return PersonRow(
        person=person,
        login=str(user) if user else "",
        held=[
            f"{each.cashier.code}, {each.cashier.store.name or each.cashier.store.code}"
            f" ({days(each.since, each.until)})"
            for each in person.assignments.all()
        ],
        logins=logins if user is None or user in logins else [user, *logins],
    )
