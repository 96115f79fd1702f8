"""Friends get goods for nothing: the dear line is taken off, the cheap ones are paid."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from lossprevention.simulator.acts.sales import sale_with_cancelled_line
from lossprevention.simulator.basket import pick_dear

from .scheme import Scheme

if TYPE_CHECKING:
    from lossprevention.simulator.incidents import Incident


def _commit(incident: Incident) -> None:
    minutes = 0.0
    for _ in range(incident.rng.randint(2, 4)):
        dear = pick_dear(incident.rng, "9.00")
        incident.then(minutes, partial(sale_with_cancelled_line, cancelled=dear, ring_again=False))
        minutes += incident.rng.uniform(6, 18)
    incident.note = "Dear articles taken off the receipt just before paying, and handed over"


def _look_alike(incident: Incident) -> None:
    incident.then(0, sale_with_cancelled_line)
    incident.note = "Scanned twice by mistake; one of the two taken off"


SCHEME = Scheme(_commit, _look_alike, lasts_minutes=56)
