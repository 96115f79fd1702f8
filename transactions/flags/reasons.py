"""Sentences that say why a transaction was flagged, in a calm manager's words.

A flag's code and parameters are stored; the sentence is made for the reader, through
the ``translate`` given. Parameters named in ``wording.MONEY_PARAMS`` are decimal text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from transactions.formats.wording import fill, identity

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MESSAGES: Final[dict[str, str]] = {
    "refund_no_link": "Refund of %(amount)s with no sale linked to it.",
    "refund_linked": "Refund of %(amount)s, linked to transaction %(transaction_no)s.",
    "refund_no_amount": "Refund with no amount on it.",
    "refund_by_lines": "A sale that gave %(amount)s back for returned goods.",
    "refund_negative_total": "A sale that came out negative: %(amount)s given back.",
    "refund_in_sale": "%(count)s returned item(s) worth %(amount)s inside a sale.",
    "void": "Whole sale of %(amount)s voided.",
    "void_no_amount": "Whole sale voided.",
    "void_all_lines": "Every item of a sale was removed, %(amount)s in all, and nobody paid.",
    "post_void": "Sale of %(amount)s voided after it was completed.",
    "no_sale": "Drawer opened without a sale.",
    "no_sale_inferred": "Drawer seems to have been opened without a sale.",
    "suspended": "Sale of %(amount)s set aside without payment.",
    "suspended_no_amount": "Sale set aside without payment.",
    "cancellation": "%(count)s item(s) worth %(amount)s removed from a sale that went on.",
    "cancellation_no_amount": "%(count)s item(s) removed from a sale that went on.",
    "cancellation_unclear": "%(count)s item(s) worth %(amount)s left a sale with the mark "
    "“%(status)s”.",
    "manual_discount": "Discount of %(amount)s given by hand.",
    "manual_discount_reason": "Discount of %(amount)s given by hand: %(reason)s.",
    "manual_discount_no_amount": "Discount given by hand.",
    "price_override": "Price changed by hand, %(difference)s below the regular price.",
    "price_override_up": "Price changed by hand, %(difference)s above the regular price.",
    "price_override_no_amount": "Price changed by hand.",
    "price_override_derived": "Sold %(difference)s below the regular price, and nothing on "
    "the receipt says why.",
    "price_override_derived_up": "Sold %(difference)s above the regular price, and nothing "
    "on the receipt says why.",
    "override": "Approved by %(approver)s at the register of %(cashier)s.",
    "age_bypass": "Age check skipped for %(count)s item(s).",
    "drawer_alarm": "The drawer raised an alarm: opened or left open out of turn.",
    "training_sale": "Rung in training mode, so it counts in no total.",
    "unexplained_discount": "The customer paid %(difference)s less than the items add up to, "
    "and nothing on the receipt says why.",
}


def sentence(
    code: str, params: Mapping[str, str], translate: Callable[[str], str] = identity
) -> str:
    """The sentence of one flag's reason; an unknown code is shown as is."""
    return fill(MESSAGES.get(code, code), params, translate)
