"""How an address describes itself: its error answers, and what its tokens may do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse

from transactions.api.answers import ProblemSerializer
from transactions.api.idempotency import HEADER, LONGEST
from transactions.api.problem_kinds import KINDS, URN

if TYPE_CHECKING:
    from collections.abc import Mapping

JSON: Final = "application/json"
PROBLEM: Final = "application/problem+json"
ALWAYS: Final = ("not_authenticated", "not_acceptable", "rate_limited", "unavailable")
KEY: Final = OpenApiParameter(
    HEADER,
    {"type": "string", "minLength": 1, "maxLength": LONGEST, "pattern": "^[ -~]+$"},
    OpenApiParameter.HEADER,
    description=(
        "A text of your own for this request. The same request with the same key gets the "
        "same answer for 24 hours, and is done once."
    ),
)


def answers(good: Mapping[int, Any], *kinds: str) -> dict[Any, Any]:
    """The good answers by status, and a problem for each of ``kinds`` (and of those that
    every address may answer)."""
    found: dict[Any, Any] = {(status, JSON): body for status, body in good.items()}
    by_status: dict[int, list[str]] = {}
    for name in (*ALWAYS, *kinds):
        by_status.setdefault(KINDS[name].status, []).append(name)
    for status, names in sorted(by_status.items()):
        found[status, PROBLEM] = OpenApiResponse(
            ProblemSerializer,
            description=". ".join(str(KINDS[name].title) for name in names) + ".",
            examples=[_example(name) for name in names],
        )
    return found


def _example(name: str) -> OpenApiExample:
    kind = KINDS[name]
    value = {
        "type": f"{URN}{name}",
        "title": str(kind.title),
        "status": kind.status,
        "detail": str(kind.title),
        "instance": "/api/v1/…",
        "what_to_do": str(kind.what_to_do),
    }
    return OpenApiExample(
        name, value=value, response_only=True, status_codes=[str(kind.status)], media_type=PROBLEM
    )
