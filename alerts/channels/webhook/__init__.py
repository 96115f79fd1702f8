"""Signed HTTPS requests to the chain's own programs."""

from alerts.channels.webhook.transport import SignedWebhook

__all__ = ["SignedWebhook"]
