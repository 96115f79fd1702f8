"""E-mail by Django's backend: SMTP where EMAIL_URL is set, else a folder."""

from alerts.channels.email.transport import Email

__all__ = ["Email"]
