"""Evidence packages: the list, making one, and the page of one with all that hangs on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.roles import Action
from clips.responses import Served, serve
from review.evidence import packages
from review.evidence.page import package_page, package_state
from review.evidence.rows import order_page, package_rows
from review.evidence.selectors import visible_packages
from review.models import EvidencePackage, MakingState
from stores.access import MemberRequest, needs
from transactions.models import Transaction

if TYPE_CHECKING:
    from collections.abc import Sequence

NO_CHANGE, UNPROCESSABLE = 204, 422
LINK_SECONDS = 300


@require_GET
@needs(Action.HAND_OVER)
def evidence(request: MemberRequest) -> HttpResponse:
    return render(request, "review/evidence/list.html", {"rows": package_rows(request.member)})


@require_http_methods(["GET", "POST"])
@needs(Action.HAND_OVER)
def new(request: MemberRequest) -> HttpResponse:
    """Which transactions, what it is called, and a legal hold on them."""
    ids = (request.POST if request.method == "POST" else request.GET).getlist("transaction")
    chosen = _transactions(request, ids)
    if request.method == "GET":
        return _order_form(request, chosen)
    hold = request.POST.get("reason", "") if request.POST.get("hold") else ""
    try:
        if request.POST.get("hold") and not hold.strip():
            raise packages.PackageError(_("Say why the videos are to be kept."))
        package = packages.order_package(
            member=request.member,
            title=request.POST.get("title", ""),
            transactions=chosen,
            hold=hold,
        )
    except packages.PackageError as refused:
        return _order_form(request, chosen, wrong=str(refused))
    return redirect("review:evidence_package", package.pk)


def _order_form(
    request: MemberRequest, chosen: Sequence[Transaction], wrong: str = ""
) -> HttpResponse:
    page = order_page(request.member, chosen, request.GET.get("number", ""))
    context = {"page": page, "wrong": wrong, "said": request.POST}
    status = UNPROCESSABLE if wrong else None
    return render(request, "review/evidence/new.html", context, status=status)


def _transactions(request: MemberRequest, ids: Sequence[str]) -> list[Transaction]:
    """All of them within the member's stores; else nothing is told of any."""
    numbers = {int(each) for each in ids if each.isascii() and each.isdecimal()}
    rows = request.member.only(Transaction.objects.select_related("store", "register"))
    found = list(rows.filter(pk__in=numbers).order_by("occurred_at", "pk"))
    if len(found) != len(set(ids)):
        raise Http404
    return found


@require_GET
@never_cache
@needs(Action.HAND_OVER)
def package(request: MemberRequest, package_id: int) -> HttpResponse:
    return package_answer(request, visible_package(request, package_id))


@require_GET
@needs(Action.HAND_OVER)
def state(request: MemberRequest, package_id: int) -> HttpResponse:
    """What changes by itself; 204 while it is as at version ``v``."""
    found = visible_package(request, package_id)
    told = package_state(found, request.member)
    if request.GET.get("v") == told.version:
        return HttpResponse(status=NO_CHANGE)
    return package_answer(request, found, part="#making")


@require_POST
@needs(Action.HAND_OVER)
def again(request: MemberRequest, package_id: int) -> HttpResponse:
    found = visible_package(request, package_id)
    packages.order_again(member=request.member, package=found)
    messages.info(request, _("It is being tried again."))
    return redirect("review:evidence_package", found.pk)


@require_safe
@needs(Action.HAND_OVER)
def download(request: MemberRequest, package_id: int) -> HttpResponse:
    found = visible_package(request, package_id)
    if found.state != MakingState.READY:
        raise Http404
    if request.method == "GET":
        packages.record(request.member, found, "downloaded")
    name = f"evidence-{found.uuid.hex[:8]}.zip"
    served = Served(found.stored_key, "application/zip", LINK_SECONDS, name)
    return cast("HttpResponse", serve(request, served))


def visible_package(request: MemberRequest, package_id: int) -> EvidencePackage:
    """The look-up that every view of a package begins with; 404 for a foreign one."""
    found = visible_packages(request.member).select_related("key").filter(pk=package_id).first()
    if found is None:
        raise Http404
    return found


def package_answer(
    request: MemberRequest,
    found: EvidencePackage,
    *,
    part: str = "",
    status: int | None = None,
    **more: Any,
) -> HttpResponse:
    """The page of a package; ``more`` is what has just been done or refused."""
    context = {"page": package_page(found, request.member), **more}
    return render(request, f"review/evidence/package.html{part}", context, status=status)
