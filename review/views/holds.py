"""Legal holds: what is held and why, holding a transaction's videos, and letting go."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.roles import Action
from clips.models import Hold
from clips.services.holds import HoldError, lift_hold, place_hold
from review.evidence.hold_rows import hold_rows, visible_holds
from stores.access import MemberRequest, needs
from transactions.models import Transaction


@require_GET
@needs(Action.HAND_OVER)
def holds(request: MemberRequest) -> HttpResponse:
    return render(request, "review/evidence/holds.html", {"rows": hold_rows(request.member)})


@require_POST
@needs(Action.HAND_OVER)
def place(request: MemberRequest, transaction_id: int) -> HttpResponse:
    about = request.member.only(Transaction.objects.all()).filter(pk=transaction_id).first()
    if about is None:
        raise Http404
    try:
        place_hold(member=request.member, transaction=about, reason=request.POST.get("reason", ""))
    except HoldError:
        messages.error(request, _("A hold needs a reason."))
    else:
        messages.success(request, _("Held. Nothing of it is deleted until the hold is lifted."))
    return redirect("review:transaction", about.pk)


@require_POST
@needs(Action.HAND_OVER)
def lift(request: MemberRequest, hold_id: int) -> HttpResponse:
    found = visible_holds(request.member).filter(pk=hold_id).first()
    if found is None:
        raise Http404
    lift_hold(member=request.member, hold=Hold.objects.get(pk=found.pk))
    messages.success(request, _("The hold is lifted. The usual time limits count again."))
    if request.POST.get("from") == "transaction" and found.transaction_id:
        return redirect("review:transaction", found.transaction_id)
    return redirect("review:holds")
