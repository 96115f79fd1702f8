"""Which transactions a rule is about, and how much each of them is worth, as SQL over ``t``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alerts.compiling.conditions import condition
from alerts.rules.tree import AlsoFlagged
from transactions.formats.canonical import EventType, Flag, TimeQuality
from transactions.models import Standing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from alerts.compiling.values import Values
    from alerts.rules.tree import Events

    Kind = EventType | Flag

COUNTED = (
    f"t.standing = '{Standing.COUNTED.value}'"
    f" AND t.time_quality <> '{TimeQuality.IMPLAUSIBLE.value}'"
)
ODD = "NOT (t.event_type = 'sale' AND t.flags = '{}'::varchar(20)[])"
"""All but plain sales: the index ``txn_odd_time`` holds these, a few in a hundred."""
_FLAGGED = "t.flags <> '{}'::varchar(20)[]"

TAKEN_OFF = (Flag.MANUAL_DISCOUNT, Flag.PRICE_OVERRIDE, Flag.CANCELLATION)
_PLAIN = "abs(t.amount)"
# Amounts of reasons are text, as the register wrote them: what is no sum of money counts as
# none, and never stops the query.
_TAKEN = """(
    SELECT sum(CASE WHEN right(reason ->> 'code', 3) = '_up' THEN 0
                    WHEN said.sum ~ '^[0-9]{1,12}([.][0-9]{1,9})?$' THEN said.sum::numeric END)
    FROM jsonb_array_elements(t.flag_details) AS reason
    CROSS JOIN LATERAL (SELECT COALESCE(reason -> 'params' ->> 'amount',
                                        reason -> 'params' ->> 'difference')) AS said(sum)
    WHERE reason ->> 'flag' = ANY(FLAGS))"""


def is_odd(events: Events) -> bool:
    return bool(events.kinds) and EventType.SALE not in _types(events.kinds)


def wants_training(events: Events) -> bool:
    also = {
        flag for each in events.conditions if isinstance(each, AlsoFlagged) for flag in each.flags
    }
    return Flag.TRAINING_SALE in also or Flag.TRAINING_SALE in _flags(events.kinds)


def amount_of(events: Events, values: Values) -> str:
    """What was voided, refunded or paid; of some flags what was taken off or removed."""
    taken = [flag for flag in _flags(events.kinds) if flag in TAKEN_OFF]
    if not taken:
        return _PLAIN
    off = _TAKEN.replace("FLAGS", values.texts(taken))
    others = [kind for kind in events.kinds if not _is_taken(kind)]
    if not others:
        return off
    return f"CASE WHEN {_any_of(others, values)} THEN {_PLAIN} ELSE {off} END"


def picks(events: Events, amount: str, values: Values) -> str:
    """Whether ``t`` is one of the events. ``amount`` is SQL for its amount."""
    parts = [] if wants_training(events) else ["t.is_training IS NOT TRUE"]
    if events.kinds:
        parts.append(_any_of(events.kinds, values))
    parts += [condition(each, amount, values) for each in events.conditions]
    return f"({' AND '.join(parts) or 'true'})"


def kind_picks(events: Events, values: Values, *, by_flag: bool = False) -> str:
    """The same by kind alone. ``by_flag``: said so that the index ``txn_flags`` answers, which
    knows every flagged transaction that the chain ever had."""
    return _any_of(events.kinds, values, by_flag=by_flag) if events.kinds else "true"


def _any_of(kinds: Iterable[Kind], values: Values, *, by_flag: bool = False) -> str:
    kinds = tuple(kinds)
    types, flags = _types(kinds), _flags(kinds)
    parts = [f"t.event_type = ANY({values.texts(types)})"] if types else []
    if flags:
        flagged = f"t.flags && {values.texts(flags)}"
        parts.append(f"({_FLAGGED} AND {flagged})" if by_flag else flagged)
    return f"({' OR '.join(parts)})"


def _types(kinds: Iterable[Kind]) -> list[EventType]:
    """By class: a type and a flag of one name are equal as words."""
    return [kind for kind in kinds if isinstance(kind, EventType)]


def _flags(kinds: Iterable[Kind]) -> list[Flag]:
    return [kind for kind in kinds if isinstance(kind, Flag)]


def _is_taken(kind: Kind) -> bool:
    return isinstance(kind, Flag) and kind in TAKEN_OFF
