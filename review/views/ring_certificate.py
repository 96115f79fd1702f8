"""What a ring test came to: the page, the file to keep, the sample for support."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts.roles import Action
from review.ringtest import services
from review.ringtest.certificate import certificate_of
from review.ringtest.errors import RingTestError
from review.ringtest.sample import sample_of
from review.views.ring_test import visible_test
from stores import audit
from stores.access import MemberRequest, needs
from stores.models import AccessKind

if TYPE_CHECKING:
    from review.models import RingTest

UNPROCESSABLE = 422


@require_GET
@needs(Action.SET_UP_STORES)
def certificate(request: MemberRequest, ring_test_id: int) -> HttpResponse:
    return _page(request, visible_test(request, ring_test_id))


@require_POST
@needs(Action.SET_UP_STORES)
def end(request: MemberRequest, ring_test_id: int) -> HttpResponse:
    """Close the test; once it is closed, take what has come in since."""
    test = visible_test(request, ring_test_id)
    if test.ended_at is None:
        services.end(test=test, by=request.user)
    else:
        taken = services.take_late(test=test)
        said = ngettext("%(n)s more was found.", "%(n)s more were found.", taken)
        messages.info(request, said % {"n": taken})
    return redirect("review:ring_certificate", test.pk)


@require_POST
@needs(Action.SET_UP_STORES)
def set_clock(request: MemberRequest, ring_test_id: int) -> HttpResponse:
    test = visible_test(request, ring_test_id)
    try:
        services.set_clock(test=test, by=request.user)
    except RingTestError as refused:
        return _page(request, test, wrong=str(refused), status=UNPROCESSABLE)
    messages.success(request, _("Saved. Clips of new events are fetched by it."))
    return redirect("review:ring_certificate", test.pk)


@require_GET
@needs(Action.SET_UP_STORES)
def certificate_file(request: MemberRequest, ring_test_id: int) -> HttpResponse:
    """One HTML file that needs nothing else: it opens and prints anywhere."""
    test = visible_test(request, ring_test_id)
    style = resources.files("review.ringtest").joinpath("certificate.css").read_text()
    context = {"page": certificate_of(test), "test": test, "style": style}
    text = render_to_string("review/ring_test/file.html", context, request)
    return _download(text.encode(), f"{_stem(test)}.html", "text/html; charset=utf-8")


@require_GET
@needs(Action.SET_UP_STORES)
def sample(request: MemberRequest, ring_test_id: int) -> HttpResponse:
    test = visible_test(request, ring_test_id)
    content = sample_of(test)
    audit.record(
        AccessKind.DOWNLOADED_SAMPLE,
        user=request.user,
        about=("store", test.store_id),
        name=test.store.name or test.store.code,
        ring_test=test.pk,
    )
    return _download(content, f"{_stem(test)}.zip", "application/zip")


def _page(
    request: MemberRequest, test: RingTest, *, wrong: str = "", status: int = 200
) -> HttpResponse:
    context = {"test": test, "store": test.store, "page": certificate_of(test), "wrong": wrong}
    return render(request, "review/ring_test/certificate.html", context, status=status)


def _stem(test: RingTest) -> str:
    register = f"-register-{test.register.code}" if test.register else ""
    return f"ring-test-{test.store.code}{register}-{test.started_at:%Y-%m-%d}-{test.pk}"


def _download(content: bytes, name: str, kind: str) -> HttpResponse:
    headers = {"Content-Disposition": content_disposition_header(True, name) or "attachment"}
    return HttpResponse(content, content_type=kind, headers=headers)
