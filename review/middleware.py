"""What htmx gets when the session has ended: the log-in page as a page, not as a part."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

if TYPE_CHECKING:
    from collections.abc import Callable

NO_CONTENT = 204


class SessionEndedMiddleware:
    """Turns a redirect to the log-in page into one of the whole browser window, which
    comes back to the page one was on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        login = reverse("account_login")
        target = urlsplit(response.headers.get("Location", "")).path
        if request.headers.get("HX-Request") != "true" or target != login:
            return response
        page = urlsplit(request.headers.get("HX-Current-URL", ""))
        back = page.path + (f"?{page.query}" if page.query else "")
        words = urlencode({REDIRECT_FIELD_NAME: back or "/"})
        return HttpResponse(status=NO_CONTENT, headers={"HX-Redirect": f"{login}?{words}"})
