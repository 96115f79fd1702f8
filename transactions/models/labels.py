"""What event types and flags are called."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from transactions.formats import canonical

EVENT_TYPES = {
    "sale": _("Sale"),
    "refund": _("Refund"),
    "void": _("Whole sale voided"),
    "post_void": _("Voided after payment"),
    "no_sale": _("No sale"),
    "suspend": _("Suspended"),
    "resume": _("Resumed"),
    "paid_out": _("Paid out"),
    "paid_in": _("Paid in"),
    "safe_drop": _("Safe drop"),
    "safe_loan": _("Safe loan"),
    "drawer_alarm": _("Drawer alarm"),
    "drive_off": _("Drive-off"),
    "pump_test": _("Pump test"),
    "check_cash": _("Check cashed"),
    "open_close": _("Open or close"),
    "clock": _("Clock in or out"),
    "price_change": _("Price change"),
    "summary": _("Summary"),
    "other": _("Other"),
    "unknown": _("Not understood"),
}
FLAGS = {
    "refund": _("Refund"),
    "void": _("Whole sale voided"),
    "no_sale": _("No sale"),
    "suspended": _("Suspended"),
    "cancellation": _("Item removed"),
    "manual_discount": _("Manual discount"),
    "price_override": _("Price override"),
    "override": _("Manager override"),
    "age_bypass": _("Age check skipped"),
    "drawer_alarm": _("Drawer alarm"),
    "training_sale": _("Sale in training mode"),
    "unexplained_discount": _("Unexplained discount"),
    "pattern": _("Pattern"),
}

if set(EVENT_TYPES) != set(canonical.EventType) or set(FLAGS) != set(canonical.Flag):
    raise ImproperlyConfigured("Every event type and every flag needs a label.")
