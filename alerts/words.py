"""The sentences of the rule language, for translation. ``wording`` puts values into them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from alerts.rules.tree import By, Op, Whole
from transactions.formats.canonical import EventType, Flag, RegisterClass, TenderClass

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Words = dict[str, _StrPromise]

SENTENCES: Words = {
    "single": _("each %(events)s."),
    "count": _("%(many)s %(events)s, %(window)s, %(by)s."),
    "total": _("%(events)s that add up to %(many)s, %(window)s, %(by)s."),
    "sequence": _("%(first)s, then %(then)s, at most %(within)s later, %(by)s."),
    "absence": _("%(events)s, and no %(missing)s within %(within)s after it, %(by)s."),
    "two_places": _(
        "%(events)s by the same cashier number at two registers of one store, at most %(within)s "
        "apart."
    ),
    "default_key": _(
        "Each register is looked at by itself. Add “by the same cashier” or “at the same store” "
        "to change that."
    ),
    "key": _("Each %(keys)s is looked at separately; events without one are left out."),
    "what_a_shift_is": _(
        "A shift is what the register's own shift record says; where it has none, everything at "
        "one register without a pause of %(gap)s."
    ),
    "what_a_day_is": _("A day is the business date in the journal, not midnight to midnight."),
    "known_after": _(
        "This can be known only when the store has been heard for %(span)s more, so the alert "
        "comes that much later."
    ),
    "known_after_shift": _(
        "Which hour was the last is known only when the shift is over, up to %(gap)s after its "
        "last event."
    ),
    "resumed_anywhere": _(
        "A resume that names the suspended transaction counts at whatever register it happens."
    ),
    "what_closed_is": _("Counts only at stores whose opening hours are set."),
    "amount_taken_off": _("The amount is what was taken off or removed, not the whole receipt."),
}
BY = {
    By.REGISTER: _("at the same register"),
    By.CASHIER: _("by the same cashier"),
    By.STORE: _("at the same store"),
}
KEYS = {By.REGISTER: _("register"), By.CASHIER: _("cashier"), By.STORE: _("store")}
WHOLES = {Whole.SHIFT: _("in one shift"), Whole.DAY: _("on one business day")}
HOW_MANY = {Op.MORE: _("more than %(number)s"), Op.AT_LEAST: _("at least %(number)s")}
AMOUNTS = {
    Op.MORE: _("of more than %(value)s"),
    Op.AT_LEAST: _("of at least %(value)s"),
    Op.LESS: _("of less than %(value)s"),
    Op.AT_MOST: _("of at most %(value)s"),
    Op.EXACTLY: _("of exactly %(value)s"),
}
CONDITIONS: Words = {
    "WholeDollars": _("in whole dollars without cents"),
    "PaidBy": _("paid mostly by %(tenders)s"),
    "Between": _("between %(start)s and %(end)s"),
    "OnDays": _("on %(days)s"),
    "WhileClosed": _("while the store is closed"),
    "AtStores": _("at store %(codes)s"),
    "AtRegisters": _("at register %(codes)s"),
    "RegisterKind": _("at %(kind)s"),
    "ByCashiers": _("by cashier number %(codes)s"),
    "LastOfShift": _("in the last %(span)s of the shift"),
    "FirstOfShift": _("in the first %(span)s of the shift"),
    "HasItem": _("with “%(text)s” on the receipt"),
    "AlsoFlagged": _("that is also marked %(flags)s"),
}
YES_NO = {
    ("Approved", True): _("approved by somebody other than the cashier"),
    ("Approved", False): _("approved by nobody else"),
    ("Linked", True): _("that names its earlier receipt"),
    ("Linked", False): _("that names no earlier receipt"),
}
TENDERS = {
    TenderClass.CASH: _("cash"),
    TenderClass.CARD: _("card"),
    TenderClass.MOBILE: _("mobile payment"),
    TenderClass.FLEET: _("fleet card"),
    TenderClass.EBT: _("EBT"),
    TenderClass.CHECK: _("check"),
    TenderClass.GIFT: _("gift card"),
    TenderClass.LOYALTY: _("loyalty points"),
    TenderClass.HOUSE: _("house account"),
    TenderClass.ROUNDING: _("rounding"),
    TenderClass.OTHER: _("another tender"),
}
REGISTER_KINDS = {
    RegisterClass.INSIDE: _("inside registers"),
    RegisterClass.OUTSIDE: _("outside registers"),
    RegisterClass.UNKNOWN: _("registers of unknown kind"),
}
DAYS = {
    1: _("Monday"),
    2: _("Tuesday"),
    3: _("Wednesday"),
    4: _("Thursday"),
    5: _("Friday"),
    6: _("Saturday"),
    7: _("Sunday"),
}
NOUNS: dict[EventType | Flag, _StrPromise] = {
    Flag.REFUND: _("refund"),
    Flag.VOID: _("voided sale"),
    Flag.NO_SALE: _("no sale"),
    Flag.SUSPENDED: _("suspended sale"),
    Flag.CANCELLATION: _("sale with an item removed"),
    Flag.MANUAL_DISCOUNT: _("manual discount"),
    Flag.PRICE_OVERRIDE: _("price override"),
    Flag.OVERRIDE: _("manager override"),
    Flag.AGE_BYPASS: _("skipped age check"),
    Flag.DRAWER_ALARM: _("drawer alarm"),
    Flag.TRAINING_SALE: _("sale in training mode"),
    Flag.UNEXPLAINED_DISCOUNT: _("unexplained discount"),
    EventType.SALE: _("sale"),
    EventType.POST_VOID: _("void after payment"),
    EventType.RESUME: _("resumed sale"),
    EventType.PAID_OUT: _("paid out"),
    EventType.PAID_IN: _("paid in"),
    EventType.SAFE_DROP: _("safe drop"),
    EventType.SAFE_LOAN: _("safe loan"),
    EventType.DRIVE_OFF: _("drive-off"),
    EventType.PUMP_TEST: _("pump test"),
    EventType.CHECK_CASH: _("cashed check"),
    EventType.OPEN_CLOSE: _("opening or closing of a register"),
    EventType.CLOCK: _("clock-in or clock-out"),
    EventType.PRICE_CHANGE: _("price change"),
    EventType.SUMMARY: pgettext_lazy("event", "summary"),
    EventType.OTHER: _("event of another type"),
    EventType.UNKNOWN: _("event that was not understood"),
}
NOUNS_MANY: dict[EventType | Flag, _StrPromise] = {
    Flag.REFUND: _("refunds"),
    Flag.VOID: _("voided sales"),
    Flag.NO_SALE: _("no sales"),
    Flag.SUSPENDED: _("suspended sales"),
    Flag.CANCELLATION: _("sales with an item removed"),
    Flag.MANUAL_DISCOUNT: _("manual discounts"),
    Flag.PRICE_OVERRIDE: _("price overrides"),
    Flag.OVERRIDE: _("manager overrides"),
    Flag.AGE_BYPASS: _("skipped age checks"),
    Flag.DRAWER_ALARM: _("drawer alarms"),
    Flag.TRAINING_SALE: _("sales in training mode"),
    Flag.UNEXPLAINED_DISCOUNT: _("unexplained discounts"),
    EventType.SALE: _("sales"),
    EventType.POST_VOID: _("voids after payment"),
    EventType.RESUME: _("resumed sales"),
    EventType.PAID_OUT: _("paid outs"),
    EventType.PAID_IN: _("paid ins"),
    EventType.SAFE_DROP: _("safe drops"),
    EventType.SAFE_LOAN: _("safe loans"),
    EventType.DRIVE_OFF: _("drive-offs"),
    EventType.PUMP_TEST: _("pump tests"),
    EventType.CHECK_CASH: _("cashed checks"),
    EventType.OPEN_CLOSE: _("openings or closings of a register"),
    EventType.CLOCK: _("clock-ins or clock-outs"),
    EventType.PRICE_CHANGE: _("price changes"),
    EventType.SUMMARY: _("summaries"),
    EventType.OTHER: _("events of another type"),
    EventType.UNKNOWN: _("events that were not understood"),
}
