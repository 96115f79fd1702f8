"""What a token is, what the API can do, and what is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.http import Http404
from drf_spectacular.renderers import (
    OpenApiJsonRenderer,
    OpenApiJsonRenderer2,
    OpenApiYamlRenderer,
)
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view, permission_classes, renderer_classes
from rest_framework.response import Response

from accounts.tenancy import current_chain
from stores.models import TokenScope
from transactions.api.answers import MeSerializer
from transactions.api.authentication import IsCaller, caller
from transactions.api.describing import answers
from transactions.api.schema import document
from transactions.formats.canonical_json.reader import MAX_BODY_BYTES, MAX_BODY_EVENTS

if TYPE_CHECKING:
    from rest_framework.request import Request

LOOK_AT_OWN: Final = ("list_files", "get_file", "list_problems", "get_me", "get_schema")
MAY: Final = {
    TokenScope.PUSH: ["send_files", "send_events", *LOOK_AT_OWN],
    TokenScope.READ: ["list_transactions", "get_transaction", *LOOK_AT_OWN],
}


@extend_schema(
    operation_id="get_me",
    summary="What this token is",
    description="Its name, store and scope, the operations it may do, and its limits.",
    responses=answers({200: MeSerializer}),
)
@api_view(["GET"])
@permission_classes([IsCaller])
def me(request: Request) -> Response:
    """What this token is, and what it may do."""
    token = caller(request).token
    body = {
        "chain": current_chain().name,
        "name": token.name,
        "prefix": token.prefix,
        "scope": token.scope,
        "store": token.store.code if token.store else None,
        "expires_at": token.expires_at,
        "may": MAY[TokenScope(token.scope)],
        "limits": limits(),
    }
    return Response(MeSerializer(body).data)


def limits() -> dict[str, Any]:
    return {
        "requests_per_second": settings.API_REQUESTS_PER_SECOND,
        "burst": settings.API_BURST,
        "requests_at_once": settings.API_REQUESTS_AT_ONCE_PER_TOKEN,
        "file_bytes": settings.MAX_UPLOAD_BYTES,
        "events_bytes": MAX_BODY_BYTES,
        "files_per_request": settings.DATA_UPLOAD_MAX_NUMBER_FILES,
        "events_per_request": MAX_BODY_EVENTS,
    }


@extend_schema(
    operation_id="get_schema",
    summary="This description",
    description="OpenAPI 3.1, as JSON or YAML by the header `Accept`.",
    responses={
        (200, "application/json"): {"type": "object"},
        (200, "application/vnd.oai.openapi+json"): {"type": "object"},
        (200, "application/vnd.oai.openapi"): {"type": "string"},
        **{key: body for key, body in answers({}).items() if key[0] >= 400},
    },
)
@api_view(["GET"])
@permission_classes([IsCaller])
@renderer_classes([OpenApiJsonRenderer2, OpenApiJsonRenderer, OpenApiYamlRenderer])
def schema(request: Request) -> Response:
    """The description of the API."""
    return Response(document())


@extend_schema(exclude=True)
@api_view(["GET", "POST", "PUT", "PATCH", "DELETE"])
@permission_classes([])
def nothing_here(request: Request, rest: str) -> Response:
    """Every other address under ``/api/``."""
    raise Http404
