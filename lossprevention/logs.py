"""One line per event: readable in a terminal, JSON where a machine reads it.

Every line carries the chain and, inside a request, its id.
"""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any

import structlog
from django.db import connection

from stores.token_keys import MARK

if TYPE_CHECKING:
    from structlog.typing import EventDict, WrappedLogger


def _with_chain(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    schema = getattr(connection, "schema_name", None)
    if schema and schema != "public":
        event.setdefault("chain", schema)
    return event


_KEY = re.compile(rf"({re.escape(MARK)}[0-9a-f]{{8}})_[A-Za-z0-9_-]{{20,}}")
"""A whole API token, which somebody may put where it does not belong: into an address."""


def without_keys(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    """What people tell a token by stays, its secret goes."""
    for name, value in event.items():
        if isinstance(value, str) and MARK in value:
            event[name] = _KEY.sub(r"\1_…", value)
    return event


SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    _with_chain,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
    without_keys,
]

STRUCTLOG: dict[str, Any] = {
    "processors": [*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    "logger_factory": structlog.stdlib.LoggerFactory(),
    "cache_logger_on_first_use": True,
}


def configuration(*, json: bool, level: str) -> dict[str, Any]:
    """Django's LOGGING dictionary."""
    renderer: Any = (
        structlog.processors.JSONRenderer()
        if json
        else structlog.dev.ConsoleRenderer(colors=False, pad_event_to=28)
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "lines": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    renderer,
                ],
                "foreign_pre_chain": SHARED,
            }
        },
        "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["lines"], "level": level},
        "loggers": {
            "django.server": {"handlers": ["lines"], "propagate": False},
            "celery": {"level": logging.WARNING},
            "kombu": {"level": logging.WARNING},
            "botocore": {"level": logging.WARNING},
            "paramiko": {"level": logging.CRITICAL},  # what broke is said by the source
            "httpx": {"level": logging.WARNING},  # its lines hold addresses, which may hold keys
            "httpcore": {"level": logging.WARNING},
            "watchfiles": {"level": logging.WARNING},
            "django_structlog.middlewares.request": {"level": logging.WARNING},
        },
    }
