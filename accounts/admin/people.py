"""People: found, helped to log in, deactivated and anonymised. Never deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.forms import ResetPasswordForm
from allauth.mfa.models import Authenticator
from django.contrib.admin import action as bulk_action
from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin.base import SupportAdmin, confirmation
from accounts.admin.columns import column
from accounts.admin.dialogs import asked, go_to
from accounts.admin.person_rows import PersonForm, WrongWithPerson
from accounts.models import Membership, User
from accounts.services import people

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from django.template.response import TemplateResponse
    from unfold.forms import BaseDialogForm

ANONYMISING = gettext_lazy(
    "Name, e-mail, password and second factor are taken away for good; what the person did "
    "stays in the history under a number. This cannot be undone."
)
DEACTIVATING = gettext_lazy("The person can no longer log in anywhere. Can be undone.")


class PersonAdmin(SupportAdmin):
    form = PersonForm
    list_display = ("email", "name", "chains", "is_active", "is_staff", "second", "last_login")
    list_filter = (WrongWithPerson, "is_active", "is_staff")
    search_fields = ("email", "name")
    search_help_text = gettext_lazy("E-mail or name")
    ordering = ("email",)
    fields = ("email", "name", "is_staff", "is_active", "second", "last_login", "created_at")
    readonly_fields = ("is_active", "second", "last_login", "created_at")
    actions = ("deactivate_chosen", "anonymise_chosen")
    actions_detail = (
        "send_link",
        "reactivate",
        {
            "title": gettext_lazy("More"),
            "icon": "more_horiz",
            "items": ["deactivate", "reset_factor", "anonymise"],
        },
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        chains = (
            Membership.objects.filter(user=OuterRef("pk"), is_active=True)
            .order_by()
            .values("user")
            .annotate(names=StringAgg("chain__name", ", ", order_by="chain__name"))
            .values("names")
        )
        rows: QuerySet[User] = super().get_queryset(request)
        return rows.annotate(
            chain_names=Subquery(chains),
            has_second=Exists(Authenticator.objects.filter(user=OuterRef("pk"))),
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        own = obj is not None and obj.pk == request.user.pk
        return (*self.readonly_fields, "is_staff") if own else self.readonly_fields

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return self.fields if obj is not None else ("email", "name", "is_staff")

    def applies(self, action: str, row: User) -> bool:
        if row is None or people.is_anonymous(row):
            return False
        if action == "reset_factor":
            return bool(Authenticator.objects.filter(user=row).exists())
        if action == "reactivate":
            return not row.is_active
        return row.is_active or action == "anonymise"

    @column(gettext_lazy("Chains"), empty="-")
    def chains(self, person: Any) -> Any:
        return person.chain_names

    @column(gettext_lazy("Second factor"), boolean=True, ordering="has_second")
    def second(self, person: Any) -> Any:
        return person.has_second

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        people.forget_former_addresses(obj)

    @asked(
        gettext_lazy("Send a link to set a password"),
        gettext_lazy("The link goes to the person's e-mail address and works once."),
        icon="mail",
    )
    def send_link(self, request: HttpRequest, form: BaseDialogForm, object_id: str) -> HttpResponse:
        person = User.objects.get(pk=object_id)
        mail = ResetPasswordForm(data={"email": person.email})
        if person.is_active and mail.is_valid():
            mail.save(request)
            self.log_change(request, person, _("Sent a link to set a password."))
            self.tell(request, _("Sent to %(email)s.") % {"email": person.email})
        else:
            self.tell(request, _("Not sent: the person is deactivated."), done=False)
        return go_to("admin:accounts_user_change", object_id)

    @asked(gettext_lazy("Deactivate"), DEACTIVATING, icon="person_off", dangerous=True)
    def deactivate(
        self, request: HttpRequest, form: BaseDialogForm, object_id: str
    ) -> HttpResponse:
        self._each(request, User.objects.filter(pk=object_id), _("Deactivated."), self._deactivate)
        return go_to("admin:accounts_user_change", object_id)

    @asked(
        gettext_lazy("Activate again"),
        gettext_lazy("The person can log in again, with the roles they had."),
        icon="person_check",
    )
    def reactivate(
        self, request: HttpRequest, form: BaseDialogForm, object_id: str
    ) -> HttpResponse:
        chosen = User.objects.filter(pk=object_id)
        self._each(request, chosen, _("Activated again."), self._reactivate)
        return go_to("admin:accounts_user_change", object_id)

    @asked(
        gettext_lazy("Reset second factor"),
        gettext_lazy("Be sure who asks. Authenticator app and recovery codes are forgotten."),
        icon="phonelink_erase",
        dangerous=True,
    )
    def reset_factor(
        self, request: HttpRequest, form: BaseDialogForm, object_id: str
    ) -> HttpResponse:
        chosen = User.objects.filter(pk=object_id)
        self._each(request, chosen, _("Second factor reset."), self._reset_factor)
        return go_to("admin:accounts_user_change", object_id)

    @asked(gettext_lazy("Anonymise"), ANONYMISING, icon="person_remove", dangerous=True)
    def anonymise(self, request: HttpRequest, form: BaseDialogForm, object_id: str) -> HttpResponse:
        self._each(request, User.objects.filter(pk=object_id), _("Anonymised."), self._anonymise)
        return go_to("admin:accounts_user_change", object_id)

    @bulk_action(description=gettext_lazy("Deactivate"), permissions=["act"])
    def deactivate_chosen(
        self, request: HttpRequest, chosen: QuerySet[User]
    ) -> TemplateResponse | None:
        asking = confirmation(
            request,
            self,
            chosen,
            action="deactivate_chosen",
            title=_("Deactivate these people?"),
            warning=DEACTIVATING,
            button=_("Deactivate"),
            dangerous=True,
        )
        if asking is None:
            self._each(request, chosen, _("Deactivated."), self._deactivate)
        return asking

    @bulk_action(description=gettext_lazy("Anonymise"), permissions=["act"])
    def anonymise_chosen(
        self, request: HttpRequest, chosen: QuerySet[User]
    ) -> TemplateResponse | None:
        asking = confirmation(
            request,
            self,
            chosen,
            action="anonymise_chosen",
            title=_("Anonymise these people?"),
            warning=ANONYMISING,
            button=_("Anonymise"),
            dangerous=True,
        )
        if asking is None:
            self._each(request, chosen, _("Anonymised."), self._anonymise)
        return asking

    def _each(
        self,
        request: HttpRequest,
        chosen: QuerySet[User],
        said: str,
        do: Callable[[User, User], object],
    ) -> None:
        """Do it to each person; say for each whether it was done, or why not."""
        by = request.user
        assert isinstance(by, User)  # noqa: S101 - the site lets nobody else in
        for person in chosen:
            called = str(person)
            try:
                do(person, by)
            except people.PersonError as refused:
                self.tell(request, str(refused), done=False)
                continue
            self.log_change(request, person, said)
            self.tell(request, f"{called}: {said}")

    @staticmethod
    def _deactivate(person: User, by: User) -> None:
        people.deactivate(person=person, by=by)

    @staticmethod
    def _reactivate(person: User, by: User) -> None:
        people.reactivate(person=person)

    @staticmethod
    def _reset_factor(person: User, by: User) -> None:
        people.reset_second_factor(person=person)

    @staticmethod
    def _anonymise(person: User, by: User) -> None:
        people.anonymise(person=person, by=by)
