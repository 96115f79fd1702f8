"""The access log."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.roles import Action
from review.selectors.audit import audit_page
from stores.access import MemberRequest, needs
from stores.models import AccessKind
from transactions.selectors.paging import BadCursorError, word_to_id


@require_GET
@needs(Action.SEE_AUDIT)
def audit(request: MemberRequest) -> HttpResponse:
    kind = request.GET.get("kind", "")
    kind = kind if kind in AccessKind.values else ""
    try:
        before_id = word_to_id(request.GET["after"]) if request.GET.get("after") else None
    except BadCursorError as error:
        raise Http404 from error
    page = audit_page(request.member, kind, before_id)
    context = {"page": page, "kind": kind, "kinds": AccessKind.choices}
    return render(request, "review/audit.html", context)
