"""What is wrong with a search, as code and parameters; said in ``sentences.py``."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """``part`` is the filter that it is about; ``value`` what was written there, cut short."""

    code: str
    part: str
    value: str = ""
    hides_all: bool = True
    """The search finds nothing while this stands, rather than more than was asked for."""
