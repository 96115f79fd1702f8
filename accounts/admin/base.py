"""What all of support's admin pages share: who may do what, and "what is wrong?" first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import Model, Q, QuerySet
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.paginator import InfinitePaginator

from accounts.models import User

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.contrib.admin.views.main import ChangeList
    from django.http import HttpRequest, HttpResponse


def is_support(request: HttpRequest) -> bool:
    """True for active support staff; neither permissions nor superusers are needed."""
    user = request.user
    return isinstance(user, User) and user.is_active and user.is_staff


class SupportAdmin(ModelAdmin):  # type: ignore[misc]
    """A model that support staff may see and, where it is set-up, change. Nothing can be
    deleted here: what ends is deactivated, suspended or taken away by an action."""

    may_add = True
    may_change = True
    list_per_page = 50
    list_before_template = "admin/what_is_wrong.html"
    list_filter_submit = True
    warn_unsaved_form = True
    object_history_template = "admin/changes.html"

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_support(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return is_support(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.may_add and is_support(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.may_change and is_support(request)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_act_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Actions are allowed on models whose facts may not be changed, too."""
        return is_support(request)

    def applies(self, action: str, row: Any) -> bool:
        """Whether an action of the row's own page makes sense for it as it is now."""
        return True

    def get_actions_detail(self, request: HttpRequest, object_id: int) -> list[Any]:
        offered: list[Any] = super().get_actions_detail(request, object_id)
        row = self.model._default_manager.filter(pk=object_id).first() if offered else None
        prefix = f"{self.opts.app_label}_{self.opts.model_name}_"
        return [
            each for each in offered if self.applies(each.action_name.removeprefix(prefix), row)
        ]

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        changelist: ChangeList = super().get_changelist_instance(request)
        first = next(iter(changelist.filter_specs), None)
        if isinstance(first, WrongFilter):
            changelist.wrong = list(first.choices(changelist))  # type: ignore[attr-defined]
        return changelist

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        changes = changes_of(self.model, object_id)
        context = {"changes": changes, **(extra_context or {})}
        response: HttpResponse = super().history_view(request, object_id, context)
        return response

    def tell(self, request: HttpRequest, message: str, *, done: bool = True) -> None:
        messages.add_message(request, messages.SUCCESS if done else messages.WARNING, message)


class FactAdmin(SupportAdmin):
    """Facts: to be read, never changed."""

    may_add = False
    may_change = False
    compressed_fields = False


class LargeTableAdmin(FactAdmin):
    """Facts in tables of millions: newest key first, never counted."""

    paginator = InfinitePaginator
    ordering: tuple[str, ...] = ("-pk",)
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER


class WrongFilter(admin.SimpleListFilter):
    """The first filter of a list: what is wrong? Shown as chips above the list."""

    title = _("What is wrong?")
    parameter_name = "wrong"
    template = "admin/wrong_filter.html"

    def problems(self) -> Mapping[str, tuple[Any, Q]]:
        """Value in the address -> what support calls it, and the rows it means."""
        raise NotImplementedError

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        yield "any", _("Anything")
        for key, (label, _rows) in self.problems().items():
            yield key, capfirst(label)
        yield "nothing", _("Nothing")

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        wanted = self.value() or ""
        problems = self.problems()
        if wanted in problems:
            return queryset.filter(problems[wanted][1])
        if wanted not in {"any", "nothing"}:
            return queryset
        anything = Q()
        for _label, rows in problems.values():
            anything |= rows
        return queryset.filter(anything if wanted == "any" else ~anything)


def confirmation(
    request: HttpRequest,
    page: ModelAdmin,
    rows: QuerySet[Any],
    *,
    action: str,
    title: Any,
    warning: Any,
    button: Any,
    dangerous: bool = False,
) -> TemplateResponse | None:
    """The page that asks before ``action`` is done to ``rows``; None once it was answered."""
    if request.POST.get("confirmed") == "yes":
        return None
    request.current_app = page.admin_site.name
    return TemplateResponse(
        request,
        "admin/confirm.html",
        {
            **page.admin_site.each_context(request),
            "title": title,
            "rows": rows,
            "warning": warning,
            "button": button,
            "dangerous": dangerous,
            "action": action,
            "checkbox": ACTION_CHECKBOX_NAME,
        },
    )


def changes_of(model: type[Model], object_id: str) -> list[dict[str, Any]]:
    """What pghistory kept of a row, newest first: when, who, and which fields changed."""
    event_model = next(iter(getattr(model, "pgh_event_models", {}).values()), None)
    if event_model is None:
        return []
    events = (
        event_model.objects.filter(pgh_obj_id=object_id)
        .select_related("pgh_context")
        .order_by("pgh_id")
    )
    return _differences(list(events), [field.name for field in model._meta.fields])


def _differences(events: list[Any], names: list[str]) -> list[dict[str, Any]]:
    people = _names_of({_user_id(event) for event in events} - {None})
    changes: list[dict[str, Any]] = []
    before: Any = None
    for event in events:
        changes.append(
            {
                "at": event.pgh_created_at,
                "who": people.get(_user_id(event), ""),
                "what": event.pgh_label,
                "fields": _changed_fields(before, event, names),
            }
        )
        before = event
    return changes[::-1]


def _changed_fields(before: Any, after: Any, names: list[str]) -> list[tuple[str, Any, Any]]:
    if before is None:
        return []
    pairs = ((name, getattr(before, name, None), getattr(after, name, None)) for name in names)
    return [(name, old, new) for name, old, new in pairs if old != new]


def _user_id(event: Any) -> int | None:
    context = event.pgh_context
    return context.metadata.get("user") if context is not None else None


def _names_of(ids: set[int | None]) -> dict[int | None, str]:
    return {user.pk: str(user) for user in User.objects.filter(pk__in=[i for i in ids if i])}
