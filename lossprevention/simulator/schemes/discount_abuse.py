"""Large discounts keyed by hand for people who should not have them."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from lossprevention.simulator.acts.sales import discounted_sale
from lossprevention.simulator.basket import pick_dear

from .scheme import Scheme

if TYPE_CHECKING:
    from lossprevention.simulator.incidents import Incident


def _commit(incident: Incident) -> None:
    minutes = 0.0
    for _ in range(incident.rng.randint(3, 5)):
        act = partial(
            discounted_sale,
            item=pick_dear(incident.rng, "7.00"),
            share=Decimal(incident.rng.choice((50, 60, 75))) / 100,
            reason="MISC DISCOUNT",
        )
        incident.then(minutes, act)
        minutes += incident.rng.uniform(5, 14)
    incident.note = "Half price or less by hand, several sales in a row, nobody approved it"


def _look_alike(incident: Incident) -> None:
    act = partial(
        discounted_sale,
        item=pick_dear(incident.rng),
        share=Decimal("0.15"),
        reason="DAMAGED PACKAGE",
        approver=incident.profile.manager.code,
    )
    incident.then(0, act)
    incident.note = "Dented package, small discount approved by the manager"


SCHEME = Scheme(_commit, _look_alike, lasts_minutes=58)
