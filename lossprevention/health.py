"""Answers above the chain middleware: health for load balancers, 503 when the database
is away. Nothing else in the product is reachable without a host that names a chain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import loader

from accounts.tenancy import close_connections

if TYPE_CHECKING:
    from collections.abc import Callable

log = structlog.get_logger(__name__)

RETRY_SECONDS = "10"


class HealthMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == "/healthz":
            return JsonResponse({"status": "up"})
        if request.path == "/readyz":
            return self._ready()
        return self.get_response(request)

    @staticmethod
    def _ready() -> HttpResponse:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except (OperationalError, InterfaceError):
            close_connections()
            return JsonResponse({"status": "no database"}, status=503)
        return JsonResponse({"status": "ready"})

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, OperationalError | InterfaceError):
            return database_away(request)
        return None


def database_away(request: HttpRequest) -> HttpResponse:
    """Said in plain words; the page tries again by itself."""
    log.error("database_away", path=request.path)
    close_connections()
    html = loader.render_to_string("503.html")
    return HttpResponse(html, status=503, headers={"Retry-After": RETRY_SECONDS})
