"""Rules of the pack about prices, removed items, and who was logged in."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from alerts.pack.entries import HIGH, LOW, MEDIUM, PackRule, steps

PRICES = (
    PackRule(
        code="items_removed",
        name=_("Dear items removed from sales"),
        text="> 1 items removed > $8 in 1 hour by the same cashier",
        severity=MEDIUM,
        reason=_(
            "The dear article is scanned, taken off again and handed over; the cheap ones are "
            "paid. Once is a slip, twice within the hour is worth a look."
        ),
        quiet_on=_("An article scanned twice by mistake, one of the two taken off."),
        slider=steps("1", "10", "1"),
        scheme="sweethearting",
    ),
    PackRule(
        code="discounts_in_a_row",
        name=_("Discounts by hand in a row"),
        text="> 2 manual discounts without approval in 1 hour by the same cashier",
        severity=MEDIUM,
        reason=_(
            "A discount keyed by hand needs nobody else. Several within the hour that nobody "
            "approved are for friends more often than for damaged goods."
        ),
        quiet_on=_("One dented package, with the manager's approval."),
        slider=steps("1", "10", "1"),
        scheme="discount_abuse",
    ),
    PackRule(
        code="discounts_per_shift",
        name=_("Discounts by hand add up"),
        text="Manual discounts total > $100 per shift by the same cashier",
        severity=MEDIUM,
        reason=_("Small discounts pass one by one; what they come to in a shift does not."),
        quiet_on=_("A shift with a few small discounts."),
        slider=steps("10", "300", "10"),
    ),
    PackRule(
        code="prices_changed",
        name=_("Prices changed by hand"),
        text="> 1 price overrides > $5 without approval in 1 hour by the same cashier",
        severity=HIGH,
        reason=_(
            "A dear article sold for a dollar or less by changing its price. Registers do not "
            "always say so; the price on the receipt against the regular one does."
        ),
        quiet_on=_("The shelf showed a lower price, changed with the manager's approval."),
        slider=steps("1", "8", "1"),
        scheme="price_override",
    ),
    PackRule(
        code="unexplained_discounts",
        name=_("Paid less than the items add up to"),
        text="> 1 unexplained discounts > $3 in 1 hour",
        severity=LOW,
        reason=_(
            "The customer paid less than the receipt adds up to, and nothing on it says why: a "
            "promotion that is set up wrong, or a way round the register."
        ),
        quiet_on=_("One receipt with a gap, as a new promotion may cause."),
        slider=steps("1", "10", "1"),
    ),
    PackRule(
        code="age_checks_skipped",
        name=_("Age checks skipped"),
        text="> 3 age checks skipped per shift by the same cashier",
        severity=HIGH,
        reason=_(
            "One failed check by the authorities can cost the tobacco or alcohol licence. "
            "Skipping is a habit that a word can end."
        ),
        quiet_on=_("A regular whom everybody knows, once in a while."),
        slider=steps("1", "20", "1"),
    ),
    PackRule(
        code="training_sales",
        name=_("Sale in training mode"),
        text="Training sale > $1",
        severity=MEDIUM,
        reason=_(
            "What is rung in training mode counts in no total. With a customer at the counter, "
            "the money goes nowhere that is counted."
        ),
        quiet_on=_("Practice on the first day, without goods of value."),
        slider=steps("1", "50", "1"),
    ),
    PackRule(
        code="two_registers",
        name=_("One number at two registers"),
        text="Same cashier at two registers within 2 minutes",
        severity=MEDIUM,
        reason=_(
            "Nobody is at two registers at once: a number is being lent, and what it did cannot "
            "be laid at anybody's door."
        ),
        quiet_on=_("A cashier who moves to the other register and works there from then on."),
        slider=steps("30", "600", "30"),
    ),
    PackRule(
        code="drive_offs",
        name=_("Drive-offs by one cashier"),
        text="> 2 drive offs per day by the same cashier",
        severity=LOW,
        reason=_(
            "Fuel that was pumped and not paid. Several in a day at one register may be a pump "
            "without prepay, or sales written off."
        ),
        quiet_on=_("A single customer who forgot to pay."),
        slider=steps("1", "10", "1"),
    ),
)
