"""What a scheme is: two ways to fill an incident with steps, the guilty and the honest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from lossprevention.simulator.incidents import Incident


@dataclass(frozen=True, slots=True)
class Scheme:
    commit: Callable[[Incident], None]
    """Plan the theft's steps from ``incident.at`` on, within :attr:`lasts_minutes`."""
    look_alike: Callable[[Incident], None]
    """Plan the honest event that a careless rule would take for the theft."""
    lasts_minutes: int
    while_closed: bool = False
    """Happens at night in a store that closes; elsewhere it cannot happen."""
