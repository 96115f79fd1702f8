"""What is rung, in which order, in whose words, and what it should be read as. No queries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from transactions.formats.canonical import EventType, Flag

if TYPE_CHECKING:
    from collections.abc import Collection

    from django_stubs_ext import StrOrPromise

WAVE: Final = "wave"


@dataclass(frozen=True, slots=True)
class Step:
    """One question. It is answered by an event of one of ``types``, or with ``flag``.

    ``todo`` are the things to do at the register, one after another; ``measure`` is the
    word of :mod:`transactions.health.seen` that a rule about it rests on.
    """

    name: str
    title: StrOrPromise
    todo: tuple[StrOrPromise, ...]
    types: frozenset[EventType] = frozenset()
    flag: Flag | None = None
    measure: str = ""

    def fits(self, event_type: str, flags: Collection[str]) -> bool:
        """Whether an event that was read like this is what the step asks for."""
        return event_type in self.types or (self.flag is not None and self.flag in flags)


STEPS: Final = (
    Step(
        WAVE,
        _("Wave at the camera"),
        (
            _("Stand where the cashier stands."),
            _("Tap the button below, then wave with both arms for five seconds."),
        ),
    ),
    Step(
        "no_sale",
        _("No sale"),
        (_("Open the drawer without a sale: press No Sale."), _("Close the drawer.")),
        types=frozenset({EventType.NO_SALE}),
        measure="type:no_sale",
    ),
    Step(
        "suspend",
        _("Suspend a sale"),
        (
            _("Scan one cheap item."),
            _("Take no money: press Suspend (some registers say Hold or Park)."),
        ),
        types=frozenset({EventType.SUSPEND}),
        flag=Flag.SUSPENDED,
        measure="type:suspend",
    ),
    Step(
        "resume",
        _("Resume that sale"),
        (_("Call the suspended sale back: press Resume or Recall."), _("Take cash and finish it.")),
        types=frozenset({EventType.RESUME}),
        measure="type:resume",
    ),
    Step(
        "item_removed",
        _("Take an item off"),
        (
            _("Scan two items."),
            _("Take one off again (Void Item, Error Correct or Line Void)."),
            _("Take cash for the other and finish."),
        ),
        flag=Flag.CANCELLATION,
        measure="flag:cancellation",
    ),
    Step(
        "sale_voided",
        _("Void a whole sale"),
        (_("Scan one item."), _("Before taking money, void the whole sale.")),
        types=frozenset({EventType.VOID, EventType.POST_VOID}),
        flag=Flag.VOID,
        measure="type:void",
    ),
    Step(
        "refund",
        _("Refund"),
        (_("Refund one item for cash. One that you bought a minute ago will do."),),
        types=frozenset({EventType.REFUND}),
        flag=Flag.REFUND,
        measure="type:refund",
    ),
    Step(
        "manual_discount",
        _("Discount by hand"),
        (
            _("Scan one item."),
            _("Give a discount by hand, in money or percent."),
            _("Take cash and finish."),
        ),
        flag=Flag.MANUAL_DISCOUNT,
        measure="flag:manual_discount",
    ),
    Step(
        "price_override",
        _("Change a price"),
        (_("Scan one item."), _("Change its price by hand."), _("Take cash and finish.")),
        flag=Flag.PRICE_OVERRIDE,
        measure="flag:price_override",
    ),
    Step(
        "approval",
        _("Manager approval"),
        (
            _("Do something that asks for a manager: a refund, say, or a changed price."),
            _(
                "Approve it with a number other than that of the cashier who is logged in. "
                "Who approves their own work leaves no approval in the journal."
            ),
        ),
        flag=Flag.OVERRIDE,
        measure="flag:override",
    ),
    Step(
        "paid_out",
        _("Paid out"),
        (_("Pay $1.00 out of the drawer, as for a vendor."), _("Put the dollar back.")),
        types=frozenset({EventType.PAID_OUT}),
        measure="type:paid_out",
    ),
    Step(
        "safe_drop",
        _("Safe drop"),
        (_("Drop the smallest sum that the register takes into the safe."),),
        types=frozenset({EventType.SAFE_DROP}),
        measure="type:safe_drop",
    ),
)
BY_NAME: Final = {step.name: step for step in STEPS}
RUNG: Final = tuple(step for step in STEPS if step.name != WAVE)
