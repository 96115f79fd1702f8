"""The drawer opened again and again with nobody there: cash taken in small handfuls."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from lossprevention.simulator.acts.cash import no_sale

from .scheme import Scheme

if TYPE_CHECKING:
    from lossprevention.simulator.incidents import Incident


def _commit(incident: Incident) -> None:
    minutes = 0.0
    for _ in range(incident.rng.randint(4, 6)):
        incident.then(minutes, partial(no_sale, customer=False))
        minutes += incident.rng.uniform(1.5, 6)
    incident.note = "Drawer opened several times within half an hour, no customer at the counter"


def _look_alike(incident: Incident) -> None:
    incident.then(0, no_sale)
    incident.note = "Change for a customer, asked for at the counter"


SCHEME = Scheme(_commit, _look_alike, lasts_minutes=32)
