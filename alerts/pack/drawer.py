"""Rules of the pack about the cash drawer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from alerts.pack.entries import HIGH, LOW, MEDIUM, PackRule, steps

DRAWER = (
    PackRule(
        code="no_sales_5_minutes",
        name=_("Drawer opened again and again"),
        text="> 3 no sales in 5 minutes",
        severity=HIGH,
        reason=_(
            "Every opening without a sale is a moment with the cash in reach and no receipt. "
            "Several within minutes are seldom about change."
        ),
        quiet_on=_("A customer asks for change: the drawer opens once."),
        slider=steps("1", "10", "1"),
        is_on=True,
    ),
    PackRule(
        code="no_sales_half_hour",
        name=_("Drawer opened many times in half an hour"),
        text="> 3 no sales in 30 minutes",
        severity=MEDIUM,
        reason=_(
            "Small handfuls are taken with minutes in between, too far apart for a rule that "
            "looks at five minutes only."
        ),
        quiet_on=_("Change for a few customers, spread over the shift."),
        slider=steps("1", "12", "1"),
        scheme="no_sale_burst",
    ),
    PackRule(
        code="void_then_no_sale",
        name=_("Sale voided, then the drawer opened"),
        text="Void then no sale within 90 seconds by the same cashier",
        severity=HIGH,
        reason=_(
            "A voided sale leaves its cash in the drawer with nothing to show for it; a drawer "
            "opened right after is when it would leave."
        ),
        quiet_on=_("A sale voided and rung again: the drawer opens with the new sale."),
        slider=steps("30", "300", "30"),
    ),
    PackRule(
        code="drawer_alarms",
        name=_("Drawer opened by key or left open"),
        text="> 1 drawer alarms per shift",
        severity=MEDIUM,
        reason=_(
            "A drawer opened by its key passes the register by. Once in a shift may be a jam; "
            "more should have a reason that somebody can give."
        ),
        quiet_on=_("One alarm in a shift, after a stuck drawer."),
        slider=steps("1", "6", "1"),
    ),
    PackRule(
        code="no_sales_night",
        name=_("Drawer opened more than once at night"),
        text="> 1 no sales between 11pm and 5am in 30 minutes",
        severity=MEDIUM,
        reason=_(
            "Few customers, one person at work and nobody watching: the hours when a drawer has "
            "the least reason to open without a sale."
        ),
        quiet_on=_("One customer at night who needs change."),
        slider=steps("1", "6", "1"),
    ),
    PackRule(
        code="no_sales_last_hour",
        name=_("Drawer opened often at the end of a shift"),
        text="> 2 no sales in last hour of shift per shift",
        severity=LOW,
        reason=_(
            "What was set aside during a shift is often taken out before the count, in its last "
            "hour. Known once the shift is over."
        ),
        quiet_on=_("The drawer opened for the count itself, once or twice."),
        slider=steps("1", "8", "1"),
    ),
    PackRule(
        code="big_paid_out",
        name=_("Large paid-out"),
        text="Paid out > $150",
        severity=LOW,
        reason=_(
            "Cash leaves by a paid-out with a slip as its only proof. A large one deserves its "
            "slip to be looked at the same day."
        ),
        quiet_on=_("The usual deliveries paid in cash, with slips of everyday size."),
        slider=steps("20", "500", "10"),
    ),
)
