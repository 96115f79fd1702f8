"""Searches under a name: saving, renaming, sharing, deleting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.roles import Action
from review.search import kept
from review.search.reading import ask_address
from stores.access import MemberRequest, needs

if TYPE_CHECKING:
    from review.models import SavedSearch


@require_POST
@needs(Action.SEE_TRANSACTIONS)
def save(request: MemberRequest) -> HttpResponse:
    address = ask_address(request.POST.get("address", "")[:8000], request.member).address
    try:
        kept.save_search(
            member=request.member,
            name=request.POST.get("name", ""),
            address=address,
            shared=bool(request.POST.get("shared")),
        )
    except kept.KeepError as refused:
        messages.warning(request, str(refused))
    else:
        messages.info(request, _("The search is saved."))
    return _to(address)


@require_POST
@needs(Action.SEE_TRANSACTIONS)
def change(request: MemberRequest, search_id: int) -> HttpResponse:
    found = _visible(request, search_id)
    try:
        kept.change_search(
            member=request.member,
            search=found,
            name=request.POST.get("name", ""),
            shared=bool(request.POST.get("shared")),
        )
    except kept.KeepError as refused:
        messages.warning(request, str(refused))
    return _to(found.address)


@require_POST
@needs(Action.SEE_TRANSACTIONS)
def delete(request: MemberRequest, search_id: int) -> HttpResponse:
    kept.delete_search(member=request.member, search=_visible(request, search_id))
    messages.info(request, _("The search is deleted."))
    return redirect("review:search")


def _visible(request: MemberRequest, search_id: int) -> SavedSearch:
    """The member's own or a shared one; 404 for others."""
    for found in kept.visible_searches(request.member):
        if found.pk == search_id:
            return found
    raise Http404


def _to(address: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('review:search')}{'?' if address else ''}{address}")
