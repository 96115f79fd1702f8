"""What is asked, with fresh words each time, so that nothing is answered from memory twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from benchmarks.places import STORES
from benchmarks.search.rows import ITEMS

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

DAYS: Final = 8
"""The small chain holds nine."""


@dataclass(frozen=True, slots=True)
class Ask:
    """``kind`` says how much worse a large chain may be: list, filter or count."""

    kind: str
    says: str
    address: Callable[[Random], str]


def _store(random: Random) -> str:
    return f"store={101 + random.randrange(STORES)}"


def _days(random: Random) -> str:
    back = random.randrange(1, DAYS)
    return f"from=-{back}d&to=-{back - 1}d"


ASKS: Final = (
    Ask("list", "newest of all stores", lambda _random: ""),
    Ask("list", "newest of a store", _store),
    Ask("list", "a day of a store", lambda random: f"{_store(random)}&{_days(random)}"),
    Ask("list", "the largest amounts", lambda _random: "sort=amount"),
    Ask("list", "the riskiest", lambda _random: "sort=risk"),
    Ask(
        "filter",
        "a number in one store",
        lambda random: f"{_store(random)}&number={_number(random)}",
    ),
    Ask(
        "filter",
        "refunds above an amount",
        lambda random: f"type=refund&min={random.randrange(20, 35)}",
    ),
    Ask(
        "filter",
        "a store, seven days, amount",
        lambda random: f"{_store(random)}&from=-7d&min={random.randrange(60, 300)}",
    ),
    Ask(
        "filter",
        "a cashier in one store",
        lambda random: f"{_store(random)}&cashier={11 + random.randrange(6)}&tender=cash",
    ),
    Ask("filter", "a rare flag", lambda _random: "flag=drawer_alarm"),
    Ask("filter", "a flag in one store", lambda random: f"{_store(random)}&flag=refund"),
    Ask(
        "filter",
        "what was escalated in a store",
        lambda random: f"{_store(random)}&status=escalate&{_days(random)}",
    ),
    Ask("filter", "an item", lambda random: f"item=item{random.randrange(1000, ITEMS)}"),
    Ask(
        "filter", "a common item in one store", lambda random: f"{_store(random)}&item=40000000001"
    ),
    Ask(
        "filter",
        "between two and three at night",
        lambda random: f"time=02:00-03:00&{_store(random)}",
    ),
    Ask(
        "filter",
        "a business date",
        lambda random: f"{_days(random)}&dates=business&{_store(random)}",
    ),
    Ask("filter", "training", lambda _random: "training=yes"),
)
COUNTS: Final = (
    Ask("count", "counting a store's last seven days", lambda random: f"{_store(random)}&from=-7d"),
    Ask("count", "counting what is flagged", lambda _random: "flag=any"),
    Ask(
        "count",
        "counting an amount in a store",
        lambda random: f"{_store(random)}&min={random.randrange(41, 300)}",
    ),
)


def _number(random: Random) -> int:
    return 1000 + random.randrange(9000)
