"""The words of the language, as people at a till say them.

The first phrase of each list is the one the canonical text uses. Phrases are lower case,
without articles; the plural of the last word is understood as well.
"""

from __future__ import annotations

from alerts.rules.tree import By
from transactions.formats.canonical import EventType, Flag, RegisterClass, TenderClass

Kind = EventType | Flag


def either(phrases: str) -> tuple[str, ...]:
    """As a list is spoken: with commas."""
    return tuple(phrases.split(", "))


KINDS: dict[Kind, tuple[str, ...]] = {
    Flag.REFUND: either(
        "refund, return, money back, refunded, refund sale, refund transaction, returned sale"
    ),
    Flag.VOID: either(
        "void, whole sale voided, sale voided, voided sale, voided transaction, voided, "
        "void transaction, void sale, transaction void, cancelled sale, sale cancelled, "
        "canceled sale"
    ),
    Flag.NO_SALE: either("no sale, nosale, drawer opened without sale, drawer open without sale"),
    Flag.SUSPENDED: either(
        "suspended, suspend, suspension, suspended sale, sale suspended, sale on hold, held "
        "sale, parked sale, suspended transaction"
    ),
    Flag.CANCELLATION: either(
        "item removed, removed item, items removed, cancellation, line void, voided line, "
        "voided item, item void, item voided, line cancelled, line cancel, cancelled line, "
        "item cancelled, cancelled item, canceled item, error correct, error correction, "
        "line removed"
    ),
    Flag.MANUAL_DISCOUNT: either(
        "manual discount, discount, discount by hand, hand keyed discount, discounted by hand"
    ),
    Flag.PRICE_OVERRIDE: either(
        "price override, price overridden, overridden price, price changed by hand"
    ),
    Flag.OVERRIDE: either("manager override, override, supervisor override, manager approval used"),
    Flag.AGE_BYPASS: either(
        "age check skipped, age bypass, skipped age check, age check bypassed, id check "
        "skipped, no id check, age verification skipped"
    ),
    Flag.DRAWER_ALARM: either(
        "drawer alarm, drawer opened by key, drawer opened with key, drawer key, drawer "
        "forced, drawer left open, cash drawer alarm"
    ),
    Flag.TRAINING_SALE: either(
        "training sale, sale in training mode, training mode sale, training transaction, "
        "training mode"
    ),
    Flag.UNEXPLAINED_DISCOUNT: either("unexplained discount, discount without reason"),
    EventType.SALE: either("sale, transaction with sale, purchase"),
    EventType.POST_VOID: either(
        "post void, whole sale voided after payment, voided after payment, void after payment, "
        "sale voided after payment, postvoid, void after tender"
    ),
    EventType.RESUME: either("resumed, resume, recalled, resumed sale, sale resumed, recall"),
    EventType.PAID_OUT: either("paid out, payout, pay out, cash paid out, paidout"),
    EventType.PAID_IN: either("paid in, pay in, cash paid in, paidin"),
    EventType.SAFE_DROP: either("safe drop, drop, cash drop, drop to safe"),
    EventType.SAFE_LOAN: either("safe loan, loan, cash loan"),
    EventType.DRIVE_OFF: either("drive off, driveoff, drove off"),
    EventType.PUMP_TEST: either("pump test, fuel test"),
    EventType.CHECK_CASH: either("check cashed, cashed check, check cashing, cheque cashed"),
    EventType.OPEN_CLOSE: either(
        "open or close, till opened or closed, register opened or closed, opening or closing"
    ),
    EventType.CLOCK: either("clock in or out, clock in, clock out, clocked in, clocked out"),
    EventType.PRICE_CHANGE: either("price change, price changed"),
    EventType.SUMMARY: either("summary, summary report"),
    EventType.OTHER: ("other event",),
    EventType.UNKNOWN: either("event not understood, not understood, unknown event"),
}
NO_AMOUNT: frozenset[Kind] = frozenset(
    {
        Flag.NO_SALE,
        Flag.DRAWER_ALARM,
        EventType.OPEN_CLOSE,
        EventType.CLOCK,
        EventType.SUMMARY,
    }
)
ANY_EVENT = ("any event", "any transaction", "anything", "event", "transaction", "any of it")

TENDERS: dict[TenderClass, tuple[str, ...]] = {
    TenderClass.CASH: either("cash, banknotes"),
    TenderClass.CARD: either("card, credit card, debit card, credit, debit, bank card"),
    TenderClass.MOBILE: either("mobile, mobile payment, phone payment, mobile wallet"),
    TenderClass.FLEET: either("fleet, fleet card"),
    TenderClass.EBT: either("ebt, food stamp, snap, ebt card"),
    TenderClass.CHECK: either("check, cheque"),
    TenderClass.GIFT: either("gift card, gift, gift certificate"),
    TenderClass.LOYALTY: either("loyalty, loyalty points, points"),
    TenderClass.HOUSE: either("house account, house, on account, store account"),
    TenderClass.ROUNDING: ("rounding",),
    TenderClass.OTHER: either("other tender, other payment"),
}

PLACES: dict[By, tuple[str, ...]] = {
    By.CASHIER: either(
        "cashier, operator, clerk, employee, associate, person, login, cashier number"
    ),
    By.REGISTER: either("register, till, lane, terminal, checkout, pos"),
    By.STORE: either("store, shop, site, location, station"),
}
REGISTER_KINDS: dict[RegisterClass, tuple[str, ...]] = {
    RegisterClass.INSIDE: either("inside register, indoor register, inside till, inside"),
    RegisterClass.OUTSIDE: either(
        "outside register, outdoor register, pump register, pump, outside"
    ),
    RegisterClass.UNKNOWN: either("register of unknown kind, unknown register"),
}
DAYS: dict[int, tuple[str, ...]] = {
    1: either("Monday, mon"),
    2: either("Tuesday, tue, tues"),
    3: either("Wednesday, wed, weds"),
    4: either("Thursday, thu, thur, thurs"),
    5: either("Friday, fri"),
    6: either("Saturday, sat"),
    7: either("Sunday, sun"),
}
DAY_GROUPS: dict[tuple[int, ...], tuple[str, ...]] = {
    (1, 2, 3, 4, 5): either("weekdays, weekday, workday, working day"),
    (6, 7): either("weekends, weekend"),
}
SMALL = either("zero, one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve")
ROUND = {"fifteen": 15, "twenty": 20, "thirty": 30, "fifty": 50, "hundred": 100, "dozen": 12}
NUMBERS = {word: number for number, word in enumerate(SMALL)} | ROUND
UNITS: dict[int, tuple[str, ...]] = {
    1: either("second, sec, s"),
    60: either("minute, min, m"),
    3600: either("hour, hr, h"),
    86400: ("day",),
    604800: ("week",),
    2592000: ("month",),
    31536000: ("year",),
}
