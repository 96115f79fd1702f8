"""What was confirmed on a page of a map, written by the store's services."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from stores.models import Cashier, Person
from stores.services import people, registers
from stores.services.maps import MapError, Said, say_departments, say_tenders
from transactions.formats.canonical import TenderClass
from transactions.selectors.proposals import departments, tenders
from transactions.selectors.proposals.cashiers import NOBODY, PERSON, cashier_rows
from transactions.selectors.proposals.sample import sample_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from accounts.models import User
    from stores.models import Store
    from transactions.selectors.proposals.proposal import Row

MOST_AT_ONCE = 200
"""Rows of one form: two fields each, of the thousand that Django takes."""


def confirm(*, kind: str, store: Store, chosen: Mapping[str, str], by: User) -> None:
    """Keep code to value for one map, all or nothing.

    Raises MapError or PeopleError, which say what is in the way.
    """
    if not chosen or len(chosen) > MOST_AT_ONCE:
        raise MapError(_("Choose 1 to %(most)s rows at once.") % {"most": MOST_AT_ONCE})
    _WRITERS[kind](store, chosen, by)


def _departments(store: Store, chosen: Mapping[str, str], by: User) -> None:
    rows = {row.code: row for row in departments.department_rows(store, sample_of(store))}
    said = _said(chosen, rows, departments.rereads)
    say_departments(store=store, said=said, by=by)


def _tenders(store: Store, chosen: Mapping[str, str], by: User) -> None:
    chosen = {code.lower(): value for code, value in chosen.items()}
    rows = {row.code: row for row in tenders.tender_rows(store, sample_of(store))}
    said = _said(chosen, rows, tenders.rereads)
    say_tenders(store=store, said=said, classes=tuple(TenderClass), by=by)


def _said(
    chosen: Mapping[str, str],
    rows: Mapping[str, Row],
    rereads: Callable[[Row | None, str], bool],
) -> list[Said]:
    return [Said(code, value, rereads(rows.get(code), value)) for code, value in chosen.items()]


def _registers(store: Store, chosen: Mapping[str, str], by: User) -> None:
    registers.say_classes(store=store, classes=chosen, by=by)


def _numbers(store: Store, chosen: Mapping[str, str], by: User) -> None:
    """A number with a name becomes that person's; of one name there is one in a store. The
    same name in another store may be somebody else: only a person can tell."""
    wanted: dict[str, list[str]] = {PERSON: [], NOBODY: []}
    for code, value in chosen.items():
        if value not in wanted:
            raise MapError(_("Choose whether number %(code)s is a person.") % {"code": code})
        wanted[value].append(code)
    names = {
        number.code: number
        for number in cashier_rows(store, sample_of(store))
        if number.suggested_name and not number.assignments
    }
    with transaction.atomic():
        people.say_kinds(store=store, people=wanted[PERSON], nobody=wanted[NOBODY], by=by)
        for code in wanted[PERSON]:
            if code in names:
                _give(store, names[code].cashier_id, names[code].suggested_name, by)


def _give(store: Store, cashier_id: int, name: str, by: User) -> None:
    here = Person.objects.filter(assignments__cashier__store=store, is_active=True)
    person = here.filter(name__iexact=name).order_by("pk").first()
    people.assign_number(
        cashier=Cashier.objects.get(pk=cashier_id),
        person=person or people.add_person(name=name, by=by),
        since=None,
        until=None,
        by=by,
    )


_WRITERS: dict[str, Callable[[Any, Any, Any], None]] = {
    "registers": _registers,
    "numbers": _numbers,
    "departments": _departments,
    "payments": _tenders,
}
