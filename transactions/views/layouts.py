"""What the columns of a spreadsheet mean: asked once per layout, and changed here later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from accounts.roles import Action
from stores.access import MemberRequest, needs
from transactions.formats.canonical import UnreadableFileError
from transactions.formats.tabular.mapping import Mapping, MappingError
from transactions.layout_forms import read_layout, unanswered
from transactions.models import Mapping as Layout
from transactions.selectors import layout_page, layout_words, reasons
from transactions.selectors.layouts import known_layouts, older_files, waiting_layouts
from transactions.services.mappings import confirm_layout, read_layout_again
from transactions.views.files import visible_file
from transactions.views.layout_table import Looked, look, look_again, read_part, why_not

if TYPE_CHECKING:
    from collections.abc import Mapping as Sent

UNPROCESSABLE = 422
PAGE = "transactions/layout.html"


@require_GET
@needs(Action.SET_UP_STORES)
def layouts(request: MemberRequest) -> HttpResponse:
    """Layouts that wait for somebody to say what they mean, and those that were confirmed."""
    context = {"waiting": waiting_layouts(request.member), "known": known_layouts(request.member)}
    return render(request, "transactions/layouts.html", context)


@require_GET
@needs(Action.SET_UP_STORES)
def layout(request: MemberRequest, file_id: int) -> HttpResponse:
    """One table of a file, how it would be read, and what only a person can say."""
    file = visible_file(request, file_id)
    try:
        looked = look(file, request.GET.get("sheet", ""))
    except UnreadableFileError as error:
        context = {"file": file, "why": reasons.problem(error.code, error.params)}
        return render(request, "transactions/layout_none.html", context, status=UNPROCESSABLE)
    return render(request, PAGE, _context(request, looked, looked.base, {}))


@require_POST
@needs(Action.SET_UP_STORES)
def layout_preview(request: MemberRequest, file_id: int) -> HttpResponse:
    """The rows and the sentence anew, as the form now stands. Nothing is saved."""
    looked = look_again(request, file_id)
    try:
        mapping = read_layout(request.POST.dict(), looked.base, looked.asked or looked.survey)
    except MappingError as error:
        wrong = why_not(error)
        return render(request, f"{PAGE}#read", {"wrong": wrong, "sheet": looked.sheet})
    return render(request, f"{PAGE}#read", read_part(looked, mapping))


@require_POST
@needs(Action.SET_UP_STORES)
def layout_confirm(request: MemberRequest, file_id: int) -> HttpResponse:
    """Save what was said; everything that waited for it is read."""
    looked = look_again(request, file_id)
    sent = request.POST.dict()
    try:
        mapping = read_layout(sent, looked.base, looked.asked or looked.survey)
    except MappingError as error:
        return _refuse(request, looked, sent, why_not(error))
    if missing := unanswered(sent, looked.asked):
        said = ngettext("%(n)s question is open.", "%(n)s questions are open.", len(missing))
        return _refuse(request, looked, sent, said % {"n": len(missing)}, missing)
    done = confirm_layout(member=request.member, mapping=mapping, name=sent.get("name", ""))
    messages.success(request, _released(done.released, done.layout))
    return redirect(_next(request, looked, done.released))


@require_POST
@needs(Action.SET_UP_STORES)
def layout_again(request: MemberRequest, file_id: int) -> HttpResponse:
    """Have the files read again that an older version of this layout was read by."""
    looked = look_again(request, file_id)
    if looked.newest is None:
        raise Http404
    count = read_layout_again(member=request.member, layout=looked.newest)
    said = ngettext("%(n)s file is being read again.", "%(n)s files are being read again.", count)
    messages.success(request, said % {"n": f"{count:,}"})
    return redirect("transactions:layouts")


def _context(
    request: MemberRequest,
    looked: Looked,
    mapping: Mapping,
    sent: Sent[str, str],
    missing: list[int] | None = None,
) -> dict[str, Any]:
    survey, newest = looked.survey, looked.newest
    grain = mapping.grain
    return {
        **read_part(looked, mapping),
        "file": looked.file,
        "sheets": looked.surveys,
        "survey": survey,
        "mapping": mapping,
        "questions": (
            layout_page.questions_of(survey, sent, missing or ()) if looked.asked else []
        ),
        "columns": layout_page.columns_of(survey, mapping, looked.asked),
        "words": layout_page.words_shown(survey, mapping, looked.asked),
        "roles": layout_words.roles(grain),
        "meanings": list(layout_words.MEANINGS.items()),
        "settings": layout_page.settings_of(survey, mapping, looked.asked),
        "name": sent.get("name") or _name(looked),
        "newest": newest,
        "who": User.objects.filter(pk=newest.confirmed_by_id or 0).first() if newest else None,
        "older": older_files(request.member, newest).count() if newest else 0,
        "titles": survey["titles"][:6],
    }


def _name(looked: Looked) -> str:
    if looked.newest is not None:
        return looked.newest.name
    found = looked.survey["report_name"] or looked.survey["mapping"]["sheet"]
    return str(found or looked.file.original_name)[:120]


def _refuse(
    request: MemberRequest,
    looked: Looked,
    sent: dict[str, str],
    wrong: str,
    missing: list[int] | None = None,
) -> HttpResponse:
    """The page as it was sent, with what is wrong; nothing was saved."""
    try:
        mapping = read_layout(sent, looked.base, looked.asked or looked.survey)
    except MappingError:
        mapping = looked.base
    context = _context(request, looked, mapping, sent, missing) | {"wrong": wrong}
    return render(request, PAGE, context, status=UNPROCESSABLE)


def _released(count: int, layout: Layout) -> str:
    said = ngettext(
        "“%(name)s” is confirmed. %(n)s file that waited for it is being read.",
        "“%(name)s” is confirmed. %(n)s files that waited for it are being read.",
        count,
    )
    return said % {"name": layout.name, "n": f"{count:,}"}


def _next(request: MemberRequest, looked: Looked, released: int) -> str:
    """Another table of the same file, files of an older version, or the file itself."""
    page = reverse("transactions:layout", args=[looked.file.pk])
    left = [
        index
        for index, each in enumerate(looked.surveys)
        if not each["is_confirmed"] and index != looked.sheet
    ]
    if left:
        return f"{page}?sheet={left[0]}"
    newest = (
        Layout.objects.filter(fingerprint=looked.survey["mapping"]["fingerprint"])
        .order_by("-version")
        .first()
    )
    if newest is not None and not released and older_files(request.member, newest).exists():
        return f"{page}?sheet={looked.sheet}#again"
    return reverse("transactions:file", args=[looked.file.pk])
