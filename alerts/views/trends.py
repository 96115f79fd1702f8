"""Trends, and a cashier's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.roles import Action
from alerts.services.visits import note_cashier_visit
from alerts.trends.cashier_page import cashier_page
from alerts.trends.choices import read_choices
from alerts.trends.page import trends_page
from alerts.trends.whose import whose
from stores.access import MemberRequest, needs
from stores.models import Cashier

if TYPE_CHECKING:
    from django.http import HttpResponse


@require_GET
@needs(Action.SEE_TRANSACTIONS)
def trends(request: MemberRequest) -> HttpResponse:
    """Everybody's; how cashiers compare only for who may see that."""
    choices = read_choices(request.GET, request.member)
    context = {"page": trends_page(choices), "filters": choices}
    return render(request, "alerts/trends/trends.html", context)


@require_GET
@needs(Action.SEE_SCORES)
def cashier(request: MemberRequest, cashier_id: int) -> HttpResponse:
    try:
        about = whose(request.member, cashier_id, request.GET.get("person", ""))
    except Cashier.DoesNotExist as missing:
        raise Http404 from missing
    note_cashier_visit(member=request.member, cashier=about.cashier, name=about.name)
    page = cashier_page(about, request.GET.get("what", ""))
    return render(request, "alerts/trends/cashier.html", {"page": page})
