"""Who stands behind a cashier number, and since when. Writes in the open chain.

Dates are business dates, both included; None means "from the beginning" or "to this day".
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.tenancy import current_chain
from stores import audit
from stores.models import AccessKind, Cashier, CashierAssignment, Person
from stores.services.maps import Said, mark_said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accounts.models import User
    from stores.models import Store

MOST_NAME = 80


class PeopleError(ValueError):
    """It cannot be kept as said; the message names what is in the way and what to do."""


def add_person(*, name: str, by: User, user: User | None = None) -> Person:
    """Somebody who works at the registers. Raises PeopleError without a name, or for a
    log-in that does not belong to the chain."""
    with transaction.atomic():
        person = Person(name=_named(name), user=_of_chain(user))
        person.save()
        _record(by, person, what="person added")
    return person


def change_person(
    *, person: Person, name: str, user: User | None, is_active: bool, by: User
) -> None:
    """Raises PeopleError as :func:`add_person` does."""
    with transaction.atomic():
        row = Person.objects.select_for_update().get(pk=person.pk)
        row.name, row.user, row.is_active = _named(name), _of_chain(user), is_active
        row.save()
        _record(by, row, what="person changed", login=user.name if user else "")


def assign_number(
    *,
    cashier: Cashier,
    person: Person,
    since: date | None,
    until: date | None,
    by: User,
    ends_earlier: bool = False,
) -> CashierAssignment:
    """Say whose the number is in these days; the number becomes a person's, and has no
    name of its own any more: on other days it may have been somebody else's.

    ``ends_earlier``: an assignment that began before ``since`` ends the day before it,
    as when a number is handed on. Raises PeopleError where two would share a day.
    """
    with transaction.atomic():
        row = _locked(cashier)
        if ends_earlier and since is not None:
            _end_before(row, since)
        check_days(row, since, until)
        made = CashierAssignment.objects.create(
            cashier=row, person=person, since=since, until=until
        )
        row.is_person, row.name = True, ""
        row.save(update_fields=["is_person", "name"])
        mark_said(store=row.store, kind="cashier", said=[Said(row.code, "person")], by=by)
        _record(by, person, what="number given", number=_number(row), days=days(since, until))
    return made


def give_number(
    *,
    cashier: Cashier,
    person: Person | None,
    new_name: str,
    since: date | None,
    until: date | None,
    by: User,
    ends_earlier: bool = False,
) -> CashierAssignment:
    """:func:`assign_number` to somebody known, or with ``person`` None to a new person;
    both or neither. Raises PeopleError."""
    with transaction.atomic():
        return assign_number(
            cashier=cashier,
            person=person or add_person(name=new_name, by=by),
            since=since,
            until=until,
            by=by,
            ends_earlier=ends_earlier,
        )


def change_assignment(
    *, assignment: CashierAssignment, since: date | None, until: date | None, by: User
) -> None:
    """Other days for the same person. Raises PeopleError where two would share a day."""
    with transaction.atomic():
        row = _locked(assignment.cashier)
        check_days(row, since, until, but=assignment.pk)
        assignment.since, assignment.until = since, until
        assignment.save(update_fields=["since", "until"])
        _record(
            by,
            assignment.person,
            what="days changed",
            number=_number(row),
            days=days(since, until),
        )


def remove_assignment(*, assignment: CashierAssignment, by: User) -> None:
    """Take back that the number is this person's. The history keeps it."""
    with transaction.atomic():
        row, person = _locked(assignment.cashier), assignment.person
        said = days(assignment.since, assignment.until)
        assignment.delete()
        _record(by, person, what="number taken back", number=_number(row), days=said)


