"""What is said about a rule's text that cannot be used, and what its words mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from transactions.formats.canonical import EventType, Flag

if TYPE_CHECKING:
    from alerts.words import Words

PROBLEMS: Words = {
    "empty": _("Write what should raise an alert, such as “Refund > $50”."),
    "too_long": _("%(length)s characters are too many: a rule has at most %(most)s."),
    "hidden_character": _("There is a character here that cannot be seen (%(code)s). Remove it."),
    "odd_character": _("“%(text)s” means nothing here."),
    "look_alike": _("“%(word)s” has foreign letters that only look like “%(latin)s”."),
    "unknown_word": _("“%(word)s” is not understood."),
    "unexpected": _("“%(word)s” does not fit here."),
    "unfinished": _("Something is missing after “%(word)s”."),
    "second_event": _("Between two events, say “or”, “then” or “not” (before “%(word)s”)."),
    "third_event": _("A rule can follow two events, not more. Write a second rule for the rest."),
    "two_rules": _(
        "“Or” can join events, tenders, days and names. Write the rest as its own rule."
    ),
    "not_here": _("“Not” can stand before an event or a day of the week only."),
    "which_one": _("Say which one, by its number."),
    "quote_left_open": _("The quotation mark is never closed."),
    "no_event": _("Say which event it is about, such as refund, void or no sale."),
    "everything": _("That is every transaction. Say which ones."),
    "and_of_events": _(
        "One transaction is one of these, not all: say “or”; or “then” when one follows the other."
    ),
    "not_a_trait": _("Only what a transaction is marked with can stand here, such as “override”."),
    "absurd_number": _("This number is too long."),
    "absurd_amount": _("At most %(most)s."),
    "absurd_count": _("At most %(most)s events can be counted."),
    "negative_number": _(
        "Numbers are without a minus sign: a refund is counted as what it paid out."
    ),
    "cents": _("Money has at most two decimals."),
    "whole_number": _("Events are counted in whole numbers."),
    "one_is_enough": _("One is enough here: leave the number and the time span out."),
    "only_more": _("A rule looks for too many, so say “more than” or “at least”."),
    "how_compared": _("Say whether it is more than, at least or exactly this."),
    "dollars_or_times": _("Is this dollars or a number of times?"),
    "no_amount": _("These events have no amount."),
    "never_true": _("This can never be true."),
    "said_twice": _("This was said already."),
    "range_of_what": _("“Between” takes two times of day or two amounts."),
    "no_such_time": _("There is no such time of day."),
    "am_or_pm": _("In the morning or in the evening?"),
    "empty_span": _("It begins and ends at the same time."),
    "all_day": _("That is the whole day: leave it out."),
    "every_day": _("That is every day of the week: leave it out."),
    "day_left_out_already": _("This day is left out already."),
    "no_window": _("Say within what time, or per shift or per day."),
    "empty_window": _("This time span is empty."),
    "window_too_long": _(
        "A time span may be %(most)s at most. Use “per day”, or look at the trends for longer."
    ),
    "window_must_be_time": _("Say within how many seconds, minutes or hours."),
    "window_alone": _(
        "A time span needs a number or a total, such as “more than 3”; or leave it out."
    ),
    "key_alone": _("“The same” needs several events to compare; leave it out, or say how many."),
    "two_keys": _("What must be the same: only one of register, cashier and store."),
    "total_of_what": _("Say what the total is more than."),
    "number_in_pair": _("Counts and totals cannot be part of “then”, “not” or “at two registers”."),
    "say_which": _("Say this directly after the event that it is about."),
    "who_at_two": _("Two registers are of interest when it is the same cashier: say so."),
    "too_many_names": _("At most %(most)s names."),
    "bad_name": _("A name has 1 to %(most)s characters."),
    "bad_item": _("An item's text has 1 to %(most)s characters."),
}
KINDS: dict[EventType | Flag, object] = {
    Flag.REFUND: _("money given back to a customer"),
    Flag.VOID: _("a whole sale voided, before or after payment"),
    Flag.NO_SALE: _("the drawer opened without a sale"),
    Flag.SUSPENDED: _("a sale put aside without payment"),
    Flag.CANCELLATION: _("goods taken off a sale that went on"),
    Flag.MANUAL_DISCOUNT: _("a discount given by hand"),
    Flag.PRICE_OVERRIDE: _("a price changed by hand"),
    Flag.OVERRIDE: _("somebody other than the cashier approved it"),
    Flag.AGE_BYPASS: _("an age check that was skipped"),
    Flag.DRAWER_ALARM: _("the drawer opened by key, forced or left open"),
    Flag.TRAINING_SALE: _("a sale rung in training mode, which counts in no total"),
    Flag.UNEXPLAINED_DISCOUNT: _("paid less than the items add up to, with no reason given"),
    EventType.SALE: _("goods sold and paid"),
    EventType.POST_VOID: _("a sale voided after it was paid"),
    EventType.RESUME: _("a suspended sale taken up again"),
    EventType.PAID_OUT: _("cash taken out of the drawer for an expense"),
    EventType.PAID_IN: _("cash put into the drawer without a sale"),
    EventType.SAFE_DROP: _("cash moved from the drawer to the safe"),
    EventType.SAFE_LOAN: _("cash moved from the safe to the drawer"),
    EventType.DRIVE_OFF: _("fuel taken without payment"),
    EventType.PUMP_TEST: _("fuel run to test a pump"),
    EventType.CHECK_CASH: _("a check turned into cash"),
    EventType.OPEN_CLOSE: _("a register opened or closed"),
    EventType.CLOCK: _("somebody clocked in or out"),
    EventType.PRICE_CHANGE: _("a price changed in the register's own list"),
    EventType.SUMMARY: _("a report that the register printed"),
    EventType.OTHER: _("an event of another type"),
    EventType.UNKNOWN: _("an event that was kept but not understood"),
}
MEANINGS: Words = {
    "amount": _("the amount, without its sign"),
    "between_amounts": _("an amount from the one to the other"),
    "whole_dollars": _("an amount without cents"),
    "tender": _("how the largest part was paid"),
    "times": _("the store's own time"),
    "days": _("days of the week"),
    "closed": _("outside the store's opening hours"),
    "store": _("only at these stores"),
    "register": _("only at these registers"),
    "register_kind": _("by where the register stands"),
    "cashier": _("only these cashier numbers"),
    "last_of_shift": _("known when the shift is over"),
    "first_of_shift": _("counted from the shift's first event"),
    "item": _("text on a line of the receipt"),
    "approved": _("whether somebody else approved it"),
    "linked": _("whether it names an earlier receipt"),
    "also": _("marked with something else as well"),
    "then": _("followed by another event"),
    "absent": _("when something does not follow"),
    "window": _("counted within any such span of time"),
    "shift": _("counted for each shift"),
    "day": _("counted for each business day"),
    "key": _("what must be the same"),
    "count": _("so many of them"),
    "total": _("their amounts added up"),
    "two_places": _("at two registers of one store at once"),
    "or": _("either of the two"),
}
