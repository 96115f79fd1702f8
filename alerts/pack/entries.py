"""What a rule of the pack is."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from alerts.pack.thresholds import Slider

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LOW, MEDIUM, HIGH = 10, 20, 30


@dataclass(frozen=True, slots=True)
class PackRule:
    """``reason`` is why a c-store wants it, ``quiet_on`` the honest event that looks like it.

    ``scheme`` names the simulator's scheme that it has to catch; ``is_on`` is for those that
    tell people from the first day, all others run silently first.
    """

    code: str
    name: _StrPromise
    text: str
    severity: int
    reason: _StrPromise
    quiet_on: _StrPromise
    slider: Slider | None = None
    scheme: str = ""
    is_on: bool = False


def steps(least: str, most: str, step: str) -> Slider:
    return Slider(Decimal(least), Decimal(most), Decimal(step))
