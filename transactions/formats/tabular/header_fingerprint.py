"""The name of a layout: the same columns on the same sheet are confirmed only once."""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from transactions.formats.tabular.header_words import name_words, normalise
from transactions.formats.tabular.roles import Role
from transactions.formats.tabular.roles_match import match_name

if TYPE_CHECKING:
    from transactions.formats.tabular.header import Header

_VARIES: Final = re.compile(
    r"\b(?:\w*\d\w*|jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|january|february|march"
    r"|april|june|july|august|september|october|november|december|am|pm|copy)\b"
)


def fingerprint_of(header: Header, sheet: str, report: str) -> str:
    """32 hex digits. Dates and numbers in the names of a sheet or a report do not count:
    they change with every export. The report's name counts where it alone says what the
    rows are."""
    parts = ["1", steady(sheet), *(" ".join(name_words(name)) for name in header.names)]
    if not has_type_column(header.names):
        parts.append(steady(report))
    return blake2b("\x1f".join(parts).encode(), digest_size=16).hexdigest()


def has_type_column(names: tuple[str, ...]) -> bool:
    return any((match := match_name(name)) and match.role == Role.TYPE for name in names)


def steady(name: str) -> str:
    """A name without what changes from export to export: dates, numbers."""
    return " ".join(_VARIES.sub(" ", normalise(name)).split())
