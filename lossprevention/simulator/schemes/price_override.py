"""Dear articles sold for next to nothing by changing their price."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from lossprevention.simulator.acts.sales import overridden_sale
from lossprevention.simulator.basket import pick_dear
from lossprevention.simulator.receipts import cents

from .scheme import Scheme

if TYPE_CHECKING:
    from lossprevention.simulator.incidents import Incident


def _commit(incident: Incident) -> None:
    minutes = 0.0
    for _ in range(incident.rng.randint(2, 4)):
        item = pick_dear(incident.rng, "8.00")
        price = Decimal(incident.rng.choice((1, 10, 50, 100))) / 100
        # Half of the registers write an element for it, the other half only the prices.
        reason = incident.rng.choice(("PRICE CHECK", ""))
        incident.then(minutes, partial(overridden_sale, item=item, price=price, reason=reason))
        minutes += incident.rng.uniform(6, 18)
    incident.note = "Price of dear articles changed to a dollar or less"


def _look_alike(incident: Incident) -> None:
    item = pick_dear(incident.rng)
    act = partial(
        overridden_sale,
        item=item,
        price=cents(item.price * Decimal("0.90")),
        reason="SHELF TAG",
        approver=incident.profile.manager.code,
    )
    incident.then(0, act)
    incident.note = "Shelf showed a lower price; changed with the manager's approval"


SCHEME = Scheme(_commit, _look_alike, lasts_minutes=56)
