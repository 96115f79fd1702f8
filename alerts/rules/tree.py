"""What a rule means, as a tree of plain values. Everything else is made from it: its text
(``writing.py``), its sentence (``sentences.py``), its SQL (``alerts/compiling``), and the slow
evaluator in the tests.

**Events.** :class:`Events` picks transactions: any of ``kinds`` (event types and flags) that
meet all of ``conditions``. Only counted rows with a believable time are looked at; training
sales only where ``training_sale`` is asked for. Times of day and dates are the store's own.

**Findings.** A rule finds *hits*: sets of transactions with one key (register, cashier, store,
or the transaction itself). Hits of one rule and key that share a transaction are one *episode*,
and an episode is one alert. ``within`` is inclusive: two events exactly so far apart still
count. Events of the same time are "before" and "within" of each other. An event without a
register (or cashier) belongs to no key of that kind and is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

    from transactions.formats.canonical import EventType, Flag, RegisterClass, TenderClass


class Op(StrEnum):
    MORE = ">"
    AT_LEAST = ">="
    LESS = "<"
    AT_MOST = "<="
    EXACTLY = "="


class By(StrEnum):
    """What must be the same. The default of counts, totals and pairs is the register."""

    REGISTER = "register"
    CASHIER = "cashier"
    STORE = "store"


class Whole(StrEnum):
    """Spans that the business itself cuts: what a shift is stands below."""

    SHIFT = "shift"
    DAY = "day"
    """A business date."""


# A shift: transactions of one store and register with the same business date and the same
# shift number, where the journal gives one; else those of one register (or till, where there
# is one) with no pause of SHIFT_GAP or longer between one event and the next. No shift crosses a
# business date, and a row more than three days off its date belongs to none. It is over when
# the store was heard SHIFT_GAP after its last event.
SHIFT_GAP = timedelta(hours=3)

MOST_WINDOW = timedelta(days=1)
"""Longer windows are refused: use "per day" or the trends."""


@dataclass(frozen=True, slots=True)
class Amount:
    """The transaction's amount without its sign: what was voided, refunded or paid. For the
    flags manual_discount, price_override and cancellation: what was taken off or removed."""

    op: Op
    value: Decimal


@dataclass(frozen=True, slots=True)
class WholeDollars:
    """The amount is not zero and has no cents."""


@dataclass(frozen=True, slots=True)
class PaidBy:
    """The class of the largest payment is one of these."""

    tenders: tuple[TenderClass, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """Wall clock of the store, from ``start`` (included) to ``end`` (excluded), over midnight
    where ``end`` is not later. "after 10pm" runs to the end of the business night, 5 am; "before
    6am" begins at 0:00."""

    start: time
    end: time


@dataclass(frozen=True, slots=True)
class OnDays:
    """Days of the week by the store's wall clock, 1 is Monday."""

    days: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class WhileClosed:
    """Outside the store's opening hours; never true of a store that has none set."""


@dataclass(frozen=True, slots=True)
class AtStores:
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AtRegisters:
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RegisterKind:
    kind: RegisterClass


@dataclass(frozen=True, slots=True)
class ByCashiers:
    """Cashier numbers."""

    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LastOfShift:
    """At most ``span`` before the shift's last event. Known only once the shift is over."""

    span: timedelta


@dataclass(frozen=True, slots=True)
class FirstOfShift:
    """At most ``span`` after the shift's first event."""

    span: timedelta


@dataclass(frozen=True, slots=True)
class HasItem:
    """A line of the receipt whose text contains this, whatever the case."""

    text: str


@dataclass(frozen=True, slots=True)
class Approved:
    """Somebody other than the cashier approved it (``yes``), or nobody did."""

    yes: bool


@dataclass(frozen=True, slots=True)
class Linked:
    """It names an earlier transaction (``yes``), as a refund with its receipt does, or none."""

    yes: bool


@dataclass(frozen=True, slots=True)
class AlsoFlagged:
    """The same transaction bears one of these flags as well: "refund with a manager override"."""

    flags: tuple[Flag, ...]


Condition = (
    Amount
    | WholeDollars
    | PaidBy
    | Between
    | OnDays
    | WhileClosed
    | AtStores
    | AtRegisters
    | RegisterKind
    | ByCashiers
    | LastOfShift
    | FirstOfShift
    | HasItem
    | Approved
    | Linked
    | AlsoFlagged
)


@dataclass(frozen=True, slots=True)
class Events:
    """``kinds`` in any order and without repetition; empty for "any event".

    Where an event type and a flag mean the same (refund, void, no_sale, suspended, drawer_alarm)
    the flag stands. Each kind of condition at most once, but for two amounts (a least and a
    most) and several items (all of them on the receipt).
    """

    kinds: tuple[EventType | Flag, ...]
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Single:
    """Each such transaction by itself: key transaction, one hit each, never merged."""

    events: Events


@dataclass(frozen=True, slots=True)
class Count:
    """More (``op`` MORE or AT_LEAST) than ``number`` such transactions with the same key within
    a moving window, or in one shift or business date. A hit: the transactions of a window, or
    all of the shift or day."""

    events: Events
    op: Op
    number: int
    within: timedelta | Whole
    by: By = By.REGISTER


@dataclass(frozen=True, slots=True)
class Total:
    """The amounts of such transactions with the same key add up to more than ``value``."""

    events: Events
    op: Op
    value: Decimal
    within: timedelta | Whole
    by: By = By.REGISTER


@dataclass(frozen=True, slots=True)
class Sequence:
    """``first``, then ``then`` at most ``within`` later, with the same key. A hit for each
    ``then``: with the latest ``first`` before it (by time, then event key)."""

    first: Events
    then: Events
    within: timedelta
    by: By = By.REGISTER


@dataclass(frozen=True, slots=True)
class Absence:
    """``events`` and no ``missing`` at most ``within`` later, with the same key. Known only
    once the store was heard so long after. A hit: the one transaction. "Suspended not resumed"
    also takes a resume that names the suspended transaction, at whatever register."""

    events: Events
    missing: Events
    within: timedelta
    by: By = By.REGISTER


@dataclass(frozen=True, slots=True)
class TwoPlaces:
    """The same cashier number (of a person) at two registers of a store, two such events at
    most ``within`` apart. A hit: the two."""

    events: Events
    within: timedelta


Rule = Single | Count | Total | Sequence | Absence | TwoPlaces
