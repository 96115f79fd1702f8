"""Leaving one kind of message by the link in it, without logging in (RFC 8058).

A mail program posts here by itself, so that no CSRF token can be asked for; all that a forged
request could do is what the signed link says anyway."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from alerts.models import ChannelKind, DeliveryKind
from alerts.services.subscriptions import leave
from alerts.unsubscribing import read

if TYPE_CHECKING:
    from alerts.unsubscribing import Leaving


@csrf_exempt
@require_http_methods(["GET", "POST"])
def unsubscribe(request: HttpRequest, word: str) -> HttpResponse:
    """GET asks (link scanners follow links), POST does it."""
    leaving = read(word)
    if leaving is None or not _makes_sense(leaving):
        raise Http404
    if request.method == "POST":
        leave(leaving)
    context = {
        "done": request.method == "POST",
        "kind": DeliveryKind(leaving.kind).label,
        "channel": ChannelKind(leaving.channel).label,
    }
    response = render(request, "alerts/tell/unsubscribe.html", context)
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


def _makes_sense(leaving: Leaving) -> bool:
    return leaving.kind in DeliveryKind.values and leaving.channel in ChannelKind.values
