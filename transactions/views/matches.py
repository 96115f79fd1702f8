"""Second accounts: is it the same sale, another one, or none? A person says."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts.roles import Action
from stores.access import MemberRequest, needs
from transactions.models import Match, Transaction
from transactions.selectors.matches import decided_page, pairs_page, undecided_count
from transactions.selectors.silences import silences
from transactions.services.matches import (
    BadMatchError,
    count_undecided,
    decide_match,
    undecide_match,
)
from transactions.views.places import before_id

if TYPE_CHECKING:
    from django.http import QueryDict

    from stores.models import Store

CONFLICT = 409


@require_GET
@needs(Action.SET_UP_STORES)
def matches(request: MemberRequest) -> HttpResponse:
    """Rows to decide, with what they may be the same as; and what was decided last."""
    member = request.member
    stores = list(member.stores())
    store = _store(stores, request.GET)
    show_decided = request.GET.get("show") == "decided"
    pairs, following = (
        (decided_page(member, store=store), "")
        if show_decided
        else pairs_page(member, store=store, before_id=before_id(request))
    )
    context = {
        "pairs": pairs,
        "next": following,
        "silences": [] if show_decided else silences(member, store),
        "store": store,
        "stores": stores,
        "is_decided": show_decided,
        "count": undecided_count(member, store),
    }
    return render(request, "transactions/matches.html", context)


@require_POST
@needs(Action.SET_UP_STORES)
def match_decide(request: MemberRequest, transaction_id: int) -> HttpResponse:
    """Say what one row is; then the next one is shown."""
    upper = request.POST.get("upper", "")
    try:
        decide_match(
            member=request.member,
            lower_id=transaction_id,
            how=request.POST.get("how", ""),
            upper_id=int(upper) if upper.isdecimal() and len(upper) < 19 else None,
        )
    except (Match.DoesNotExist, Transaction.DoesNotExist) as missing:
        raise Http404 from missing
    except BadMatchError:
        messages.error(request, _("These two cannot be the same any more. Look again."))
    except ValueError:
        return HttpResponseBadRequest()
    return redirect(_back(request))


@require_POST
@needs(Action.SET_UP_STORES)
def match_undo(request: MemberRequest, transaction_id: int) -> HttpResponse:
    """Take a decision back: the row stands as it does by itself."""
    try:
        undecide_match(member=request.member, lower_id=transaction_id)
    except Match.DoesNotExist as missing:
        raise Http404 from missing
    messages.success(request, _("Taken back."))
    return redirect(_back(request))


@require_POST
@needs(Action.SET_UP_STORES)
def matches_count(request: MemberRequest) -> HttpResponse:
    """Count all undecided rows of a time in which the better source was silent."""
    store = _store(list(request.member.stores()), request.POST)
    since, until = _moment(request.POST.get("since")), _moment(request.POST.get("until"))
    if store is None or since is None or until is None:
        return HttpResponseBadRequest()
    count = count_undecided(member=request.member, store=store, since=since, until=until)
    said = ngettext("%(n)s is counted now.", "%(n)s are counted now.", count)
    messages.success(request, said % {"n": f"{count:,}"})
    return redirect(_back(request))


def _store(stores: list[Store], sent: QueryDict) -> Store | None:
    return next((each for each in stores if each.code == sent.get("store")), None)


def _moment(text: str | None) -> datetime | None:
    try:
        found = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return found if found.tzinfo is not None else None


def _back(request: MemberRequest) -> str:
    page = reverse("transactions:matches")
    words = [f"store={code}"] if (code := request.POST.get("in", "")).isalnum() else []
    words += ["show=decided"] if request.POST.get("show") == "decided" else []
    return f"{page}?{'&'.join(words)}" if words else page
