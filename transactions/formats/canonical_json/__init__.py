"""Canonical events as JSON: what a program pushes that already speaks our vocabulary."""

from __future__ import annotations

import re
from typing import Final

from transactions.formats.canonical_json.reader import CanonicalJsonReader, read_events
from transactions.formats.canonical_json.schema import json_schema

__all__ = ["CanonicalJsonReader", "json_schema", "read_events", "recognises"]

_NAMED: Final = re.compile(rb'"format"\s*:\s*"lossprevention\.')


def recognises(head: bytes) -> bool:
    """Whether an object begins that names our format; of any version, to be told so."""
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return text.startswith(b"{") and _NAMED.search(text) is not None
