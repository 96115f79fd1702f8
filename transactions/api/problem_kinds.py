"""Every kind of error answer (RFC 9457): its status, its title, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

URN: Final = "urn:lossprevention:problem:"
"""A name, not an address: docs/api.md says what each means."""


@dataclass(frozen=True, slots=True)
class Kind:
    status: int
    title: _StrPromise
    what_to_do: _StrPromise


KINDS: Final[dict[str, Kind]] = {
    "malformed": Kind(
        400,
        _("The request could not be understood"),
        _("Compare it with the description of the API, and correct it."),
    ),
    "bad_parameter": Kind(
        400,
        _("A parameter is wrong"),
        _("Correct the parameters named in “parameters”, or leave them out."),
    ),
    "not_authenticated": Kind(
        401,
        _("No valid token"),
        _(
            "Send the header “Authorization: Bearer” with a token of this chain. An unknown, "
            "expired or revoked one opens nothing; whoever sets up sources can make another."
        ),
    ),
    "not_allowed": Kind(
        403,
        _("This token may not do that"),
        _("Use a token made for it. One that sends cannot read, and one that reads cannot send."),
    ),
    "not_found": Kind(
        404,
        _("Not here"),
        _("Check the address and the number in it. What is another chain's is never here."),
    ),
    "method_not_allowed": Kind(
        405, _("This address has no such method"), _("Use one of those in the header “Allow”.")
    ),
    "not_acceptable": Kind(
        406,
        _("The answer cannot be had in that form"),
        _("Ask for application/json, or leave the header “Accept” out."),
    ),
    "in_progress": Kind(
        409,
        _("The same request is being worked on"),
        _("Wait as long as “Retry-After” says, then send it again with the same key."),
    ),
    "length_required": Kind(
        411, _("The length of the body is not known"), _("Send the header “Content-Length”.")
    ),
    "too_large": Kind(
        413, _("Too much at once"), _("Send it in parts. Files can also be sent as one ZIP.")
    ),
    "unsupported_media_type": Kind(
        415,
        _("A body of this kind cannot be taken here"),
        _("Set “Content-Type” to one that the description of the API names for this address."),
    ),
    "key_reused": Kind(
        422,
        _("This idempotency key was used for something else"),
        _("Use a new key for every new request, and the same one only to repeat a request."),
    ),
    "nothing_taken": Kind(
        422,
        _("Nothing of this could be taken"),
        _("Correct what “files” or “events” says, and send it again."),
    ),
    "unreadable": Kind(
        422,
        _("This body could not be read"),
        _("Correct it as “detail” says, and send it again."),
    ),
    "other_store": Kind(
        422,
        _("This belongs to another store"),
        _("Send it with a token of that store, or correct the store in it."),
    ),
    "rate_limited": Kind(
        429,
        _("Too many requests"),
        _("Wait as long as “Retry-After” says. Send more in each request instead of more often."),
    ),
    "too_many_at_once": Kind(
        429,
        _("Too many requests at the same time"),
        _("Wait for an answer before you send the next request."),
    ),
    "internal": Kind(
        500,
        _("Something went wrong on our side"),
        _("Send it again later. Nothing is taken twice. Tell support the “request_id”."),
    ),
    "unavailable": Kind(
        503,
        _("The product cannot answer at the moment"),
        _("Send it again after “Retry-After” seconds. Nothing is taken twice."),
    ),
    "took_too_long": Kind(
        503,
        _("This question takes too long to answer"),
        _("Ask for less at once: one store, or a shorter time between “since” and “until”."),
    ),
}
OF_STATUS: Final[dict[int, str]] = {
    400: "malformed",
    401: "not_authenticated",
    403: "not_allowed",
    404: "not_found",
    405: "method_not_allowed",
    406: "not_acceptable",
    413: "too_large",
    415: "unsupported_media_type",
    429: "rate_limited",
    503: "unavailable",
}
"""What an error of the framework's is, by its status alone."""
