"""What every rule takes from a draft: its events and its key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alerts.rules.tree import Amount, By, Condition, Events, Op

if TYPE_CHECKING:
    from collections.abc import Iterable

    from alerts.rules.drafting import Draft

ORDER: tuple[type, ...] = Condition.__args__


def check_and(draft: Draft, *, counted: bool) -> None:
    if draft.joined_by_and and not counted and draft.kinds is not None:
        draft.wrong("and_of_events", draft.kinds.at, "or", "then")


def events_of(draft: Draft) -> Events:
    """Conditions in one order, so that rules that say the same are the same."""
    said = [one.value for one in draft.conditions]
    return Events(draft.kinds.value if draft.kinds else (), tuple(in_order(said)))


def in_order(conditions: Iterable[Condition]) -> list[Condition]:
    def rank(condition: Condition) -> tuple[int, bool]:
        most = isinstance(condition, Amount) and condition.op in {Op.LESS, Op.AT_MOST}
        return ORDER.index(type(condition)), most

    return sorted(conditions, key=rank)


def key_of(draft: Draft, default: By = By.REGISTER) -> By:
    return draft.keys[0].value if draft.keys else default
