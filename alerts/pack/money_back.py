"""Rules of the pack about refunds and voids."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from alerts.pack.entries import HIGH, LOW, MEDIUM, PackRule, steps

MONEY_BACK = (
    PackRule(
        code="refund_over_50",
        name=_("Large refund"),
        text="Refund > $50",
        severity=HIGH,
        reason=_(
            "Few things in a c-store cost so much that giving it back is an everyday matter. A "
            "refund of this size is worth its two minutes of video."
        ),
        quiet_on=_("A drink or a snack brought back."),
        slider=steps("10", "200", "5"),
        is_on=True,
    ),
    PackRule(
        code="cash_refund_no_sale",
        name=_("Cash refund with no sale behind it"),
        text="Refund > $4 by cash without receipt",
        severity=HIGH,
        reason=_(
            "Cash handed out for goods that no receipt says were sold. When nobody stands at the "
            "counter, the money went elsewhere."
        ),
        quiet_on=_("A customer brings an article back with its receipt, and a manager agrees."),
        slider=steps("1", "50", "1"),
        scheme="refund_without_customer",
    ),
    PackRule(
        code="whole_dollar_refunds",
        name=_("Refund of whole dollars"),
        text="Refund > $15 with whole dollar amount",
        severity=MEDIUM,
        reason=_(
            "Prices end in cents and tax is added, so a true refund seldom comes to whole "
            "dollars. A made-up one often does."
        ),
        quiet_on=_("An article with tax brought back: its price has cents."),
        slider=steps("5", "100", "5"),
    ),
    PackRule(
        code="void_of_paid_sale",
        name=_("Paid sale voided afterwards"),
        text="Void > $1 with receipt",
        severity=HIGH,
        reason=_(
            "The customer paid and left; voiding the sale then makes its cash a surplus that "
            "nobody will miss."
        ),
        quiet_on=_("A sale voided before it is paid because a card did not work, and rung again."),
        slider=steps("1", "50", "1"),
        scheme="void_after_tender",
    ),
    PackRule(
        code="voids_per_shift",
        name=_("Many voids by one cashier"),
        text="> 4 voids per shift by the same cashier",
        severity=MEDIUM,
        reason=_(
            "Voids happen to everybody; a shift with many means a till that does not work, or "
            "one that works for somebody else."
        ),
        quiet_on=_("A busy shift with two or three mistakes."),
        slider=steps("1", "15", "1"),
    ),
    PackRule(
        code="late_void",
        name=_("Large void late in the evening"),
        text="Void > $20 between 10pm and 5am",
        severity=MEDIUM,
        reason=_(
            "Late in the evening nobody is there to ask what was wrong with the sale, and the "
            "cash of the day is in the drawer."
        ),
        quiet_on=_("The same void at noon, with a manager at hand."),
        slider=steps("5", "100", "5"),
    ),
    PackRule(
        code="post_voids",
        name=_("Sale voided after it was finished"),
        text="Post void > $10",
        severity=MEDIUM,
        reason=_(
            "A finished sale was paid for. Taking it back afterwards needs the customer, the "
            "goods or a receipt that says why."
        ),
        quiet_on=_("A wrong pack of gum, put right at once for a dollar or two."),
        slider=steps("1", "100", "1"),
    ),
    PackRule(
        code="refund_while_closed",
        name=_("Refund while the store is closed"),
        text="Refund while closed",
        severity=HIGH,
        reason=_(
            "With the doors locked there is no customer to give money back to. Needs the store's "
            "opening hours."
        ),
        quiet_on=_("A manager opens the drawer at night to count it, and refunds nothing."),
        scheme="after_hours_open",
    ),
    PackRule(
        code="drawer_then_refund",
        name=_("Drawer opened, then a refund"),
        text="No sale then refund within 5 minutes by the same cashier",
        severity=MEDIUM,
        reason=_(
            "Cash that has left the drawer is made up for by a refund that nobody asked for. The "
            "order of the two gives it away."
        ),
        quiet_on=_("Change for one customer, and an hour later a refund for another."),
        slider=steps("60", "900", "60"),
    ),
    PackRule(
        code="suspended_not_resumed",
        name=_("Suspended sale never taken up again"),
        text="Suspended not resumed within 30 minutes",
        severity=MEDIUM,
        reason=_(
            "A sale put aside is not counted. If the customer has paid cash and left, it never "
            "will be."
        ),
        quiet_on=_("A customer goes back for a wallet; the sale is resumed minutes later."),
        slider=steps("600", "7200", "300"),
        scheme="suspended_never_resumed",
    ),
    PackRule(
        code="suspended_many",
        name=_("Many suspended sales in a shift"),
        text="> 4 suspended per shift by the same cashier",
        severity=LOW,
        reason=_(
            "Sales put aside are how a line is kept moving; many by one cashier is also how "
            "sales are kept out of the count."
        ),
        quiet_on=_("A busy hour with one or two wallets left in cars."),
        slider=steps("1", "15", "1"),
    ),
)
