"""As many rules as wanted, of the kinds that people write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from alerts.models import Rule
from alerts.services.evaluate_rules_in import compiled_rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ONE_IN_FIFTY: Final = "same cashier at two registers within {0} seconds"
_KINDS: Final = (
    ">{0} no sales in 5 minutes",
    "refund > ${0}",
    "void > ${0} by cash after 10pm",
    "void then no sale within {0} seconds by the same cashier",
    "suspended not resumed within {0} minutes",
    "manual discounts total > ${0} per shift by cashier",
    ">{0} items removed in 1 hour by cashier",
    "no sale between 11pm and 5am",
    "refunds total > ${0} in 2 hours",
    "price override > ${0}",
)


def texts(count: int) -> Iterator[str]:
    for number in range(count):
        kind = _ONE_IN_FIFTY if number % 50 == 49 else _KINDS[number % len(_KINDS)]
        yield kind.format(2 + number // len(_KINDS))


def only_rules(count: int) -> None:
    """The open chain has these and no others."""
    only_texts(texts(count))


def only_texts(wanted: Iterable[str]) -> None:
    Rule.objects.all().delete()
    for text in wanted:
        rule = Rule.objects.create(name=text, text=text, state="on")
        if compiled_rule(rule) is None:
            raise ValueError(text)
