"""Rules as a file: taken out, looked at, taken in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.roles import Action
from alerts.pack.files import MOST_BYTES
from alerts.selectors.plan_words import plan_rows, problem_rows
from alerts.selectors.rule_words import refusal
from alerts.services.rule_files import Kind, do_import, export_rules, plan_import
from alerts.services.rule_wishes import RuleError
from stores.access import MemberRequest, needs

if TYPE_CHECKING:
    from alerts.services.rule_files import Plan

UNPROCESSABLE = 422


@require_GET
@never_cache
@needs(Action.MANAGE_RULES)
def pack(request: MemberRequest) -> HttpResponse:
    return _page(request)


@require_GET
@never_cache
@needs(Action.MANAGE_RULES)
def download(request: MemberRequest) -> HttpResponse:
    text = export_rules(member=request.member)
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    name = f"rules-{request.member.chain.schema_name}.txt"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_POST
@needs(Action.MANAGE_RULES)
def look(request: MemberRequest) -> HttpResponse:
    """What the file would change; or why it is refused, line by line."""
    data = _data(request)
    if not data:
        return _page(request, wrong=_("Choose a file, or paste its text."))
    plan = plan_import(member=request.member, data=data)
    return _page(request, plan=plan, text=data.decode(errors="replace"))


@require_POST
@needs(Action.MANAGE_RULES)
def take(request: MemberRequest) -> HttpResponse:
    """Exactly what was shown, or nothing."""
    data = request.POST.get("text", "").encode()
    try:
        plan = do_import(
            member=request.member,
            data=data,
            mark=request.POST.get("mark", ""),
            why=request.POST.get("why", ""),
        )
    except RuleError as error:
        again = plan_import(member=request.member, data=data)
        return _page(request, wrong=refusal(error), plan=again, text=data.decode())
    count = sum(each.kind is not Kind.SAME for each in plan.planned)
    said = ngettext("%(n)s rule was changed.", "%(n)s rules were changed.", count)
    messages.success(request, said % {"n": count})
    return redirect("alerts:rules")


def _data(request: MemberRequest) -> bytes:
    """One byte more than is allowed says that it is too large."""
    if sent := request.FILES.get("file"):
        data: bytes = sent.read(MOST_BYTES + 1)
        return data
    return request.POST.get("text", "").strip().encode()


def _page(
    request: MemberRequest, *, wrong: str = "", plan: Plan | None = None, text: str = ""
) -> HttpResponse:
    context: dict[str, Any] = {"wrong": wrong, "text": text, "plan": plan}
    if plan is not None:
        context["rows"] = plan_rows(plan, request.member)
        context["problems"] = problem_rows(plan)
    is_refused = bool(wrong or (plan and plan.problems))
    status = UNPROCESSABLE if is_refused else None
    return render(request, "alerts/rules/pack.html", context, status=status)
