"""Package numbers: one text that names chain and package, and says nothing of either."""

from __future__ import annotations

import re
import uuid

_NUMBER = re.compile(r"([0-9a-f]{32})-([0-9a-f]{32})")


def package_number(chain: uuid.UUID, package: uuid.UUID) -> str:
    return f"{chain.hex}-{package.hex}"


def read_number(said: str) -> tuple[uuid.UUID, uuid.UUID] | None:
    """Chain and package of a number; None for what is none."""
    match = _NUMBER.fullmatch("".join(said.split()).lower())
    return (uuid.UUID(match[1]), uuid.UUID(match[2])) if match else None
