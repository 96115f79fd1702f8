"""Where one rule has to look again, of all that was touched. Nowhere, mostly: a rule none of
whose kinds occur there, nor in its alerts there, costs no query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alerts.compiling import Span, merged
from alerts.compiling.query import sides_of
from alerts.rules import tree
from alerts.services.evaluate_ground import bare, waited
from transactions.formats.canonical import EventType, Flag

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from alerts.compiling import Compiled
    from alerts.services.evaluate_ground import Ground, Kinds, Known


def cores_of(
    rule: Compiled, ground: Ground, alerts: Sequence[Known], stores: Collection[int]
) -> list[Span]:
    """``alerts`` are the rule's; ``stores`` its scope, empty for all. Spans of stores where it
    has alerts are always among them."""
    asked = [*ground.touched, *waited(ground, rule.waits)]
    if rule.is_whole:
        spans: Iterable[Span] = _days(ground, alerts)
    elif rule.follows_shifts:
        spans = merged([*asked, *(bare(day) for day in ground.days)])
    else:
        spans = merged(asked)
    found = []
    for span in spans:
        mine = any(_is_of(alert, span, rule) for alert in alerts)
        if mine or ((not stores or span.store_id in stores) and _occurs(rule, ground, span)):
            found.append(span)
    return found


def _days(ground: Ground, alerts: Sequence[Known]) -> list[Span]:
    """Also those that have alerts and no rows any more."""
    known = {(day.store_id, day.first_day) for day in ground.days}
    left = {
        Span(alert.store_id, alert.started_at, alert.ended_at, alert.day, alert.day)
        for alert in alerts
        if (alert.store_id, alert.day) not in known and _is_touched(alert, ground)
    }
    return [*ground.days, *left]


def _is_touched(alert: Known, ground: Ground) -> bool:
    return any(
        span.store_id == alert.store_id and span.meets(alert.started_at, alert.ended_at)
        for span in ground.touched
    )


def _is_of(alert: Known, span: Span, rule: Compiled) -> bool:
    if alert.store_id != span.store_id:
        return False
    if rule.is_whole:
        return alert.day == span.first_day
    return span.padded(rule.reach).meets(alert.started_at, alert.ended_at)


def _occurs(rule: Compiled, ground: Ground, span: Span) -> bool:
    """A hit has one of each of its kinds, and something in it was touched. What did not
    happen is different: there the event that waits for it may be all there is."""
    is_wide = rule.waits or rule.follows_shifts
    if isinstance(rule.rule, tree.Absence):
        return _is_there(rule.rule.events.kinds, ground.around, span.padded(rule.reach))
    kinds = [kind for side in sides_of(rule.rule) for kind in side.kinds]
    if not all(side.kinds for side in sides_of(rule.rule)):
        kinds = []
    if is_wide:
        return _is_there(kinds, ground.around, span.padded(rule.reach))
    return _is_there(kinds, ground.kinds, span)


def _is_there(kinds: Sequence[EventType | Flag], seen: Kinds, span: Span) -> bool:
    if not kinds or any(isinstance(kind, EventType) and kind is EventType.SALE for kind in kinds):
        return True
    names = (f"flag:{kind}" if isinstance(kind, Flag) else f"type:{kind}" for kind in kinds)
    there = (seen.get((span.store_id, name)) for name in names)
    return any(found is not None and span.meets(*found) for found in there)
