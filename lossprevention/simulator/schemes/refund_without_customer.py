"""Cash refunds for goods that nobody brought back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from lossprevention.simulator.acts.exceptions import refund
from lossprevention.simulator.acts.sales import sell
from lossprevention.simulator.basket import pick_dear, plain

from .scheme import Scheme

if TYPE_CHECKING:
    from lossprevention.simulator.desk import Moment
    from lossprevention.simulator.incidents import Incident
    from lossprevention.simulator.journal import JournalEvent


def _commit(incident: Incident) -> None:
    minutes = 0.0
    for _ in range(incident.rng.randint(1, 3)):
        items = [pick_dear(incident.rng) for _ in range(incident.rng.randint(1, 2))]
        incident.then(minutes, partial(refund, items=items, cash=True, customer=False))
        minutes += incident.rng.uniform(8, 20)
    incident.note = "Cash refund with no sale behind it and nobody at the counter"


def _look_alike(incident: Incident) -> None:
    item = pick_dear(incident.rng)
    sale = incident.then(0, lambda moment: sell(moment, [plain(item)]), related=True)

    def bring_back(moment: Moment) -> JournalEvent:
        manager = moment.profile.manager.code
        return refund(
            moment, [item], cash=False, customer=True, approver=manager, original=sale.done()
        )

    incident.then(25, bring_back)
    incident.note = "Customer brought an article back to its own sale, approved by the manager"


SCHEME = Scheme(_commit, _look_alike, lasts_minutes=42)
