"""Who in the chain is told, and how it goes: for those who may change its settings."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.roles import Action, Role
from alerts.models import ChannelKind, Severity, Subscription, Webhook
from alerts.selectors.alert import delivery_rows
from alerts.selectors.told import (
    channel_rows,
    recent_deliveries,
    visible_deliveries,
    webhook_rows,
)
from alerts.services.subscriptions import of_role, save_wish
from alerts.services.webhooks import (
    WebhookError,
    add_webhook,
    change_webhook,
    remove_webhook,
    rotate_secret,
    try_webhook,
)
from alerts.wish_forms import WishForm
from stores import audit
from stores.access import MemberRequest, needs
from stores.models import AccessKind

if TYPE_CHECKING:
    from django.http import QueryDict

UNPROCESSABLE = 422


@require_GET
@needs(Action.CHANGE_SETTINGS)
def told(request: MemberRequest) -> HttpResponse:
    return _page(request)


def _page(request: MemberRequest, *, status: int | None = None, **more: object) -> HttpResponse:
    zone = _zone(request)
    context = {
        "channels": channel_rows(),
        "roles": [_role(request, role) for role in Role],
        "webhooks": webhook_rows(zone),
        "new": _webhook_form(request, None),
        "messages_sent": recent_deliveries(request.member, zone),
        **more,
    }
    return render(request, "alerts/tell/told.html", context, status=status)


def _zone(request: MemberRequest) -> ZoneInfo:
    store = request.member.stores().first()
    return store.zone if store else ZoneInfo("UTC")


def _role(request: MemberRequest, role: Role, data: QueryDict | None = None) -> dict[str, object]:
    row = of_role(role, ChannelKind.EMAIL)
    form = WishForm(request.member, data, row=row, prefix=f"role-{role}")
    return {"role": role, "row": row, "form": form, "severity": Severity(row.severity).label}


@require_POST
@needs(Action.CHANGE_SETTINGS)
def save_role(request: MemberRequest, role: str) -> HttpResponse:
    """What everybody of a role gets by e-mail who did not choose for themselves."""
    if role not in Role.values:
        raise Http404
    form = _role(request, Role(role), request.POST)["form"]
    if not isinstance(form, WishForm) or not form.is_valid():
        said = [_role(request, each, request.POST if each == role else None) for each in Role]
        return _page(request, status=UNPROCESSABLE, roles=said)
    save_wish(channel=ChannelKind.EMAIL, role=role, wish=form.wish)
    name = str(Role(role).label)
    audit.record(AccessKind.CHANGED_SETTINGS, user=request.user, what="told", name=name)
    messages.success(request, _("Saved."))
    return redirect("alerts:told")


def _webhook_form(
    request: MemberRequest, webhook: Webhook | None, *, posted: bool = False
) -> WishForm:
    row = Subscription.objects.filter(webhook=webhook).first() if webhook else None
    row = row or Subscription(channel=ChannelKind.WEBHOOK, is_active=True)
    data = request.POST if posted else None
    return WishForm(request.member, data, row=row, prefix="webhook")


@require_POST
@never_cache
@needs(Action.CHANGE_SETTINGS)
def add(request: MemberRequest) -> HttpResponse:
    """The secret is shown in this one answer."""
    _check_sees_all(request)
    form = _webhook_form(request, None, posted=True)
    name, url = request.POST.get("name", ""), request.POST.get("url", "").strip()[:500]
    if not form.is_valid():
        return _page(request, status=UNPROCESSABLE, new=form, name=name, url=url)
    try:
        made, key = add_webhook(name=name, url=url, wish=form.wish, by=request.user)
    except WebhookError as refused:
        said = {"new": form, "name": name, "url": url, "wrong": str(refused)}
        return _page(request, status=UNPROCESSABLE, **said)
    return _page(request, made=made, secret=key)


@require_http_methods(["GET", "POST"])
@needs(Action.CHANGE_SETTINGS)
def webhook(request: MemberRequest, webhook_id: int) -> HttpResponse:
    """One webhook: its settings, changed by POST."""
    row = _theirs(request, webhook_id)
    form = _webhook_form(request, row, posted=request.method == "POST")
    wrong = ""
    if request.method == "POST" and form.is_valid():
        try:
            change_webhook(
                webhook=row,
                name=request.POST.get("name", ""),
                url=request.POST.get("url", "").strip()[:500],
                wish=form.wish,
                by=request.user,
            )
        except WebhookError as refused:
            wrong = str(refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("alerts:told")
    status = UNPROCESSABLE if wrong or form.errors else None
    context = {"webhook": row, "form": form, "wrong": wrong}
    return render(request, "alerts/tell/webhook.html", context, status=status)


def _check_sees_all(request: MemberRequest) -> None:
    """Webhooks hear of every store they are not narrowed to: who is limited to some stores
    does not set them up."""
    if request.member.store_ids is not None:
        raise Http404


def _theirs(request: MemberRequest, webhook_id: int) -> Webhook:
    _check_sees_all(request)
    row = Webhook.objects.filter(pk=webhook_id).first()
    if row is None:
        raise Http404
    return row


@require_POST
@never_cache
@needs(Action.CHANGE_SETTINGS)
def secret(request: MemberRequest, webhook_id: int) -> HttpResponse:
    row = _theirs(request, webhook_id)
    key = rotate_secret(webhook=row, by=request.user)
    return _page(request, made=row, secret=key, changed=True)


@require_POST
@needs(Action.CHANGE_SETTINGS)
def test(request: MemberRequest, webhook_id: int) -> HttpResponse:
    sent = try_webhook(webhook=_theirs(request, webhook_id))
    return redirect("alerts:delivery", sent.pk)


@require_POST
@needs(Action.CHANGE_SETTINGS)
def remove(request: MemberRequest, webhook_id: int) -> HttpResponse:
    remove_webhook(webhook=_theirs(request, webhook_id), by=request.user)
    messages.success(request, _("Removed. It is told nothing more."))
    return redirect("alerts:told")


@require_GET
@needs(Action.CHANGE_SETTINGS)
def delivery(request: MemberRequest, delivery_id: int) -> HttpResponse:
    """One message: each try at it, and what came of it."""
    rows = visible_deliveries(request.member).select_related("webhook")
    row = rows.prefetch_related("attempts").filter(pk=delivery_id).first()
    if row is None:
        raise Http404
    shown = delivery_rows([row], _zone(request))[0]
    alerts = row.alerts.select_related("rule")
    context = {"row": shown, "subject": row.subject, "alerts": alerts}
    return render(request, "alerts/tell/delivery.html", context)
