"""A cash sale put aside before it is tendered and never taken up again."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from lossprevention.simulator.acts.exceptions import resume, suspend
from lossprevention.simulator.basket import pick_dear, plain

from .scheme import Scheme

if TYPE_CHECKING:
    from lossprevention.simulator.desk import Moment
    from lossprevention.simulator.incidents import Incident
    from lossprevention.simulator.journal import JournalEvent


def _commit(incident: Incident) -> None:
    minutes = 0.0
    for _ in range(incident.rng.randint(1, 2)):
        lines = [plain(pick_dear(incident.rng)) for _ in range(incident.rng.randint(1, 3))]
        incident.then(minutes, partial(suspend, lines=lines))
        minutes += incident.rng.uniform(10, 30)
    incident.note = "Customer paid and left; the sale was suspended and never resumed"


def _look_alike(incident: Incident) -> None:
    put_aside = incident.then(0, suspend)

    def take_up(moment: Moment) -> JournalEvent:
        return resume(moment, put_aside.done())

    incident.then(incident.rng.uniform(4, 8), take_up, related=True)
    incident.note = "Customer went back for a wallet; the sale was resumed and paid"


SCHEME = Scheme(_commit, _look_alike, lasts_minutes=32)
