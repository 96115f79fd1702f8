"""Every rule over one ground, each within its time: what one of them does harms no other."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from django.db import transaction

from accounts.tenancy import current_chain
from alerts.compiling import at_hand, compiled
from alerts.rules import parse
from alerts.services.episodes import episodes_around
from alerts.services.episodes_writing import Finding, Written, write_episodes
from alerts.services.evaluate_cores import cores_of
from alerts.services.evaluate_reviews import follow_alerts
from alerts.services.evaluate_trouble import code_of, note_trouble
from alerts.services.tell import TELL
from jobs.services import enqueue

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from alerts.compiling import Compiled, Span
    from alerts.models import Rule, TroubleCode
    from alerts.rules import tree
    from alerts.services.evaluate_ground import Ground, Known

MOST_SECONDS: Final = 5


@dataclass(slots=True)
class Done:
    """What an evaluation came to."""

    written: list[Written] = field(default_factory=list)
    failed: dict[int, str] = field(default_factory=dict)

    def finish(self) -> None:
        """Reviews follow the alerts, and whoever is to be told will be."""
        follow_alerts({pk for each in self.written for pk in each.transactions})
        to_tell = {pk for each in self.written for pk in each.to_tell}
        enqueue(
            chain=current_chain().schema_name,
            kind=TELL,
            keys=[str(pk) for pk in sorted(to_tell)],
        )


def compiled_rule(rule: Rule) -> Compiled | None:
    """None for a text that is not understood (any more)."""
    meant = _meant(rule.text)
    return None if meant is None else compiled(meant, tuple(rule.register_classes))


@lru_cache(maxsize=1024)
def _meant(text: str) -> tree.Rule | None:
    return parse(text).rule


@dataclass(frozen=True, slots=True)
class _Look:
    """One rule and where it looks."""

    rule: Rule
    meant: Compiled
    cores: Sequence[Span]
    alerts: Sequence[Known]

    def found(self, *, all_versions: bool, with_shifts: bool) -> Finding:
        stores = frozenset(self.rule.stores)
        found = episodes_around(
            self.meant,
            self.cores,
            self.alerts,
            stores,
            with_shifts=with_shifts and bool(self.meant.at_hand_sql),
        )
        may_go = {
            known.id for known in found.alerts if all_versions or known.version == self.rule.version
        }
        return Finding(self.rule, found.episodes, may_go)


def evaluate_all(
    rules: Iterable[tuple[Rule, Compiled]], ground: Ground, *, all_versions: bool, done: Done
) -> None:
    """Of a rule that fails nothing is written, and everybody is told so at the rule.
    ``all_versions``: alerts of an older text are withdrawn as well."""
    looks = []
    for rule, meant in rules:
        alerts = ground.alerts.get(rule.pk, ())
        if cores := cores_of(meant, ground, alerts, frozenset(rule.stores)):
            looks.append(_Look(rule, meant, cores, alerts))
    with_shifts = _have_shifts_at_hand(looks)
    found: list[tuple[_Look, Finding]] = []
    while looks:
        looks = _look(looks, found, done, all_versions=all_versions, with_shifts=with_shifts)
    if found:
        _write(found, done)


def _have_shifts_at_hand(looks: Iterable[_Look]) -> bool:
    """Whether they were laid out, which is worth it where several rules ask for them. Where it
    takes too long each rule tries by itself, and is in trouble by itself."""
    asking = [look for look in looks if look.meant.at_hand_sql]
    if len(asking) < at_hand.FEWEST:
        return False
    spans = {span for look in asking for span in look.cores}
    try:
        with transaction.atomic():
            at_hand.lay_out([look.meant for look in asking], spans)
    except Exception as error:
        if code_of(error) is None:
            raise
        return False
    return True


def _look(
    looks: Sequence[_Look],
    found: list[tuple[_Look, Finding]],
    done: Done,
    *,
    all_versions: bool,
    with_shifts: bool,
) -> list[_Look]:
    """Those after the one that failed. Looking changes nothing, so that what the rules before
    it found is still true, and one savepoint does for all."""
    rest = list(looks)
    try:
        with transaction.atomic():
            while rest:
                finding = rest[0].found(all_versions=all_versions, with_shifts=with_shifts)
                found.append((rest[0], finding))
                del rest[0]
    except Exception as error:  # whatever one rule does, the others go on
        if (code := code_of(error)) is None:
            raise
        _note(rest.pop(0), code, done)
    return rest


def _write(found: Sequence[tuple[_Look, Finding]], done: Done) -> None:
    """All together; where that fails, each by itself."""
    try:
        with transaction.atomic():
            written = write_episodes([finding for _look, finding in found])
    except Exception as error:
        if (code := code_of(error)) is None:
            raise
        if len(found) == 1:
            _note(found[0][0], code, done)
        else:
            for each in found:
                _write([each], done)
    else:
        done.written.append(written)


def _note(look: _Look, code: TroubleCode, done: Done) -> None:
    note_trouble(look.rule, code, min(core.since for core in look.cores))
    done.failed[look.rule.pk] = code.value
