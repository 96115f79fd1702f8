"""Chains and the hosts they answer on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.admin import action as bulk_action
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.admin import TabularInline

from accounts.admin.base import SupportAdmin, confirmation, is_support
from accounts.admin.chain_rows import WrongWithChain, counted
from accounts.admin.columns import act, column
from accounts.admin.dialogs import asked, go_to
from accounts.admin.domains import DomainForm
from accounts.admin.new_chain import NewChainForm
from accounts.models import Chain, ChainState, Domain
from accounts.services import onboarding
from accounts.tenancy import PUBLIC

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from unfold.forms import BaseDialogForm

STATE_COLOURS = {
    ChainState.READY.label: "success",
    ChainState.PROVISIONING.label: "info",
    ChainState.SUSPENDED.label: "warning",
}
SUSPENDING = gettext_lazy(
    "Nobody of the chain can log in and its jobs wait, until it is resumed. Nothing is lost."
)
RESUMING = gettext_lazy("People can log in again and waiting jobs run.")


def _admin_of(request: HttpRequest, chain: Chain) -> str:
    """Where the chain's own admin is, on the port that this page came from."""
    domain = chain.domains.order_by("-is_primary", "pk").first()
    _host, colon, port = request.get_host().rpartition(":")
    at = f":{port}" if colon and port.isdecimal() else ""
    return f"{request.scheme}://{domain}{at}/admin/" if domain is not None else ""


class DomainInline(TabularInline):  # type: ignore[misc]
    model = Domain
    form = DomainForm
    extra = 0
    fields = ("domain", "is_primary")
    can_delete = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_support(request)

    has_add_permission = has_view_permission
    has_change_permission = has_view_permission


