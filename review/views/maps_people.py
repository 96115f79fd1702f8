"""Whose a cashier number is and was, and the people who work at the registers."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.roles import Action
from review.selectors.people import logins_for, number_page, people_page
from stores.access import MemberRequest, needs
from stores.models import Cashier, CashierAssignment, Person
from stores.services import people
from transactions.selectors.people import people_seen_by

if TYPE_CHECKING:
    from django.http import QueryDict

    from accounts.models import User

UNPROCESSABLE = 422


@require_GET
@needs(Action.SEE_TRANSACTIONS)
def number(request: MemberRequest, cashier_id: int) -> HttpResponse:
    return _number(request, _cashier(request, cashier_id))


@require_POST
@needs(Action.SET_UP_STORES)
def assign(request: MemberRequest, cashier_id: int) -> HttpResponse:
    """Give the number to somebody known, or to a new person by name."""
    cashier = _cashier(request, cashier_id)
    try:
        since, until = _days(request.POST)
        people.give_number(
            cashier=cashier,
            person=_chosen_person(request),
            new_name=request.POST.get("name", ""),
            since=since,
            until=until,
            by=request.user,
            ends_earlier="ends_earlier" in request.POST,
        )
    except people.PeopleError as refused:
        return _number(request, cashier, wrong=str(refused), status=UNPROCESSABLE)
    messages.success(request, _("Saved."))
    return redirect("review:map_number", cashier.pk)


@require_POST
@needs(Action.SET_UP_STORES)
def change_assignment(request: MemberRequest, assignment_id: int) -> HttpResponse:
    """Other days, or with ``remove`` none."""
    found = _assignment(request, assignment_id)
    try:
        if "remove" in request.POST:
            people.remove_assignment(assignment=found, by=request.user)
        else:
            since, until = _days(request.POST)
            people.change_assignment(assignment=found, since=since, until=until, by=request.user)
    except people.PeopleError as refused:
        found.refresh_from_db()
        return _number(request, found.cashier, wrong=str(refused), status=UNPROCESSABLE)
    messages.success(request, _("Saved."))
    return redirect("review:map_number", found.cashier_id)


@require_GET
@needs(Action.SEE_TRANSACTIONS)
def everybody(request: MemberRequest) -> HttpResponse:
    return _everybody(request)


@require_POST
@needs(Action.SET_UP_STORES)
def change_person(request: MemberRequest, person_id: int) -> HttpResponse:
    person = people_seen_by(request.member).filter(pk=person_id).first()
    if person is None:
        raise Http404
    try:
        people.change_person(
            person=person,
            name=request.POST.get("name", ""),
            user=_login(request, person),
            is_active="is_active" in request.POST,
            by=request.user,
        )
    except people.PeopleError as refused:
        return _everybody(request, wrong=str(refused), status=UNPROCESSABLE)
    messages.success(request, _("Saved."))
    return redirect("review:people")


def _number(
    request: MemberRequest, cashier: Cashier, *, wrong: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "store": cashier.store,
        "page": number_page(cashier, request.member),
        "sent": request.POST,
        "wrong": wrong,
    }
    return render(request, "review/maps/number.html", context, status=status)


def _everybody(request: MemberRequest, *, wrong: str = "", status: int = 200) -> HttpResponse:
    context = {"page": people_page(request.member), "wrong": wrong}
    return render(request, "review/maps/people.html", context, status=status)


def _cashier(request: MemberRequest, cashier_id: int) -> Cashier:
    rows = request.member.only(Cashier.objects.select_related("store"))
    found = rows.filter(pk=cashier_id, store__is_active=True).first()
    if found is None:
        raise Http404
    return found


def _assignment(request: MemberRequest, assignment_id: int) -> CashierAssignment:
    rows = CashierAssignment.objects.select_related("cashier__store", "person")
    found = request.member.only(rows, "cashier__store").filter(pk=assignment_id).first()
    if found is None:
        raise Http404
    return found


def _chosen_person(request: MemberRequest) -> Person | None:
    """None for a new person; somebody whom the member may not see is not found."""
    word = request.POST.get("person", "")
    if not word:
        return None
    found = people_seen_by(request.member).filter(pk=word).first() if _is_id(word) else None
    if found is None:
        raise people.PeopleError(_("Choose a person, or write the name of a new one."))
    return found


def _login(request: MemberRequest, person: Person) -> User | None:
    """The log-in chosen, among those that may be; the present one may stay."""
    word = request.POST.get("login", "")
    if not word:
        return None
    if word == str(person.user_id):
        return person.user
    found = logins_for(request.member).filter(pk=word).first() if _is_id(word) else None
    if found is None:
        raise people.PeopleError(_("This log-in does not belong to the chain."))
    return found


def _is_id(word: str) -> bool:
    return word.isascii() and word.isdecimal() and len(word) < 19


def _days(sent: QueryDict) -> tuple[date | None, date | None]:
    """The two days of a form. Raises PeopleError for what is no day."""
    try:
        since, until = (_day(sent.get(name)) for name in ("since", "until"))
    except ValueError as error:
        raise people.PeopleError(_("Write days as 2026-03-31.")) from error
    return since, until


def _day(word: str | None) -> date | None:
    return date.fromisoformat(word) if word else None
