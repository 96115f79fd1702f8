"""The customer pays cash and leaves; the sale is voided and the cash stays with the cashier."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from lossprevention.simulator.acts.exceptions import void, void_of
from lossprevention.simulator.acts.sales import sell
from lossprevention.simulator.basket import pick_dear, plain

from .scheme import Scheme

if TYPE_CHECKING:
    from lossprevention.simulator.desk import Moment
    from lossprevention.simulator.incidents import Incident
    from lossprevention.simulator.journal import JournalEvent


def _commit(incident: Incident) -> None:
    lines = [plain(pick_dear(incident.rng)) for _ in range(incident.rng.randint(1, 3))]
    sale = incident.then(0, lambda moment: sell(moment, lines, cash_share=1), related=True)

    def take_back(moment: Moment) -> JournalEvent:
        return void_of(moment, sale.done(), customer=False)

    incident.then(2, take_back)
    incident.note = "Cash sale voided when the customer had left"


def _look_alike(incident: Incident) -> None:
    lines = [plain(pick_dear(incident.rng))]
    incident.then(0, partial(void, lines=lines))
    incident.then(1, lambda moment: sell(moment, lines), related=True)
    incident.note = "Card did not work; sale cancelled and rung again for the same customer"


SCHEME = Scheme(_commit, _look_alike, lasts_minutes=4)
