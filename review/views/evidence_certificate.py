"""The certificate a custodian signs by hand, and the keys that packages are signed with."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.roles import Action
from review.evidence import packages, signing
from review.evidence.certificate import MOST_WORDS, Custodian, certificate_pdf, usual_process
from review.evidence.rows import key_rows
from review.models import MakingState
from review.views.evidence import visible_package
from stores.access import MemberRequest, needs


@require_http_methods(["GET", "POST"])
@never_cache
@needs(Action.HAND_OVER)
def certificate(request: MemberRequest, package_id: int) -> HttpResponse:
    package = visible_package(request, package_id)
    if package.state != MakingState.READY:
        raise Http404
    if request.method == "GET":
        context = {"package": package, "process": usual_process(), "user": request.user}
        return render(request, "review/evidence/certificate.html", context)
    content = certificate_pdf(request.member.chain, package, _custodian(request))
    packages.record(request.member, package, "certificate")
    name = f"certificate-{package.uuid.hex[:8]}.pdf"
    headers = {"Content-Disposition": content_disposition_header(True, name) or "attachment"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _custodian(request: MemberRequest) -> Custodian:
    said = {
        name: request.POST.get(name, "").strip()[:most]
        for name, most in (
            ("name", 120),
            ("title", 120),
            ("organisation", 120),
            ("address", 300),
            ("process", MOST_WORDS),
        )
    }
    return Custodian(**said)


@require_GET
@needs(Action.HAND_OVER)
def keys(request: MemberRequest) -> HttpResponse:
    """Which keys signed what, and changing the one in use."""
    return render(request, "review/evidence/keys.html", {"rows": key_rows()})


@require_POST
@needs(Action.HAND_OVER)
def change_key(request: MemberRequest) -> HttpResponse:
    signing.change_key(member=request.member)
    messages.success(request, _("A new key signs from now on. The earlier ones can be checked."))
    return redirect("review:evidence_keys")
