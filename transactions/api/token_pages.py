"""The page of a chain's API tokens: make one, see how they are used, revoke one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.roles import Action
from stores.access import MemberRequest, needs
from stores.models import Token, TokenScope
from stores.selectors.tokens import visible_tokens
from stores.services.tokens import TokenError, make_token, revoke_token
from transactions.api.token_form import TokenForm
from transactions.api.token_rows import token_rows

if TYPE_CHECKING:
    from stores.services.tokens import MadeToken

UNPROCESSABLE = 422


@require_http_methods(["GET", "POST"])
@never_cache
@needs(Action.MANAGE_SOURCES)
def tokens(request: MemberRequest) -> HttpResponse:
    """The chain's tokens, and the form that makes one. Its key is shown in this one answer."""
    if request.method == "POST":
        return _make(request)
    return _page(request, TokenForm(request.member))


def _make(request: MemberRequest) -> HttpResponse:
    form = TokenForm(request.member, request.POST)
    if not form.is_valid():
        return _page(request, form, wrong=form.wrong())
    try:
        made = make_token(
            name=form.cleaned_data["name"],
            scope=TokenScope(form.cleaned_data["scope"]),
            store=form.token_store(),
            by=request.user,
            expires_at=form.expires_at(),
        )
    except TokenError as refused:
        return _page(request, form, wrong=[str(refused)])
    return _page(request, TokenForm(request.member), made=made)


def _page(
    request: MemberRequest,
    form: TokenForm,
    *,
    wrong: list[str] | None = None,
    made: MadeToken | None = None,
) -> HttpResponse:
    context = {
        "rows": token_rows(request.member),
        "form": form,
        "scopes": TokenScope.choices,
        "wrong": wrong,
        "made": made,
        "address": request.build_absolute_uri(reverse("api:files")),
    }
    part = "#tokens" if request.htmx else ""
    response = render(
        request,
        f"transactions/tokens.html{part}",
        context,
        status=UNPROCESSABLE if wrong else None,
    )
    response["HX-Retarget"] = "#tokens"
    response["HX-Reswap"] = "outerHTML show:window:top"
    return response


@require_POST
@needs(Action.MANAGE_SOURCES)
def revoke(request: MemberRequest, token_id: int) -> HttpResponse:
    """From now on the token opens nothing."""
    try:
        token = visible_tokens(request.member).get(pk=token_id)
    except Token.DoesNotExist as missing:
        raise Http404 from missing
    revoke_token(token=token, by=request.user)
    messages.success(request, _("“%(name)s” is revoked.") % {"name": token.name})
    return redirect("transactions:tokens")