def say_kinds(*, store: Store, people: Sequence[str], nobody: Sequence[str], by: User) -> None:
    """Which cashier numbers are a person's and which nobody's (pumps, shared, system).

    Raises PeopleError for a number that is somebody's: that must be taken back first.
    """
    with transaction.atomic():
        rows = Cashier.objects.select_for_update().filter(store=store)
        _check_free(rows.filter(code__in=nobody))
        for codes, is_person in ((people, True), (nobody, False)):
            for row in rows.filter(code__in=codes).exclude(is_person=is_person):
                row.is_person = is_person
                row.save(update_fields=["is_person"])
        said = [Said(code, "person") for code in people] + [Said(code, "") for code in nobody]
        mark_said(store=store, kind="cashier", said=said, by=by)
        audit.record(
            AccessKind.CHANGED_SETTINGS,
            user=by,
            about=("store", store.pk),
            name=store.name or store.code,
            what="cashier numbers",
            people=", ".join(people),
            nobody=", ".join(nobody),
        )


def days(since: date | None, until: date | None) -> str:
    """The days of an assignment in words."""
    words = {"since": _day(since), "until": _day(until)}
    if since and until:
        return _("%(since)s to %(until)s") % words
    if since:
        return _("since %(since)s") % words
    return _("until %(until)s") % words if until else _("always")


def _day(day: date | None) -> str:
    return date_format(day, "j M Y") if day else ""


def _locked(cashier: Cashier) -> Cashier:
    """Whoever else changes this number waits, so that two never share a day."""
    return (
        Cashier.objects.select_for_update(of=("self",)).select_related("store").get(pk=cashier.pk)
    )


def _end_before(cashier: Cashier, since: date) -> None:
    running = _sharing(cashier, since, None).filter(Q(since__lt=since) | Q(since=None))
    for each in running:
        each.until = since - timedelta(days=1)
        each.save(update_fields=["until"])


def check_days(
    cashier: Cashier, since: date | None, until: date | None, *, but: int | None = None
) -> None:
    """Raises PeopleError for days that run backwards, or that somebody else has already
    (``but``: an assignment that does not count). Who writes holds the cashier's lock."""
    if since and until and until < since:
        raise PeopleError(_("The last day is before the first."))
    other = _sharing(cashier, since, until).exclude(pk=but or 0).first()
    if other is not None:
        raise PeopleError(
            _(
                "Number %(number)s belongs to %(person)s (%(days)s). Change those days first, or "
                "choose days that are free."
            )
            % {
                "number": cashier.code,
                "person": other.person.name,
                "days": days(other.since, other.until),
            }
        )


def _sharing(
    cashier: Cashier, since: date | None, until: date | None
) -> QuerySet[CashierAssignment]:
    """Assignments of the number that have a day in common with these days."""
    rows = cashier.assignments.select_related("person").order_by("since", "pk")
    if since is not None:
        rows = rows.filter(Q(until=None) | Q(until__gte=since))
    if until is not None:
        rows = rows.filter(Q(since=None) | Q(since__lte=until))
    return rows


def _check_free(cashiers: QuerySet[Cashier]) -> None:
    taken = CashierAssignment.objects.filter(cashier__in=cashiers).select_related(
        "cashier", "person"
    )
    for each in taken:
        raise PeopleError(
            _(
                "Number %(number)s belongs to %(person)s (%(days)s). Take that back first if "
                "it belongs to nobody."
            )
            % {
                "number": each.cashier.code,
                "person": each.person.name,
                "days": days(each.since, each.until),
            }
        )


def _named(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > MOST_NAME or not name.isprintable():
        raise PeopleError(
            _("Give the person a name, up to %(most)s letters.") % {"most": MOST_NAME}
        )
    return name


def _of_chain(user: User | None) -> User | None:
    if user is None or user.memberships.filter(chain=current_chain(), is_active=True).exists():
        return user
    raise PeopleError(_("This log-in does not belong to the chain."))


def _number(cashier: Cashier) -> str:
    return f"{cashier.code} ({cashier.store.code})"


def _record(by: User, person: Person, **words: str) -> None:
    audit.record(
        AccessKind.CHANGED_SETTINGS,
        user=by,
        about=("person", person.pk),
        name=person.name,
        **words,
    )
