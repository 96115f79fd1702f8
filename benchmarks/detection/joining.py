"""Alerts and flags held against the truth; see the package for what each figure means."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

Name = tuple[str, str, str]
"""Store, register, number: each register counts by itself."""


@dataclass(frozen=True, slots=True)
class Incident:
    """``telling`` are the transactions in which it happened, ``all`` also those around it."""

    scheme: str
    honest: bool
    telling: frozenset[Name]
    all: frozenset[Name]
    flags: frozenset[str]


@dataclass(frozen=True, slots=True)
class Raised:
    """An alert: of which rule of the pack, about what, and whether people were told."""

    rule: str
    about: frozenset[Name]
    told: bool


@dataclass(frozen=True, slots=True)
class Share:
    part: int
    whole: int

    @property
    def rest(self) -> Share:
        return Share(self.whole - self.part, self.whole)

    def __add__(self, other: Share) -> Share:
        return Share(self.part + other.part, self.whole + other.whole)


def read_incidents(path: Path) -> list[Incident]:
    lines = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return [_incident(line) for line in lines if "scheme" in line]


def _incident(line: Mapping[str, Any]) -> Incident:
    def names(key: str) -> frozenset[Name]:
        return frozenset((line["store"], line["register"], number) for number in line[key])

    telling = names("transaction_nos")
    return Incident(
        scheme=line["scheme"],
        honest=line["honest"],
        telling=telling,
        all=telling | names("related_nos"),
        flags=frozenset(line["expected_flags"]),
    )


def touched(incidents: Iterable[Incident], raised: Iterable[Raised]) -> Share:
    """Incidents that one of these alerts touches."""
    held = frozenset[Name]().union(*(alert.about for alert in raised))
    found = [bool(each.all & held) for each in incidents]
    return Share(sum(found), len(found))


def right(raised: Sequence[Raised], incidents: Iterable[Incident]) -> Share:
    """Alerts that touch a theft."""
    guilty = _guilty(incidents)
    return Share(sum(bool(alert.about & guilty) for alert in raised), len(raised))


def flagged_as_expected(
    incidents: Iterable[Incident], flagged: Mapping[Name, frozenset[str]]
) -> Share:
    """Of the transactions in which they happened, those with a flag that was expected."""
    found = [
        bool(each.flags & flagged.get(name, frozenset()))
        for each in incidents
        for name in each.telling
    ]
    return Share(sum(found), len(found))


def worth_flagging(incidents: Iterable[Incident], flagged: Mapping[Name, frozenset[str]]) -> Share:
    """Of all flagged transactions those of a theft."""
    return Share(len(_guilty(incidents) & flagged.keys()), len(flagged))


def _guilty(incidents: Iterable[Incident]) -> frozenset[Name]:
    return frozenset[Name]().union(*(each.all for each in incidents if not each.honest))
