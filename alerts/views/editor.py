"""Writing a rule: one field that answers while one types, and a form that writes the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.roles import Action
from alerts.editor_forms import read_fields, read_wish
from alerts.models import RuleState
from alerts.rules.form_text import text_of
from alerts.selectors.rule_editor import around, builder_of, choices, fields_in, schedule_shown
from alerts.selectors.rule_feedback import feedback_on
from alerts.selectors.rule_scope import with_unseen
from alerts.selectors.rule_words import refusal
from alerts.services.rule_wishes import RuleError
from alerts.services.rules import RuleWish, add_rule, change_rule, wish_of
from alerts.views.rules import visible_rule
from stores.access import MemberRequest, needs

if TYPE_CHECKING:
    from django.http import HttpResponse, QueryDict

    from alerts.models import Rule

UNPROCESSABLE = 422
PAGE = "alerts/rules/editor.html"
EXAMPLES = (
    ">3 No Sales in 5 mins",
    "Refund > $50",
    "Void > $20 by cash after 10pm",
    "Void then No Sale within 90 seconds by the same cashier",
    "Suspended not resumed within 30 minutes",
    "Manual Discounts total > $100 per shift by cashier",
)


@require_http_methods(["GET", "POST"])
@never_cache
@needs(Action.MANAGE_RULES)
def new(request: MemberRequest) -> HttpResponse:
    if request.method == "POST":
        return _posted(request, None)
    text = request.GET.get("text", "")
    return _page(request, None, RuleWish(name="", text=text, stores=_own(request)))


@require_http_methods(["GET", "POST"])
@never_cache
@needs(Action.MANAGE_RULES)
def edit(request: MemberRequest, rule_id: int) -> HttpResponse:
    rule = visible_rule(request, rule_id)
    if request.method == "POST":
        return _posted(request, rule)
    return _page(request, rule, wish_of(rule))


@require_POST
@needs(Action.MANAGE_RULES)
def understand(request: MemberRequest) -> HttpResponse:
    """What the text, or the form of fields, comes to so far. Nothing is kept."""
    data = request.POST
    if data.get("source") == "form":
        fields = read_fields(data)
        context = {
            "feedback": feedback_on(text_of(fields)),
            "builder": builder_of(fields) if "redraw" in data else None,
            "by_form": True,
        }
    else:
        text = data.get("text", "")
        feedback = feedback_on(text, _cursor(data, text))
        builder = builder_of(fields_in(text)) if feedback.is_understood else None
        context = {"feedback": feedback, "builder": builder, "by_form": False}
    return render(
        request,
        f"{PAGE}#answer",
        context | {"choices": choices(), "examples": EXAMPLES, "is_answer": True},
    )


def _cursor(data: QueryDict, text: str) -> int:
    word = data.get("cursor", "")
    return int(word) if word.isascii() and word.isdigit() and len(word) < 9 else len(text)


def _posted(request: MemberRequest, rule: Rule | None) -> HttpResponse:
    wish = read_wish(request.POST)
    if request.POST.get("do") == "write":  # the form of fields, where no script runs
        return _page(request, rule, replace(wish, text=text_of(read_fields(request.POST))))
    try:
        saved = _saved(request, rule, wish)
    except RuleError as error:
        return _page(request, rule, wish, wrong=refusal(error))
    messages.success(request, _("Saved: %(text)s") % {"text": saved.text})
    return redirect("alerts:rule", saved.pk)


def _saved(request: MemberRequest, rule: Rule | None, wish: RuleWish) -> Rule:
    wish = replace(wish, stores=_stores(request, rule, wish.stores))
    why = request.POST.get("why", "")
    if rule is not None:
        seen = _seen(request.POST)
        return change_rule(rule=rule, wish=wish, by=request.user, why=why, seen=seen)
    state = request.POST.get("state", "")
    if state not in RuleState.values:
        state = RuleState.SILENT
    return add_rule(wish=wish, by=request.user, state=state, why=why)


def _stores(request: MemberRequest, rule: Rule | None, chosen: tuple[int, ...]) -> tuple[int, ...]:
    """Stores that are not the member's cannot be named by them, nor taken away."""
    if set(chosen) - set(request.member.stores().values_list("pk", flat=True)):
        raise RuleError("unknown_store")
    was_everywhere = rule is not None and not rule.stores
    stores = chosen or (() if was_everywhere else _own(request))
    return with_unseen(request.member, rule, stores)


def _own(request: MemberRequest) -> tuple[int, ...]:
    """What "all stores" is to somebody who sees only some."""
    ids = request.member.store_ids
    return () if ids is None else tuple(sorted(ids))


def _seen(data: QueryDict) -> datetime | None:
    try:
        return datetime.fromisoformat(data.get("seen", ""))
    except ValueError:
        return None


def _page(
    request: MemberRequest, rule: Rule | None, wish: RuleWish, *, wrong: str = ""
) -> HttpResponse:
    typed = request.POST if request.method == "POST" else None
    context: dict[str, Any] = {
        "rule": rule,
        "wish": wish,
        "feedback": feedback_on(wish.text, len(wish.text)),
        "builder": builder_of(fields_in(wish.text)),
        "choices": choices(),
        "around": around(request.member),
        "schedule": schedule_shown(wish),
        "state": typed.get("state", "") if typed else RuleState.SILENT.value,
        "why": typed.get("why", "") if typed else "",
        "seen": typed.get("seen", "") if typed else rule.changed_at.isoformat() if rule else "",
        "wrong": wrong,
        "examples": EXAMPLES,
        "by_form": False,
    }
    return render(request, PAGE, context, status=UNPROCESSABLE if wrong else None)
