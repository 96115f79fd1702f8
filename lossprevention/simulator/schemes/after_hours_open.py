"""Somebody opens the drawer while the store is closed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from lossprevention.simulator.acts.cash import no_sale, open_register
from lossprevention.simulator.acts.exceptions import refund
from lossprevention.simulator.basket import pick_dear

from .scheme import Scheme

if TYPE_CHECKING:
    from lossprevention.simulator.incidents import Incident


def _commit(incident: Incident) -> None:
    incident.then(0, open_register, related=True)
    incident.then(2, partial(no_sale, customer=False))
    items = [pick_dear(incident.rng)]
    incident.then(4, partial(refund, items=items, cash=True, customer=False))
    incident.note = "Register opened in the night, drawer opened, cash refund"


def _look_alike(incident: Incident) -> None:
    incident.cashier = incident.profile.manager
    incident.then(0, open_register, related=True)
    incident.then(3, partial(no_sale, customer=False))
    incident.note = "Manager counted the drawer before the auditor came"


SCHEME = Scheme(_commit, _look_alike, lasts_minutes=10, while_closed=True)
