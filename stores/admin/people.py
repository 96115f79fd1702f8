"""People at the registers, and which cashier numbers were whose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import RelatedDropdownFilter

from accounts.admin.base import SupportAdmin, WrongFilter
from accounts.admin.columns import column
from accounts.models import Membership, User
from accounts.tenancy import current_chain
from stores.models import CashierAssignment, Person
from stores.services.people import (
    PeopleError,
    add_person,
    assign_number,
    change_assignment,
    change_person,
    check_days,
    days,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import ForeignKey
    from django.http import HttpRequest


class WrongWithPerson(WrongFilter):
    def problems(self) -> Mapping[str, tuple[Any, Q]]:
        members = Membership.objects.filter(chain=current_chain(), is_active=True)
        numbers = CashierAssignment.objects.filter(person=OuterRef("pk"))
        return {
            "numberless": (_("no cashier number"), ~Q(Exists(numbers))),
            "stranger": (
                _("log-in is no longer a member"),
                Q(user__isnull=False) & ~Q(user_id__in=members.values("user_id")),
            ),
            "gone": (_("no longer here"), Q(is_active=False)),
        }


class RegisterPersonAdmin(SupportAdmin):
    list_display = ("name", "login", "numbers", "is_active")
    list_filter = (WrongWithPerson, "is_active")
    search_fields = ("name",)
    search_help_text = _("Name")
    fields = ("name", "user", "is_active")
    ordering = ("name", "pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Person]:
        rows: QuerySet[Person] = super().get_queryset(request)
        return rows.select_related("user").prefetch_related("assignments__cashier__store")

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField[Any] | None:
        """Only people of this chain can be chosen; other chains' people are not shown."""
        if db_field.name == "user":
            kwargs["queryset"] = User.objects.filter(
                memberships__chain=current_chain(), memberships__is_active=True
            ).order_by("email")
        field: forms.ModelChoiceField[Any] | None = super().formfield_for_foreignkey(
            db_field, request, **kwargs
        )
        return field

    def save_model(self, request: HttpRequest, obj: Person, form: Any, change: bool) -> None:
        by: User = request.user  # type: ignore[assignment]
        if change:
            change_person(person=obj, name=obj.name, user=obj.user, is_active=obj.is_active, by=by)
        else:
            obj.pk = add_person(name=obj.name, user=obj.user, by=by).pk

    @column(_("Log-in"))
    def login(self, person: Person) -> str:
        return str(person.user) if person.user else ""

    @column(_("Numbers"))
    def numbers(self, person: Person) -> str:
        return ", ".join(
            f"{each.cashier.code} ({each.cashier.store.code}, {days(each.since, each.until)})"
            for each in person.assignments.all()
        )


class AssignmentForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = CashierAssignment
        fields = ("cashier", "person", "since", "until")

    def clean(self) -> dict[str, Any]:
        """Two people never share a number and a day."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        cashier = said.get("cashier") or (self.instance.cashier if self.instance.pk else None)
        if cashier is not None and not self.errors:
            try:
                check_days(cashier, said.get("since"), said.get("until"), but=self.instance.pk)
            except PeopleError as refused:
                raise forms.ValidationError(str(refused)) from refused
        return said


class WrongWithAssignment(WrongFilter):
    def problems(self) -> Mapping[str, tuple[Any, Q]]:
        return {
            "nobody": (_("number is said to be nobody's"), Q(cashier__is_person=False)),
            "gone": (
                _("holder is no longer here"),
                Q(person__is_active=False, until__isnull=True),
            ),
        }


class CashierAssignmentAdmin(SupportAdmin):
    form = AssignmentForm
    list_display = ("cashier", "store", "person", "since", "until")
    list_select_related = ("cashier__store", "person")
    list_filter = (WrongWithAssignment, ("cashier__store", RelatedDropdownFilter))
    search_fields = ("cashier__code", "person__name")
    search_help_text = _("Cashier number or person")
    autocomplete_fields = ("cashier", "person")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("cashier", "person") if obj is not None else ()

    def save_model(
        self, request: HttpRequest, obj: CashierAssignment, form: Any, change: bool
    ) -> None:
        by: User = request.user  # type: ignore[assignment]
        if change:
            change_assignment(assignment=obj, since=obj.since, until=obj.until, by=by)
        else:
            made = assign_number(
                cashier=obj.cashier, person=obj.person, since=obj.since, until=obj.until, by=by
            )
            obj.pk = made.pk

    @column(_("Store"))
    def store(self, held: CashierAssignment) -> str:
        return str(held.cashier.store)
