"""The episodes around what was touched, each of them whole: the spans that are looked at grow
until no episode goes on beyond them."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from alerts.compiling import Episode, Span, merged, run
from alerts.compiling.spans import later
from alerts.services.evaluate_ground import LONGEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from alerts.compiling import Compiled
    from alerts.services.evaluate_ground import Known


class EndlessError(Exception):
    """The rule finds episodes that never end, as one does that counts what always happens."""


@dataclass(frozen=True, slots=True)
class Found:
    """``episodes`` may be others than before; ``alerts`` are those that may have been found
    where they are now."""

    episodes: Sequence[Episode]
    alerts: Sequence[Known]


def episodes_around(
    rule: Compiled,
    cores: Sequence[Span],
    alerts: Sequence[Known],
    stores: frozenset[int],
    *,
    with_shifts: bool = False,
) -> Found:
    """``with_shifts``: those that the rule is about are laid out. Raises EndlessError."""
    if rule.is_whole:
        days = {(core.store_id, core.first_day) for core in cores}
        mine = [alert for alert in alerts if (alert.store_id, alert.day) in days]
        found = run(rule, _inside(cores, stores), often=True, with_shifts=with_shifts)
        return Found(found, mine)
    regions = merged(core.padded(rule.reach) for core in cores)
    mine = [alert for alert in alerts if _meeting(regions, alert) is not None]
    held = [Span(each.store_id, each.started_at, each.ended_at) for each in mine]
    wide = merged([*regions, *held])
    return Found(_whole_ones(rule, wide, stores), mine)


def _whole_ones(rule: Compiled, wide: Sequence[Span], stores: frozenset[int]) -> list[Episode]:
    loads = _inside(_apart(rule, (span.padded(2 * rule.reach) for span in wide)), stores)
    while loads:
        met = _by_store(wide)
        ran = run(rule, loads, often=True)
        found = [episode for episode in ran if _meeting(met[episode.store_id], episode) is not None]
        cut = _cut(rule, found, loads)
        if not cut:
            return found
        loads = _apart(rule, [*loads, *(_grown(rule, *each) for each in cut)])
    return []


def _inside(spans: Sequence[Span], stores: frozenset[int]) -> list[Span]:
    return [span for span in spans if not stores or span.store_id in stores]


def _apart(rule: Compiled, spans: Iterable[Span]) -> list[Span]:
    return merged(spans, apart=rule.reach)


def _by_store(spans: Iterable[Span]) -> defaultdict[int, list[Span]]:
    found: defaultdict[int, list[Span]] = defaultdict(list)
    for span in spans:
        found[span.store_id].append(span)
    return found


def _meeting(spans: Sequence[Span], what: Episode | Known) -> Span | None:
    """Of spans in order and without overlaps the last one that meets it."""
    at = bisect_right(spans, (what.store_id, what.ended_at), key=lambda span: span[:2])
    span = spans[at - 1] if at else None
    if span is None or span.store_id != what.store_id or span.until < what.started_at:
        return None
    return span


def _cut(
    rule: Compiled, episodes: Iterable[Episode], loads: Sequence[Span]
) -> list[tuple[Span, Episode]]:
    """Episodes that may go on beyond what was looked at. Each lies within one span: spans
    that are no further apart than a hit reaches are one."""
    if not rule.reach:
        return []
    found = []
    for episode in episodes:
        load = _meeting(loads, episode)
        if load is not None and not (
            later(load.since, rule.reach) <= episode.started_at
            and episode.ended_at <= later(load.until, -rule.reach)
        ):
            found.append((load, episode))
    return found


def _grown(rule: Compiled, load: Span, episode: Episode) -> Span:
    """Twice as far on the side where it may go on."""
    if episode.ended_at - episode.started_at > LONGEST:
        raise EndlessError
    more = max(2 * rule.reach, (load.until - load.since) / 2)
    is_early = episode.started_at < later(load.since, rule.reach)
    is_late = episode.ended_at > later(load.until, -rule.reach)
    return load.around(
        later(load.since, -more) if is_early else load.since,
        later(load.until, more) if is_late else load.until,
    )