class ChainAdmin(SupportAdmin):
    list_display = ("name", "shown_state", "hosts", "members", "stuck", "created_at")
    list_filter = (WrongWithChain, "state")
    search_fields = ("name", "schema_name", "domains__domain")
    search_help_text = gettext_lazy("Name or host")
    fields = ("name", "shown_state", "schema_name", "uuid", "keep_audio", "created_at")
    readonly_fields = ("shown_state", "schema_name", "uuid", "created_at")
    inlines = (DomainInline,)
    actions = ("suspend_chosen", "resume_chosen")
    actions_detail = ("see_progress", "suspend", "resume")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Chain]:
        """The public schema's own row is no chain. Counts come with the rows."""
        rows: QuerySet[Chain] = super().get_queryset(request)
        return counted(rows.exclude(schema_name=PUBLIC))

    @column(gettext_lazy("State"), colours=STATE_COLOURS, ordering="state")
    def shown_state(self, chain: Chain) -> str:
        return chain.get_state_display()

    @column(gettext_lazy("Hosts"), empty="-")
    def hosts(self, chain: Any) -> Any:
        return chain.host_names

    @column(gettext_lazy("Members"), ordering="member_count")
    def members(self, chain: Any) -> str:
        address = reverse("admin:accounts_membership_changelist")
        return format_html(
            '<a href="{}?chain__id__exact={}">{}</a>', address, chain.pk, chain.member_count or 0
        )

    @column(gettext_lazy("Jobs stuck"), ordering="stuck_jobs")
    def stuck(self, chain: Any) -> str:
        if not chain.stuck_jobs:
            return "0"
        address = reverse("admin:jobs_job_changelist")
        return format_html(
            '<a class="support-bad" href="{}?wrong=failed&amp;chain={}">{}</a>',
            address,
            chain.schema_name,
            chain.stuck_jobs,
        )

    # Opening a new chain

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view
        progress = path(
            "<int:pk>/progress/", page(self.progress_view), name="accounts_chain_progress"
        )
        again = path("<int:pk>/again/", page(self.again_view), name="accounts_chain_again")
        urls: list[URLPattern] = super().get_urls()
        return [progress, again, *urls]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        form = NewChainForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            chain = form.open_chain()
            if chain is not None:
                self.log_addition(request, chain, _("Opened a new chain."))
                return redirect("admin:accounts_chain_progress", pk=chain.pk)
        context = {"title": _("New chain"), "form": form, **self._page(request)}
        return TemplateResponse(request, "admin/new_chain.html", context)

    @act(gettext_lazy("Progress"), icon="hourglass_top")
    def see_progress(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return redirect("admin:accounts_chain_progress", pk=object_id)

    def progress_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The whole page, or for htmx only the part that changes."""
        chain = get_object_or_404(Chain.objects.exclude(schema_name=PUBLIC), pk=pk)
        context = {
            "title": _("Setting up %(chain)s") % {"chain": chain.name},
            "chain": chain,
            "progress": onboarding.progress_of(chain),
            "address": _admin_of(request, chain),
        }
        if "HX-Request" in request.headers:
            return TemplateResponse(request, "admin/progress.html#progress", context)
        return TemplateResponse(request, "admin/progress.html", {**self._page(request), **context})

    def again_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        chain = get_object_or_404(Chain.objects.exclude(schema_name=PUBLIC), pk=pk)
        if request.method == "POST":
            onboarding.try_again(chain)
            self.log_change(request, chain, _("Tried the set-up again."))
        return redirect("admin:accounts_chain_progress", pk=pk)

    def _page(self, request: HttpRequest) -> dict[str, Any]:
        request.current_app = self.admin_site.name
        return dict(self.admin_site.each_context(request))

    # Suspending and resuming

    def applies(self, action: str, row: Chain) -> bool:
        states = {
            "see_progress": ChainState.PROVISIONING,
            "suspend": ChainState.READY,
            "resume": ChainState.SUSPENDED,
        }
        return row is not None and row.state == states[action]

    @bulk_action(description=gettext_lazy("Suspend"), permissions=["act"])
    def suspend_chosen(
        self, request: HttpRequest, chains: QuerySet[Chain]
    ) -> TemplateResponse | None:
        asking = confirmation(
            request,
            self,
            chains,
            action="suspend_chosen",
            title=_("Suspend these chains?"),
            warning=SUSPENDING,
            button=_("Suspend"),
            dangerous=True,
        )
        if asking is None:
            self._move(request, chains, onboarding.suspend, _("Suspended."))
        return asking

    @bulk_action(description=gettext_lazy("Resume"), permissions=["act"])
    def resume_chosen(
        self, request: HttpRequest, chains: QuerySet[Chain]
    ) -> TemplateResponse | None:
        asking = confirmation(
            request,
            self,
            chains,
            action="resume_chosen",
            title=_("Open these chains again?"),
            warning=RESUMING,
            button=_("Resume"),
        )
        if asking is None:
            self._move(request, chains, onboarding.resume, _("Resumed."))
        return asking

    @asked(gettext_lazy("Suspend"), SUSPENDING, icon="pause_circle", dangerous=True)
    def suspend(self, request: HttpRequest, form: BaseDialogForm, object_id: str) -> HttpResponse:
        chains = Chain.objects.filter(pk=object_id)
        self._move(request, chains, onboarding.suspend, _("Suspended."))
        return go_to("admin:accounts_chain_change", object_id)

    @asked(gettext_lazy("Resume"), RESUMING, icon="play_circle")
    def resume(self, request: HttpRequest, form: BaseDialogForm, object_id: str) -> HttpResponse:
        chains = Chain.objects.filter(pk=object_id)
        self._move(request, chains, onboarding.resume, _("Resumed."))
        return go_to("admin:accounts_chain_change", object_id)

    def _move(
        self,
        request: HttpRequest,
        chains: QuerySet[Chain],
        move: Callable[[Chain], bool],
        said: str,
    ) -> None:
        moved = [chain for chain in chains if move(chain)]
        for chain in moved:
            self.log_change(request, chain, said)
        message = ngettext("%(count)s chain: %(said)s", "%(count)s chains: %(said)s", len(moved))
        self.tell(request, message % {"count": len(moved), "said": said}, done=bool(moved))
