"""The small words: comparisons, links, spans, traits. Beside ``vocabulary``, what things are."""

from __future__ import annotations

from alerts.rules.tree import Op, Whole
from alerts.rules.vocabulary import either

ARTICLES = frozenset({"the", "a", "an", "of", "is", "are", "was", "were", "that", "which", "some"})
"""They carry no meaning here and are passed over."""

PREPOSITIONS = frozenset(
    either(
        "at, on, in, by, with, for, within, during, inside, paid, using, from, amount, when, "
        "while, where, made, done, worth, than, per, every, each, any"
    )
)
FILLERS = frozenset(
    {"apart", "later", "afterwards", "please", "alert", "if"}
    | {"someone", "somebody", "anyone", "anybody"}
)
"""Words people add that change nothing."""

OPS: dict[Op, tuple[str, ...]] = {
    Op.MORE: either(
        "more than, over, above, greater than, bigger than, larger than, exceeding, "
        "exceeds, exceed, in excess, beyond, upwards"
    ),
    Op.AT_LEAST: either(
        "at least, no less than, no fewer than, not less than, not fewer than, minimum, "
        "more than or equal to, greater than or equal to"
    ),
    Op.LESS: either("less than, under, below, fewer than, smaller than"),
    Op.AT_MOST: either(
        "at most, up to, no more than, not more than, not over, maximum, less than or equal to"
    ),
    Op.EXACTLY: either("exactly, equal to, equals, precisely"),
}
SIGNS: dict[str, Op] = {
    ">=": Op.AT_LEAST,
    "=>": Op.AT_LEAST,
    "<=": Op.AT_MOST,
    "=<": Op.AT_MOST,
    "==": Op.EXACTLY,
    ">": Op.MORE,
    "<": Op.LESS,
    "=": Op.EXACTLY,
    "≥": Op.AT_LEAST,
    "≤": Op.AT_MOST,
}
SUFFIXES: dict[Op, tuple[str, ...]] = {
    Op.AT_LEAST: either("or more, or over, and up, and over, and more, or above, plus"),
    Op.AT_MOST: either("or less, or fewer, or under, or below"),
}
WHOLES: dict[Whole, tuple[str, ...]] = {
    Whole.SHIFT: either(
        "per shift, shift, each shift, every shift, a shift, one shift, in shift, same shift"
    ),
    Whole.DAY: either(
        "per day, a day, each day, every day, daily, per business day, business day, in "
        "day, same day, per business date, one business day"
    ),
}
FLAT: dict[str, tuple[str, ...]] = {
    "THEN": either("then, and then, followed by, and later, next"),
    "NOT": either(
        "not, never, without, but not, and not, but no, with no, but never, not followed "
        "by, and never, except, except on, not on, but not on, excluding"
    ),
    "AFTER": either("after, later than, since, past"),
    "BEFORE": either("before, earlier than, until, up until"),
    "BETWEEN": ("between",),
    "TIMES": either("times, time, x"),
    "TOTAL": either(
        "total, totals, totalling, totaling, in total, sum, sums, sum to, add up to, adding "
        "up to, adds up to, together, altogether, combined, in all, summing to, total "
        "amount, worth in total"
    ),
    "WHOLE": either(
        "whole dollar amount, whole dollar, whole dollars, even dollar, even dollar amount, "
        "round dollar amount, round amount, whole amount, no cents, without cents, round "
        "dollars, round dollar, even dollars, whole number amount"
    ),
    "CLOSED": either(
        "while closed, closed, store closed, outside opening hours, after hours, out of "
        "hours, outside business hours, out hours, outside hours, after closing, while "
        "store closed, when store closed, after close"
    ),
    "TWO": tuple(
        f"{at} {two} {kind}{noun}"
        for at in ("at", "on", "in")
        for two in ("two", "2")
        for kind in ("", "different ", "separate ")
        for noun in ("registers", "tills", "lanes", "terminals")
    ),
    "LAST": either("last, final, closing"),
    "FIRST": either("first, opening"),
    "ALSO": either("along with, also flagged, also with, also has, together with, also"),
    "ITEM": either(
        "item, product, containing, contains, item text, line, item name, item containing, "
        "item called, item named, goods"
    ),
    "TO": either("to, through, thru"),
    "AND": either("and, &, but"),
    "OR": either("or, and/or, either"),
}
APPROVED: dict[bool, tuple[str, ...]] = {
    True: either(
        "approved by somebody else, approved, approved by someone else, approved by another "
        "person, approved by manager, with approval, with manager approval, approval, "
        "approved by somebody, approved by someone, approved by other"
    ),
    False: either(
        "without approval, no approval, not approved, unapproved, with no approval, "
        "approved by nobody, approved by no one, without manager approval, nobody approved, "
        "without anybody approving, approved by nobody else"
    ),
}
LINKED: dict[bool, tuple[str, ...]] = {
    True: either(
        "with receipt, linked, receipt, with original receipt, linked to sale, linked to "
        "earlier sale, with original sale"
    ),
    False: either(
        "without receipt, no receipt, unlinked, not linked, with no receipt, without "
        "original receipt, without original sale, without earlier sale, receiptless, no "
        "original sale"
    ),
}
