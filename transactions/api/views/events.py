"""Pushing events by programs that speak our vocabulary."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view, parser_classes, permission_classes

from transactions.api import examples
from transactions.api.answers import TakenEventsSerializer
from transactions.api.authentication import MayPush, caller
from transactions.api.describing import KEY, answers
from transactions.api.idempotency import answer_once, fingerprint, key_of
from transactions.api.parsers import EVENTS, LinesBody, check_length, whole_body
from transactions.api.sending import send_events
from transactions.api.views.files import respond
from transactions.formats.canonical_json.reader import MAX_BODY_BYTES

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.response import Response

BODY: Final = {"$ref": "#/components/schemas/EventsBody"}


@extend_schema(
    operation_id="send_events",
    summary="Send events",
    description=(
        "One JSON object with a list of events, or JSON lines: the object without `events` "
        "first, then an event per line. Each event is checked at once. Those that are wrong are "
        "named in `refused`, and the others are taken (207). Flags are never taken from outside: "
        "they are found here. Events are told apart by their own numbers and times, so that "
        "sending one again changes nothing."
    ),
    parameters=[KEY],
    request={"application/json": BODY, "application/x-ndjson": {"type": "string"}},
    responses=answers(
        {200: TakenEventsSerializer, 202: TakenEventsSerializer, 207: TakenEventsSerializer},
        *("malformed", "not_allowed", "in_progress", "length_required", "too_large"),
        *("unsupported_media_type", "key_reused", "nothing_taken", "unreadable", "other_store"),
    ),
    examples=[examples.EVENTS, examples.EVENTS_TAKEN, examples.EVENTS_IN_PART],
)
@api_view(["POST"])
@permission_classes([MayPush])
@parser_classes(EVENTS)
def events(request: Request) -> Response:
    """Send events."""
    length = check_length(request, MAX_BODY_BYTES)
    body = whole_body(request, length).read()
    are_lines = (request.content_type or "").startswith(LinesBody.media_type)
    key = key_of(request)
    token = caller(request).token
    answer = answer_once(
        token=token,
        key=key,
        fingerprint=fingerprint(request, [body]) if key else "",
        work=lambda: send_events(token, body, "events.ndjson" if are_lines else "events.json"),
    )
    return respond(answer)
