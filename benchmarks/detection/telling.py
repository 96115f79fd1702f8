"""What came of all the lives, as figures; and the bounds below which the run fails."""

from __future__ import annotations

from functools import partial, reduce
from operator import add
from typing import TYPE_CHECKING, Final

from alerts.pack.rules import PACK
from benchmarks.detection.joining import (
    Share,
    flagged_as_expected,
    right,
    touched,
    worth_flagging,
)
from lossprevention.simulator.schemes import SCHEMES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.bench import Bench
    from benchmarks.detection.joining import Incident, Raised
    from benchmarks.detection.lives import Life

OWN: Final = {entry.scheme: code for code, entry in PACK.items() if entry.scheme}
"""The rule of the pack for each scheme."""
FEWEST_CAUGHT: Final = 0.9
FEWEST_SPARED: Final = 0.9
FEWEST_JUDGED: Final = 10
"""Incidents; a share of fewer says little."""


class MissedError(AssertionError):
    """A line per scheme that is caught too seldom, or whose look-alike is taken for it."""


def tell(bench: Bench, lives: Sequence[Life]) -> None:
    """Raises MissedError, when every figure has been said."""
    failures = [line for name in SCHEMES for line in _scheme(bench, lives, name)]
    for code in PACK:
        _share(
            bench, f"rule {code}: alerts about a theft (precision)", lives, partial(_right, code)
        )
    _all(bench, lives)
    _told(bench, lives)
    if failures:
        raise MissedError("\n".join(failures))


def _scheme(bench: Bench, lives: Sequence[Life], name: str) -> list[str]:
    def by_its_rule(life: Life, *, honest: bool) -> Share:
        return touched(_incidents(life, name, honest=honest), _of_rule(life, OWN[name]))

    def by_any_rule(life: Life) -> Share:
        return touched(_incidents(life, name), life.raised)

    def flagged(life: Life) -> Share:
        return flagged_as_expected(_incidents(life, name), life.flagged)

    says = f"{name}: thefts caught by its rule (recall)"
    caught = _share(bench, says, lives, lambda life: by_its_rule(life, honest=False))
    _share(bench, f"{name}: thefts caught by any rule (recall)", lives, by_any_rule)
    _share(bench, f"{name}: its transactions flagged as expected (recall)", lives, flagged)
    says = f"{name}: look-alikes spared by its rule"
    spared = _share(bench, says, lives, lambda life: by_its_rule(life, honest=True).rest)
    judged = (("caught", caught, FEWEST_CAUGHT), ("spared", spared, FEWEST_SPARED))
    return [
        f"{name}: {what} {share.part} of {share.whole}"
        for what, share, least in judged
        if share.whole >= FEWEST_JUDGED and share.part < least * share.whole
    ]


def _all(bench: Bench, lives: Sequence[Life]) -> None:
    of: dict[str, Callable[[Life], Share]] = {
        "all rules: thefts caught (recall)": lambda life: touched(_incidents(life), life.raised),
        "all rules: alerts about a theft (precision)": lambda life: right(
            life.raised, life.incidents
        ),
        "all rules: look-alikes that no rule touches": lambda life: (
            touched(_incidents(life, honest=True), life.raised).rest
        ),
        "without rules: flagged transactions that are of a theft": lambda life: worth_flagging(
            life.incidents, life.flagged
        ),
        "told of: alerts about a theft (precision)": lambda life: right(
            [each for each in life.raised if each.told], life.incidents
        ),
    }
    for says, share in of.items():
        _share(bench, says, lives, share)


def _told(bench: Bench, lives: Sequence[Life]) -> None:
    days = sum(life.store_days for life in lives)
    raised = [alert for life in lives for alert in life.raised]
    bench.figure("lived through", days, "store-days")
    bench.figure("flagged", sum(len(life.flagged) for life in lives) / days, "a store-day")
    bench.figure("alerts of all rules", len(raised) / days, "a store-day")
    bench.figure("alerts told of", sum(alert.told for alert in raised) / days, "a store-day")
    for kind in sorted({"alert", "escalation"}.union(*(life.messages for life in lives))):
        left = sum(life.messages.get(kind, 0) for life in lives)
        bench.figure(f"messages that left, {kind}", left / days, "a store-day")


def _share(bench: Bench, says: str, lives: Sequence[Life], of: Callable[[Life], Share]) -> Share:
    share = reduce(add, map(of, lives), Share(0, 0))
    if share.whole:
        bench.figure(f"{says}, {share.part} of {share.whole}", 100 * share.part / share.whole, "%")
    return share


def _right(code: str, life: Life) -> Share:
    return right(_of_rule(life, code), life.incidents)


def _of_rule(life: Life, code: str) -> list[Raised]:
    return [alert for alert in life.raised if alert.rule == code]


def _incidents(life: Life, name: str = "", *, honest: bool = False) -> list[Incident]:
    """Of one scheme, or of all."""
    return [each for each in life.incidents if each.honest == honest and name in ("", each.scheme)]
