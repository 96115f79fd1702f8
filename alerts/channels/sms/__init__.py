"""Text messages by Twilio."""

from alerts.channels.sms.transport import Sms

__all__ = ["Sms"]
