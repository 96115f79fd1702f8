"""The c-store pack: what every chain begins with. ``docs/rule-pack.md`` is made from it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from alerts.pack.drawer import DRAWER
from alerts.pack.money_back import MONEY_BACK
from alerts.pack.prices import PRICES

if TYPE_CHECKING:
    from alerts.pack.entries import PackRule

SILENT_FOR = timedelta(days=7)
"""Rules that are not on from the start run silently so long, then propose their threshold."""

PACK: dict[str, PackRule] = {rule.code: rule for rule in (*DRAWER, *MONEY_BACK, *PRICES)}
