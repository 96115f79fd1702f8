"""Rules as a file: plain text that people read, compare and keep under version control.

The first line says what it is. Then come blocks of ``key: value`` lines, one rule a block,
blank lines between them; a line that begins with ``#`` is a remark::

    lossprevention rules 1

    rule: Refund > $50
    name: Large refund
    code: refund_over_50
    state: on
    severity: high
    stores: 101, 102
    registers: inside
    days: 1, 2, 3, 4, 5
    from: 08:00
    until: 22:00
    quiet minutes: 15
    why: agreed with the store managers

``rule`` and ``name`` are needed, everything else has a usual value. Nothing in a file is ever
run: a value is a word to compare, a number, or a rule's text for the rule language.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

HEADING: Final = "lossprevention rules"
VERSION: Final = 1
MOST_BYTES: Final = 256 * 1024
MOST_RULES: Final = 500
LONGEST_LINE: Final = 1000
NEEDED: Final = ("rule", "name")
KEYS: Final = (
    "rule", "name", "code", "state", "severity", "stores", "registers", "days", "from", "until",
    "quiet minutes", "why",
)  # fmt: skip
STATES: Final = ("on", "silent", "off")
SEVERITIES: Final = {"low": 10, "medium": 20, "high": 30}
REGISTERS: Final = ("inside", "outside", "unknown")
CODE: Final = re.compile(r"[a-z0-9_]{1,40}")
MINUTES: Final = re.compile(r"[0-9]{1,5}")
CLOCK: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


@dataclass(frozen=True, slots=True)
class FileRule:
    """One rule of a file. ``stores`` are store codes; ``lines`` says where each key stands."""

    rule: str
    name: str
    code: str = ""
    state: str = "silent"
    severity: int = SEVERITIES["medium"]
    stores: tuple[str, ...] = ()
    registers: tuple[str, ...] = ()
    days: tuple[int, ...] = ()
    start: str = ""
    until: str = ""
    quiet_minutes: int = 0
    why: str = ""
    lines: dict[str, int] = field(default_factory=dict, compare=False)

    def line_of(self, key: str) -> int:
        return self.lines.get(key) or min(self.lines.values(), default=1)


@dataclass(frozen=True, slots=True)
class FileProblem:
    """Why a line is refused: a code, and what it is about."""

    line: int
    code: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class RulesFile:
    rules: tuple[FileRule, ...] = ()
    problems: tuple[FileProblem, ...] = ()


def write_rules(rules: Iterable[FileRule]) -> str:
    """The same rules read back are equal to these."""
    return "\n".join([f"{HEADING} {VERSION}\n", *(_written(rule) for rule in rules)])


def _written(rule: FileRule) -> str:
    severity = next(word for word, value in SEVERITIES.items() if value == rule.severity)
    pairs = {
        "rule": rule.rule,
        "name": rule.name,
        "code": rule.code,
        "state": rule.state,
        "severity": severity,
        "stores": ", ".join(rule.stores),
        "registers": ", ".join(rule.registers),
        "days": ", ".join(map(str, rule.days)),
        "from": rule.start,
        "until": rule.until,
        "quiet minutes": str(rule.quiet_minutes) if rule.quiet_minutes else "",
        "why": rule.why,
    }
    return "".join(f"{key}: {value}\n" for key, value in pairs.items() if value)
