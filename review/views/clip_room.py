"""How long clips are kept, how much room they take, and what they take of stores' lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.roles import Action
from clips.lapsed import Rule
from clips.services.retention import FEWEST_DAYS, MOST_DAYS, STATUSES, set_retention
from clips.usage import lines_today
from review.selectors.clip_room import going_in_words, rooms, rules_in_words
from stores.access import MemberRequest, needs

if TYPE_CHECKING:
    from django.http import HttpResponse, QueryDict

UNPROCESSABLE = 422


@require_GET
@needs(Action.SEE_CLIPS)
def line(request: MemberRequest) -> HttpResponse:
    """What clips took of each store's line today."""
    lines = lines_today(request.member.stores(), timezone.now())
    return render(request, "review/library/line.html", {"lines": lines})


@require_http_methods(["GET", "POST"])
@needs(Action.MANAGE_RETENTION)
def kept(request: MemberRequest) -> HttpResponse:
    """The rules, and the room taken. What would go is shown before anything is kept."""
    if request.method == "GET":
        return _page(request)
    try:
        rules = _rules(request.POST)
    except ValueError:
        words = {"fewest": FEWEST_DAYS, "most": MOST_DAYS}
        wrong = _("Write whole days from %(fewest)s to %(most)s, or nothing for ever.") % words
        return _page(request, wrong=wrong)
    if "sure" not in request.POST:
        return _page(request, rules)
    set_retention(member=request.member, rules=rules)
    messages.success(request, _("Kept. What has lapsed goes in the coming night."))
    return redirect("review:clips_kept")


def _rules(sent: QueryDict) -> list[Rule]:
    """Raises ValueError for days that are none."""
    rules = []
    for status in STATUSES:
        playback = _days(sent, f"playback-{status}")
        original = _days(sent, f"original-{status}")
        if playback is not None or original is not None:
            rules.append(Rule(status, playback, original))
    return rules


def _days(sent: QueryDict, name: str) -> int | None:
    word = sent.get(name, "").strip()
    if not word:
        return None
    if not (word.isdecimal() and len(word) < 6 and FEWEST_DAYS <= int(word) <= MOST_DAYS):
        raise ValueError(word)
    return int(word)


def _page(
    request: MemberRequest, rules: list[Rule] | None = None, *, wrong: str = ""
) -> HttpResponse:
    context = {
        "rules": rules_in_words(request.POST),
        "going": going_in_words(rules, request.member) if rules is not None else None,
        "rooms": rooms(request.member),
        "wrong": wrong,
        "most": MOST_DAYS,
    }
    status = UNPROCESSABLE if wrong else 200
    return render(request, "review/library/kept.html", context, status=status)
