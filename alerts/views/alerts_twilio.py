"""What Twilio tells us: how a text message ended, and STOP, START and HELP from phones.

Nobody is logged in here: the signature says that it is Twilio who asks. A wrong one gets 403
and changes nothing."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts.addresses import address_of
from accounts.tenancy import current_chain, is_public
from alerts.channels.sms.signature import is_from_twilio
from alerts.services.phones import hear
from alerts.services.receipts import note_receipt

if TYPE_CHECKING:
    from collections.abc import Callable

STOP = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"})
START = frozenset({"START", "YES", "UNSTOP"})
HELP = frozenset({"HELP", "INFO"})
NO_CONTENT = 204


def signed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Lets through what Twilio signed, for the address that we gave it."""

    @csrf_exempt
    @require_POST
    @wraps(view)
    def guarded(request: HttpRequest, **named: int) -> HttpResponse:
        form = [(name, value) for name in request.POST for value in request.POST.getlist(name)]
        told = request.headers.get("X-Twilio-Signature", "")
        if any(
            is_from_twilio(url, form, told, settings.TWILIO_AUTH_TOKEN)
            for url in _addresses(request)
        ):
            return view(request, **named)
        return HttpResponseForbidden("The signature is wrong.", content_type="text/plain")

    return guarded


def _addresses(request: HttpRequest) -> set[str]:
    """As the request says, and as we write it: a proxy may have changed scheme or port."""
    found = {request.build_absolute_uri()}
    if not is_public():
        found.add(address_of(current_chain(), request.get_full_path()))
    return found


@signed
def status(request: HttpRequest, message_id: int) -> HttpResponse:
    note_receipt(
        delivery_id=message_id,
        sid=request.POST.get("MessageSid", ""),
        status=request.POST.get("MessageStatus", ""),
        error=request.POST.get("ErrorCode", ""),
    )
    return HttpResponse(status=NO_CONTENT)


@signed
def inbound(request: HttpRequest) -> HttpResponse:
    """Twilio answers STOP, START and HELP itself unless told otherwise (``OptOutType``); a
    phone that said STOP gets no answer from us in any case."""
    word = request.POST.get("Body", "").strip().upper().rstrip(".!")
    number = request.POST.get("From", "")
    said = ""
    if word in STOP:
        hear(number=number, word="stop")
    elif word in START:
        hear(number=number, word="start")
    elif word in HELP and "OptOutType" not in request.POST:
        said = _(
            "Alerts of your stores. Reply STOP to end them. Your settings: Tell me, in the app."
        )
    body = f"<Message>{said}</Message>" if said else ""
    return HttpResponse(f"<Response>{body}</Response>", content_type="text/xml")
