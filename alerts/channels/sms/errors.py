"""What Twilio's numbers mean to us."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from alerts.channels.base import ChannelError

if TYPE_CHECKING:
    from datetime import timedelta

STOPPED: Final = 21610
OF_NUMBER: Final = {
    STOPPED: "stopped",
    21211: "number_invalid",
    21214: "number_invalid",
    21217: "number_invalid",
    21614: "no_mobile",
    21612: "no_route",
    21635: "no_mobile",
    30003: "phone_off",
    30004: "blocked",
    30005: "number_unknown",
    30006: "no_mobile",
    30007: "filtered",
    30008: "carrier_unknown",
}
"""Nothing will change by trying again; another number might do."""
OF_ACCOUNT: Final = {
    20003: "login_refused",
    20404: "login_refused",
    21212: "sender_refused",
    21408: "country_not_allowed",
    21606: "sender_refused",
    21659: "sender_refused",
    30001: "busy",
    30002: "account_suspended",
    30034: "sender_refused",
    21611: "busy",
    20429: "busy",
}
"""True for every number: the operator has to do something, or Twilio asks for patience."""


def error_of(status: int, number: Any, wait: timedelta | None) -> ChannelError:
    """The refusal with HTTP ``status`` and Twilio's error ``number``."""
    params = {"status": status, "number": number or ""}
    if number in OF_NUMBER:
        return ChannelError(OF_NUMBER[number], permanent=True, params=params)
    if number in OF_ACCOUNT:
        return ChannelError(OF_ACCOUNT[number], of_channel=True, retry_after=wait, params=params)
    if status == 429:
        return ChannelError("busy", of_channel=True, retry_after=wait, params=params)
    if status in (401, 403, 404):
        return ChannelError("login_refused", of_channel=True, params=params)
    if status >= 500 or 300 <= status < 400:
        return ChannelError("server_refused", of_channel=True, retry_after=wait, params=params)
    return ChannelError("message_refused", permanent=True, params=params)
