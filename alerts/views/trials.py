"""Try on past days: what a rule would have found, before it wakes anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.roles import Action
from alerts.models import Trial
from alerts.selectors.rule_scope import visible_rules
from alerts.selectors.rule_slider import read_value
from alerts.selectors.rule_words import problem_words, refusal
from alerts.selectors.trial_page import trial_page
from alerts.services.rule_wishes import RuleError
from alerts.services.rules import text_with
from alerts.services.trials import ask_trial
from stores.access import MemberRequest, needs
from stores.models import RegisterClass

if TYPE_CHECKING:
    from django.http import QueryDict

    from alerts.models import Rule

UNPROCESSABLE, NO_CHANGE = 422, 204
DAYS = (7, 14, 28, 60, 90, 180)
USUAL_DAYS = 28


@require_http_methods(["GET", "POST"])
@never_cache
@needs(Action.DECIDE)
def new(request: MemberRequest) -> HttpResponse:
    """Which rule, over how many days, of which stores."""
    if request.method == "GET":
        return _form(request, request.GET)
    rule = _rule(request, request.POST)
    chosen = request.POST.getlist("store")
    try:
        trial = ask_trial(
            member=request.member,
            text=request.POST.get("text", ""),
            days=_days(request.POST),
            store_ids=[int(each) for each in chosen if each.isdecimal() and len(each) < 19],
            register_classes=request.POST.getlist("register"),
            rule=rule,
        )
    except RuleError as error:
        return _form(request, request.POST, wrong=refusal(error), hints=problem_words(error))
    return redirect("alerts:trial", trial.pk)


@require_GET
@never_cache
@needs(Action.DECIDE)
def trial(request: MemberRequest, trial_id: int) -> HttpResponse:
    return _page(request, _visible(request, trial_id))


@require_GET
@never_cache
@needs(Action.DECIDE)
def state(request: MemberRequest, trial_id: int) -> HttpResponse:
    """What changes by itself; 204 while it is as at version ``v``."""
    found = _visible(request, trial_id)
    page = trial_page(request.member, found)
    if request.GET.get("v") == page.version:
        return HttpResponse(status=NO_CHANGE)
    return _page(request, found, "#found")


@require_POST
@needs(Action.DECIDE)
def drag(request: MemberRequest, trial_id: int) -> HttpResponse:
    """The same trial with another number in the rule; its page takes the place of this one."""
    found = _visible(request, trial_id)
    value = read_value(request.POST.get("value", ""))
    if value is None:
        return HttpResponseBadRequest()
    try:
        moved = ask_trial(
            member=request.member,
            text=text_with(found.text, value),
            days=found.days,
            store_ids=found.stores,
            register_classes=found.register_classes,
            rule=found.rule,
        )
    except RuleError:
        return HttpResponseBadRequest()
    if not request.htmx:
        return redirect("alerts:trial", moved.pk)
    answer = _page(request, moved, "#found")
    answer["HX-Replace-Url"] = moved_address(moved)
    return answer


def moved_address(trial: Trial) -> str:
    return redirect("alerts:trial", trial.pk).url


def _visible(request: MemberRequest, trial_id: int) -> Trial:
    """One's own trials, as long as one may see all of their stores."""
    found = Trial.objects.select_related("rule").filter(pk=trial_id, asked_by=request.user).first()
    if found is None:
        raise Http404
    seen = request.member.store_ids
    if seen is not None and not set(found.stores) <= seen:
        raise Http404
    return found


def _rule(request: MemberRequest, words: QueryDict) -> Rule | None:
    word = words.get("rule", "")
    if not word:
        return None
    pk = int(word) if word.isdecimal() and len(word) < 19 else 0
    found = visible_rules(request.member).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _days(words: QueryDict) -> int:
    word = words.get("days", "")
    return int(word) if word.isdecimal() and len(word) < 4 else USUAL_DAYS


def _form(
    request: MemberRequest, words: QueryDict, *, wrong: str = "", hints: list[str] | None = None
) -> HttpResponse:
    rule = _rule(request, words)
    text = words.get("text") or (rule.text if rule else "")
    chosen = words.getlist("store") or [str(each) for each in (rule.stores if rule else [])]
    classes = words.getlist("register") or (rule.register_classes if rule else [])
    context: dict[str, Any] = {
        "rule": rule,
        "rules": visible_rules(request.member),
        "text": text,
        "days": DAYS,
        "wanted_days": _days(words),
        "stores": request.member.stores(),
        "chosen": {int(each) for each in chosen if str(each).isdecimal()},
        "classes": RegisterClass.choices,
        "chosen_classes": classes,
        "wrong": wrong,
        "hints": hints or [],
    }
    status = UNPROCESSABLE if wrong else None
    return render(request, "alerts/rules/trial_new.html", context, status=status)


def _page(request: MemberRequest, found: Trial, part: str = "") -> HttpResponse:
    context = {"page": trial_page(request.member, found)}
    return render(request, f"alerts/rules/trial.html{part}", context)
