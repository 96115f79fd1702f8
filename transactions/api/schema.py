"""The OpenAPI document of the API, made from its views."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import override
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator

from transactions.formats.canonical_json import json_schema
from transactions.formats.canonical_json.schema import schema_definitions

if TYPE_CHECKING:
    from drf_spectacular.openapi import AutoSchema

SCHEMAS: Final = "#/components/schemas/"


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Tells the generator what our tokens look like."""

    target_class = "transactions.api.authentication.BearerAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        return {"type": "http", "scheme": "bearer", "description": "A key that begins with `lp_`."}


def add_events(
    result: dict[str, Any], generator: Any, request: Any, public: bool
) -> dict[str, Any]:
    """Put the published schema of events among the components: it is made elsewhere."""
    body = json_schema(SCHEMAS)
    body = {name: value for name, value in body.items() if not name.startswith("$")}
    result["components"]["schemas"] |= {"EventsBody": body, **schema_definitions(SCHEMAS)}
    return result


@cache
def document() -> dict[str, Any]:
    """The whole document; made once, for it is the same for everybody."""
    with override("en"):
        generator = SchemaGenerator()  # type: ignore[no-untyped-call]
        found: dict[str, Any] = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return found
