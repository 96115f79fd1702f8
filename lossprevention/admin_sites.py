"""Support staff's two admin sites, and what each shows.

``public_admin`` answers on support's own host, ``chain_admin`` on the hosts of chains.
A chain's models are registered on the latter only: the public schema has no such tables.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from unfold.sites import UnfoldAdminSite

from accounts.admin.base import is_support
from accounts.admin.chains import ChainAdmin
from accounts.admin.domains import DomainAdmin
from accounts.admin.jobs import JobAdmin
from accounts.admin.people import PersonAdmin
from accounts.models import Chain, Domain, Membership, User
from alerts.admin.deliveries import DeliveryAdmin
from alerts.admin.rules import RuleAdmin
from alerts.models import Delivery, Rule
from clips.admin import ClipAdmin
from clips.models import Clip
from jobs.models import Job
from lossprevention import dashboards
from stores.admin.access import AccessLogAdmin, StoreAccessAdmin
from stores.admin.footage import CameraAdmin, RecorderAdmin
from stores.admin.memberships import MembershipAdmin
from stores.admin.people import CashierAssignmentAdmin, RegisterPersonAdmin
from stores.admin.routes import RouteAdmin
from stores.admin.setup import CashierAdmin, RegisterAdmin, StoreAdmin
from stores.admin.tokens import TokenAdmin
from stores.models import (
    AccessLog,
    Camera,
    Cashier,
    CashierAssignment,
    Person,
    Recorder,
    Register,
    Route,
    Source,
    Store,
    StoreAccess,
    Token,
)
from transactions.admin.events import TransactionAdmin
from transactions.admin.files import SourceFileAdmin, UploadAdmin
from transactions.admin.reviews import NoteAdmin, ReviewAdmin
from transactions.admin.sources import SourceAdmin
from transactions.models import Note, Review, SourceFile, Transaction, Upload

View = Callable[..., HttpResponse]


class SupportSite(UnfoldAdminSite):  # type: ignore[misc]
    """For active support staff. Others who are logged in find nothing here; who is not
    logged in meets the product's own log-in page, with its rate limits."""

    index_template = "admin/dashboard.html"

    def __init__(self, *, settings_name: str, dashboard: Callable[[], dict[str, Any]]) -> None:
        self.settings_name = settings_name
        self.dashboard = dashboard
        super().__init__(name="admin")

    def has_permission(self, request: HttpRequest) -> bool:
        return is_support(request)

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        inner: View = super().admin_view(view, cacheable)

        @wraps(inner)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.user.is_authenticated and not self.has_permission(request):
                raise Http404
            return inner(request, *args, **kwargs)

        return guarded

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise Http404
        wanted = request.GET.get("next", "")
        if not url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
            wanted = reverse("admin:index")
        return redirect_to_login(wanted, reverse("account_login"))

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return redirect("account_change_password")

    def search(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Unfold keeps its answers in a cache that does not know of chains: left out."""
        raise Http404

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context = {**self.dashboard(), **(extra_context or {})}
        response: HttpResponse = super().index(request, context)
        return response


public_admin = SupportSite(settings_name="UNFOLD_PUBLIC", dashboard=dashboards.public)
public_admin.register(Chain, ChainAdmin)
public_admin.register(Domain, DomainAdmin)
public_admin.register(User, PersonAdmin)
public_admin.register(Membership, MembershipAdmin)
public_admin.register(Job, JobAdmin)

chain_admin = SupportSite(settings_name="UNFOLD_CHAIN", dashboard=dashboards.chain)
chain_admin.register(Store, StoreAdmin)
chain_admin.register(Register, RegisterAdmin)
chain_admin.register(Cashier, CashierAdmin)
chain_admin.register(Person, RegisterPersonAdmin)
chain_admin.register(CashierAssignment, CashierAssignmentAdmin)
chain_admin.register(StoreAccess, StoreAccessAdmin)
chain_admin.register(Recorder, RecorderAdmin)
chain_admin.register(Camera, CameraAdmin)
chain_admin.register(Route, RouteAdmin)
chain_admin.register(Clip, ClipAdmin)
chain_admin.register(Source, SourceAdmin)
chain_admin.register(Token, TokenAdmin)
chain_admin.register(Upload, UploadAdmin)
chain_admin.register(SourceFile, SourceFileAdmin)
chain_admin.register(Transaction, TransactionAdmin)
chain_admin.register(Review, ReviewAdmin)
chain_admin.register(Note, NoteAdmin)
chain_admin.register(Delivery, DeliveryAdmin)
chain_admin.register(Rule, RuleAdmin)
chain_admin.register(AccessLog, AccessLogAdmin)
