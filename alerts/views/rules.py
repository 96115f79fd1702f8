"""The list of rules, and the page of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts.roles import Action
from alerts.selectors.rule_choices import snoozes, states
from alerts.selectors.rule_page import rule_page
from alerts.selectors.rule_rows import rule_rows, rules_page
from alerts.selectors.rule_scope import visible_rules
from alerts.selectors.rule_slider import read_value, slider_of
from alerts.services.rule_wishes import RuleError
from alerts.services.rules import text_with
from stores.access import MemberRequest, needs

if TYPE_CHECKING:
    from alerts.models import Rule

UNPROCESSABLE = 422


@require_GET
@never_cache
@needs(Action.SEE_TRANSACTIONS)
def rules(request: MemberRequest) -> HttpResponse:
    return render(
        request, "alerts/rules/list.html", {"page": rules_page(request.member), "states": states()}
    )


@require_GET
@never_cache
@needs(Action.SEE_TRANSACTIONS)
def rule(request: MemberRequest, rule_id: int) -> HttpResponse:
    return rule_answer(request, visible_rule(request, rule_id))


@require_GET
@needs(Action.SEE_TRANSACTIONS)
def slide(request: MemberRequest, rule_id: int) -> HttpResponse:
    """What the rule would say where the slider stands now; nothing is saved."""
    found = visible_rule(request, rule_id)
    value, slider = read_value(request.GET.get("value", "")), slider_of(found)
    if value is None or slider is None:
        return HttpResponseBadRequest()
    try:
        text = text_with(found.text, value)
    except RuleError:
        return HttpResponseBadRequest()
    context = {
        "row": rule_rows(request.member, [found])[0],
        "moved": {"value": value, "word": slider.word_for(value), "text": text},
        "is_moved": text != found.text,
    }
    return render(request, "alerts/rules/slider.html#said", context)


def visible_rule(request: MemberRequest, rule_id: int) -> Rule:
    """The look-up that every view of a rule begins with; 404 for a foreign one."""
    found = visible_rules(request.member).filter(pk=rule_id).first()
    if found is None:
        raise Http404
    return found


def rule_answer(request: MemberRequest, found: Rule, *, wrong: str = "") -> HttpResponse:
    """The page of a rule, with what has just been refused."""
    context = {
        "page": rule_page(request.member, found),
        "wrong": wrong,
        "states": states(),
        "snoozes": snoozes(),
    }
    return render(
        request, "alerts/rules/rule.html", context, status=UNPROCESSABLE if wrong else None
    )
