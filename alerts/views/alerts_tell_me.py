"""What one is told oneself, over which channels, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.roles import Action
from alerts.channels import CHANNELS
from alerts.channels.sms.segments import one_segment
from alerts.models import ChannelKind, DeliveryKind, OptOut, Phone
from alerts.services.deliver import send
from alerts.services.phones import PhoneError, consent_words, remove_phone, set_phone, verify_phone
from alerts.services.subscriptions import come_back, effective, save_wish
from alerts.wish_forms import WishForm
from stores.access import MemberRequest, needs

if TYPE_CHECKING:
    from collections.abc import Mapping

UNPROCESSABLE = 422
PERSONAL = (ChannelKind.EMAIL, ChannelKind.SMS)


@require_GET
@needs(Action.SEE_TRANSACTIONS)
def tell_me(request: MemberRequest) -> HttpResponse:
    return _page(request, {})


def _page(
    request: MemberRequest, forms: Mapping[str, WishForm], *, wrong: str = ""
) -> HttpResponse:
    user = request.user
    left = OptOut.objects.filter(user=user).order_by("channel", "kind")
    context = {
        "email": forms.get(ChannelKind.EMAIL) or _form(request, ChannelKind.EMAIL),
        "sms": forms.get(ChannelKind.SMS) or _form(request, ChannelKind.SMS),
        "phone": Phone.objects.filter(user=user).first(),
        "consent": consent_words(),
        "has_sms": CHANNELS["sms"].is_set_up(),
        "wrong": wrong,
        "left": [
            (each.kind, each.channel, DeliveryKind(each.kind).label, each.get_channel_display())
            for each in left
        ],
    }
    status = UNPROCESSABLE if wrong or forms else None
    return render(request, "alerts/tell/me.html", context, status=status)


def _form(request: MemberRequest, channel: ChannelKind, *, posted: bool = False) -> WishForm:
    row = effective(request.user, channel)
    data = request.POST if posted else None
    return WishForm(request.member, data, row=row, prefix=channel)


@require_POST
@needs(Action.SEE_TRANSACTIONS)
def save(request: MemberRequest, channel: str) -> HttpResponse:
    kind = _personal(channel)
    form = _form(request, kind, posted=True)
    if not form.is_valid():
        return _page(request, {kind: form})
    save_wish(channel=kind, user=request.user, wish=form.wish)
    messages.success(request, _("Saved."))
    return redirect("alerts:tell_me")


def _personal(channel: str) -> ChannelKind:
    if channel not in PERSONAL:
        raise Http404
    return ChannelKind(channel)


@require_POST
@needs(Action.SEE_TRANSACTIONS)
def test(request: MemberRequest, channel: str) -> HttpResponse:
    """One test message to oneself: not more than one a minute, by its key."""
    kind = _personal(channel)
    chain = request.member.chain.name
    words = _("This is a test from %(chain)s. Alerts reach you here.") % {"chain": chain}
    send(
        kind=DeliveryKind.TEST,
        key=f"test:{kind}:user:{request.user.pk}:{int(timezone.now().timestamp()) // 60}",
        channel=kind,
        user=request.user,
        subject=_("Test"),
        text=one_segment(words) if kind == ChannelKind.SMS else words,
    )
    messages.success(request, _("A test is on its way. If it does not come, look under spam."))
    return redirect("alerts:tell_me")


@require_POST
@needs(Action.SEE_TRANSACTIONS)
def phone(request: MemberRequest) -> HttpResponse:
    try:
        set_phone(
            user=request.user,
            number=request.POST.get("number", "")[:40],
            agrees=request.POST.get("agrees") == "1",
        )
    except PhoneError as refused:
        return _page(request, {}, wrong=str(refused))
    messages.success(request, _("A code is on its way to your phone."))
    return redirect("alerts:tell_me")


@require_POST
@needs(Action.SEE_TRANSACTIONS)
def phone_code(request: MemberRequest) -> HttpResponse:
    try:
        verify_phone(user=request.user, code=request.POST.get("code", "")[:20])
    except PhoneError as refused:
        return _page(request, {}, wrong=str(refused))
    messages.success(request, _("Your number is confirmed. Say below what you want to be told."))
    return redirect("alerts:tell_me")


@require_POST
@needs(Action.SEE_TRANSACTIONS)
def phone_remove(request: MemberRequest) -> HttpResponse:
    remove_phone(user=request.user)
    messages.success(request, _("No text messages are sent to you any more."))
    return redirect("alerts:tell_me")


@require_POST
@needs(Action.SEE_TRANSACTIONS)
def back(request: MemberRequest) -> HttpResponse:
    """Undo of an unsubscription."""
    come_back(
        user=request.user,
        kind=request.POST.get("kind", "")[:10],
        channel=request.POST.get("channel", "")[:8],
    )
    messages.success(request, _("You get these again."))
    return redirect("alerts:tell_me")
