"""What the columns of a spreadsheet mean: asked once per layout, and changed here later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
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
from transactions.services.layout_trial import Survey, preview_of, surveys_of, try_layout
from transactions.services.layouts import LAYOUTS_OF
from transactions.services.mappings import confirm_layout, read_layout_again
from transactions.views.files import visible_file

if TYPE_CHECKING:
    from collections.abc import Mapping as Sent

    from transactions.models import SourceFile

UNPROCESSABLE = 422
PAGE = "transactions/layout.html"


@dataclass(frozen=True, slots=True)
class _Looked:
    """One table of one file: its survey, what was confirmed of it, and what is still asked."""

    file: SourceFile
    surveys: list[Survey]
    sheet: int
    newest: Layout | None

    @property
    def survey(self) -> Survey:
        return self.surveys[self.sheet]

    @property
    def asked(self) -> Survey | None:
        return self.survey if self.newest is None else None

    @property
    def base(self) -> Mapping:
        found = self.newest.definition if self.newest else self.survey["mapping"]
        return Mapping.from_json(found)


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
        looked = _look(file, request.GET.get("sheet", ""))
    except UnreadableFileError as error:
        context = {"file": file, "why": reasons.problem(error.code, error.params)}
        return render(request, "transactions/layout_none.html", context, status=UNPROCESSABLE)
    return render(request, PAGE, _context(request, looked, looked.base, {}))


@require_POST
@needs(Action.SET_UP_STORES)
def layout_preview(request: MemberRequest, file_id: int) -> HttpResponse:
    """The rows and the sentence anew, as the form now stands. Nothing is saved."""
    looked = _look_again(request, file_id)
    try:
        mapping = read_layout(request.POST.dict(), looked.base, looked.asked or looked.survey)
    except MappingError as error:
        wrong = reasons.problem(error.code, _said(error))
        return render(request, f"{PAGE}#read", {"wrong": wrong, "sheet": looked.sheet})
    return render(request, f"{PAGE}#read", _read_part(looked, mapping))


@require_POST
@needs(Action.SET_UP_STORES)
def layout_confirm(request: MemberRequest, file_id: int) -> HttpResponse:
    """Save what was said; everything that waited for it is read."""
    looked = _look_again(request, file_id)
    sent = request.POST.dict()
    try:
        mapping = read_layout(sent, looked.base, looked.asked or looked.survey)
    except MappingError as error:
        return _refuse(request, looked, sent, reasons.problem(error.code, _said(error)))
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
    looked = _look_again(request, file_id)
    if looked.newest is None:
        raise Http404
    count = read_layout_again(member=request.member, layout=looked.newest)
    said = ngettext("%(n)s file is being read again.", "%(n)s files are being read again.", count)
    messages.success(request, said % {"n": f"{count:,}"})
    return redirect("transactions:layouts")


def _look_again(request: MemberRequest, file_id: int) -> _Looked:
    try:
        return _look(visible_file(request, file_id), request.POST.get("sheet", ""))
    except UnreadableFileError as error:
        raise Http404 from error


def _look(file: SourceFile, sheet: str) -> _Looked:
    """Raises UnreadableFileError for a file without a table, Http404 for one not kept."""
    if not file.stored_key or (file.format not in {"", LAYOUTS_OF}):
        raise Http404
    surveys = surveys_of(file)
    if not surveys:
        raise UnreadableFileError("no_table")
    prints = [each["mapping"]["fingerprint"] for each in surveys]
    newest = {
        each.fingerprint: each
        for each in Layout.objects.filter(fingerprint__in=prints)
        .order_by("fingerprint", "-version")
        .distinct("fingerprint")
    }
    opened = [index for index, each in enumerate(prints) if each not in newest]
    chosen = opened[0] if opened else 0
    if sheet.isdecimal() and int(sheet) < len(surveys):
        chosen = int(sheet)
    for index, each in enumerate(surveys):
        each["is_confirmed"] = prints[index] in newest
    return _Looked(file, surveys, chosen, newest.get(prints[chosen]))


def _context(
    request: MemberRequest,
    looked: _Looked,
    mapping: Mapping,
    sent: Sent[str, str],
    missing: list[int] | None = None,
) -> dict[str, Any]:
    survey, newest = looked.survey, looked.newest
    grain = mapping.grain
    return {
        **_read_part(looked, mapping),
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
        "settings": _settings(looked, mapping),
        "name": sent.get("name") or _name(looked),
        "newest": newest,
        "who": User.objects.filter(pk=newest.confirmed_by_id or 0).first() if newest else None,
        "older": older_files(request.member, newest).count() if newest else 0,
        "titles": survey["titles"][:6],
    }


def _read_part(looked: _Looked, mapping: Mapping) -> dict[str, Any]:
    trial = try_layout(looked.file, mapping, looked.surveys)
    rows = [] if mapping.ignored else preview_of(looked.file, mapping)
    return {
        "said": layout_page.said_of(trial, mapping),
        "rows": layout_page.rows_shown(rows),
        "sheet": looked.sheet,
        "is_ignored": mapping.ignored,
    }


def _settings(looked: _Looked, mapping: Mapping) -> list[dict[str, Any]]:
    """What holds for the whole sheet and is no open question."""
    asked = {each["setting"] for each in looked.asked["questions"]} if looked.asked else set()
    labels = {
        "date_order": _("Dates such as 11/9/2026"),
        "decimal_mark": _("Amounts"),
        "grain": _("One row is"),
    }
    found = [
        {
            "name": name,
            "label": label,
            "chosen": str(getattr(mapping, name)),
            "choices": list(layout_words.CHOICES[name].items()),
        }
        for name, label in labels.items()
        if name not in asked
    ]
    if "type" not in mapping.columns and "row_type" not in asked and mapping.grain != "summary":
        found.append(
            {
                "name": "row_type",
                "label": _("Rows without a type word are"),
                "chosen": str(mapping.row_type),
                "choices": list(layout_words.MEANINGS.items()),
            }
        )
    return found


def _name(looked: _Looked) -> str:
    if looked.newest is not None:
        return looked.newest.name
    found = looked.survey["report_name"] or looked.survey["mapping"]["sheet"]
    return str(found or looked.file.original_name)[:120]


def _said(error: MappingError) -> dict[str, str]:
    params = dict(error.params)
    if error.code == "mapping_role_twice" and "role" in params:
        params["role"] = layout_words.role_word(params["role"])
    return params


def _refuse(
    request: MemberRequest,
    looked: _Looked,
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


def _next(request: MemberRequest, looked: _Looked, released: int) -> str:
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
