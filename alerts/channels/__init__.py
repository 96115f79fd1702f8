"""Ways to reach people and programs: one folder each, all of them named here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from alerts.channels.base import Channel, ChannelError, Message, Receipt
from alerts.channels.email import Email
from alerts.channels.sms import Sms
from alerts.channels.webhook import SignedWebhook

if TYPE_CHECKING:
    from collections.abc import Mapping

CHANNELS: Final[Mapping[str, Channel]] = {
    "email": Email(),
    "sms": Sms(),
    "webhook": SignedWebhook(),
}

__all__ = ["CHANNELS", "Channel", "ChannelError", "Message", "Receipt"]
