"""What the rules catch of thefts they were not built on, and how often they are wrong.

Stores of the simulator live through days that no test uses (seeds from 7001 on), with every
scheme and every honest look-alike in them. Their journals go the product's own way, file by
file: received, read, flagged, evaluated by the rules that every chain begins with, told. The
product's clock is moved to each file's time, so that cooldowns, quiet hours, grouping and
escalation are those of real days. What came of it is held against ``labels.jsonl``.

An alert *touches* an incident when it holds one of its transactions. Withdrawn alerts do not
count; those of rules that run silently do, for a rule is right or wrong whoever is told.

- **recall** of a scheme: thefts that an alert touches, of all thefts by that scheme; once by the
  rule that the pack has for it, once by any rule.
- **precision** of a rule: alerts that touch a theft of whatever scheme, of all its alerts.
- **look-alikes spared**: look-alikes that no alert of the scheme's rule touches, of all.
- **flags**: of the transactions in which a scheme happened, how many carry an expected flag
  (recall); of all flagged transactions, how many are of a theft (what the queue would be
  without rules).
- **messages**: e-mails that left, with the rules on that are on from the start, to a chain with
  an owner and one manager who acknowledge nothing, per store and business date.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from benchmarks.product import running

if TYPE_CHECKING:
    from benchmarks.bench import Bench, Size

SEEDS: Final[dict[Size, int]] = {"S": 1, "M": 5, "L": 20}
DAYS: Final[dict[Size, int]] = {"S": 2, "M": 3, "L": 5}
STORES: Final = 3
FIRST_SEED: Final = 7000
"""``--seed`` is added: the default run lives through 7001 to 7005."""


def run(bench: Bench) -> None:
    """Raises MissedError and WrongLifeError."""
    with running() as data:
        from benchmarks.detection.lives import live_through
        from benchmarks.detection.telling import tell

        first = FIRST_SEED + bench.seed
        lives = [
            live_through(data, seed, STORES, DAYS[bench.size], bench.say)
            for seed in range(first, first + SEEDS[bench.size])
        ]
        tell(bench, lives)
