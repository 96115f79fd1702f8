"""Actions of one row that ask first, in unfold's dialog. A GET only shows the question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.urls import reverse
from unfold.decorators import action
from unfold.enums import ActionVariant

if TYPE_CHECKING:
    from collections.abc import Callable


def asked(
    title: Any, question: Any, *, icon: str, dangerous: bool = False
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Make a method an action of the row's page: ``(request, form, object_id)``, called
    only when the person has answered."""
    decorated: Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]] = action(
        description=title,
        icon=icon,
        permissions=["act"],
        variant=ActionVariant.DANGER if dangerous else ActionVariant.DEFAULT,
        dialog={"title": title, "description": question, "form_submit_text": title},
    )
    return decorated


def go_to(name: str, *args: object) -> HttpResponse:
    """The dialog was sent by htmx, which goes on where this header says."""
    return HttpResponse(status=204, headers={"HX-Redirect": reverse(name, args=args)})
