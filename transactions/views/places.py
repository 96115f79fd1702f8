"""Where in a list a page begins, and which part of it was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404

from transactions.models import FileState
from transactions.selectors.paging import BadCursorError, word_to_id

if TYPE_CHECKING:
    from django.http import HttpRequest


def before_id(request: HttpRequest) -> int | None:
    """Of the last row of the page before. Raises Http404 for a word that is not ours."""
    word = request.GET.get("after", "")
    try:
        return word_to_id(word) if word else None
    except BadCursorError as error:
        raise Http404 from error


def chosen_state(request: HttpRequest) -> str:
    state = request.GET.get("state", "")
    return state if state in FileState.values else ""
