"""A real mail server, as the other messages have it."""

from tests.alerts.telling.conftest import authority, smtp

__all__ = ["authority", "smtp"]
