"""Sharing a package with somebody outside, looking at who came, and taking it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.roles import Action
from review.evidence import shares
from review.evidence.selectors import visible_packages
from review.evidence.share_rows import share_page
from review.models import EvidencePackage, Share
from review.views.evidence import UNPROCESSABLE, package_answer, visible_package
from stores.access import MemberRequest, needs


@require_POST
@never_cache
@needs(Action.HAND_OVER)
def make(request: MemberRequest, package_id: int) -> HttpResponse:
    """Link and passcode are shown in this one answer."""
    package = visible_package(request, package_id)
    try:
        made = shares.make_share(
            member=request.member, package=package, wish=_wish(request, package)
        )
    except shares.ShareError as refused:
        return package_answer(
            request, package, status=UNPROCESSABLE, wrong=str(refused), said=request.POST
        )
    address = request.build_absolute_uri(reverse("review:share", args=[made.token]))
    return package_answer(
        request,
        package,
        made={"share": made.share, "address": address, "passcode": made.passcode},
    )


def _wish(request: MemberRequest, package: EvidencePackage) -> shares.NewShare:
    days = request.POST.get("days", str(shares.USUAL_DAYS))
    wanted = {each for each in request.POST.getlist("copy") if each.isascii() and each.isdecimal()}
    return shares.NewShare(
        recipient=request.POST.get("recipient", ""),
        organisation=request.POST.get("organisation", ""),
        days=int(days) if days.isascii() and days.isdecimal() and len(days) < 5 else 0,
        holds_package=bool(request.POST.get("package")),
        copies=list(package.copies.filter(pk__in=wanted)),
    )


@require_GET
@never_cache
@needs(Action.HAND_OVER)
def share(request: MemberRequest, share_id: int) -> HttpResponse:
    """Who came, when, from where, and what they took."""
    return _page(request, _visible(request, share_id))


@require_POST
@needs(Action.HAND_OVER)
def revoke(request: MemberRequest, share_id: int) -> HttpResponse:
    found = _visible(request, share_id)
    shares.revoke(member=request.member, share=found)
    messages.success(request, _("The link opens nothing any more."))
    return redirect("review:evidence_share", found.pk)


@require_POST
@never_cache
@needs(Action.HAND_OVER)
def passcode(request: MemberRequest, share_id: int) -> HttpResponse:
    """Another passcode, shown in this one answer."""
    found = _visible(request, share_id)
    code = shares.new_code(member=request.member, share=found)
    found.refresh_from_db()
    return _page(request, found, passcode=code)


def _page(request: MemberRequest, found: Share, passcode: str = "") -> HttpResponse:
    context = {"page": share_page(found), "passcode": passcode}
    return render(request, "review/evidence/share.html", context)


def _visible(request: MemberRequest, share_id: int) -> Share:
    rows = Share.objects.select_related("package", "made_by", "revoked_by")
    mine = rows.filter(package__in=visible_packages(request.member))
    found = mine.filter(pk=share_id).first()
    if found is None:
        raise Http404
    return found
