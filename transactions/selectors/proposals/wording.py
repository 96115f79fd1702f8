"""Reasons of proposals as sentences, and the words of what is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from stores.models import RegisterClass
from transactions.selectors.receipts import TENDERS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrOrPromise

    from transactions.selectors.proposals.proposal import Reason

ROLES: dict[str, StrOrPromise] = {
    "merchandise": _("Goods"),
    "fuel": _("Fuel"),
    "car_wash": _("Car wash"),
    "lottery_sale": _("Lottery sold"),
    "lottery_payout": _("Lottery paid out"),
    "paid_out": _("Paid out"),
    "gift_card": _("Gift card"),
    "fee": _("Fee or deposit"),
    "ignore": _("Leave out"),
}
CLASSES: dict[str, StrOrPromise] = {
    RegisterClass.INSIDE: _("Inside"),
    RegisterClass.OUTSIDE: _("Outside (pump)"),
}
NUMBERS: dict[str, StrOrPromise] = {
    "person": _("A person"),
    "nobody": _("Nobody"),
}
FORMULAS: dict[str, StrOrPromise] = {
    "net_includes_tax": _("The net total holds the tax already"),
    "grand_is_net_plus_tax": _("Tax is added to the net total"),
    "auto": _("Decide for each receipt"),
}
CHOICES: dict[str, Mapping[Any, StrOrPromise]] = {
    "department": ROLES,
    "tender": TENDERS,
    "register": CLASSES,
    "cashier": NUMBERS,
}
_SENTENCES: dict[str, StrOrPromise] = {
    "department_words": _("%(rung)s, called “%(text)s”"),
    "department_kind": _("%(rung)s, written as such by the register"),
    "department_goods": _("%(rung)s; %(goods)s items such as “%(example)s”"),
    "department_one_good": _("%(rung)s; “%(example)s”"),
    "department_negative": _(
        "%(rung)s, such as “%(example)s”: money going out; what for is not clear"
    ),
    "department_few": _("Only %(rings)s rings so far, such as “%(example)s”: too few to tell"),
    "department_zero": _("%(rung)s, always 0.00: the amounts do not tell"),
    "department_not_rung": _("Not rung in the last %(span)s"),
    "tender_words": _("%(uses)s payments; “%(text)s” says so"),
    "tender_change": _("%(uses)s payments; change was given back in it %(change)s times"),
    "tender_card": _("%(uses)s payments; card digits were written in %(card)s of them"),
    "tender_several": _("%(uses)s payments; its sub-codes say several things"),
    "tender_unknown": _("%(uses)s payments; neither its name nor its use tells what it is"),
    "tender_not_used": _("Not used in the last %(span)s"),
    "register_outside": _("%(outside)s of %(events)s events are marked outside sales"),
    "register_inside": _("%(inside)s of %(events)s events are marked inside sales"),
    "register_pump_cashier": _(
        "%(pump_cashier)s of %(events)s events are by the cashier of the pumps"
    ),
    "register_pump_number": _("Numbered like a pump, and never marked inside"),
    "register_cashiers": _("%(cashiers)s cashiers ring there, %(events)s events"),
    "register_mixed": _("Marked outside %(outside)s times and inside %(inside)s times"),
    "register_set": _("Set when the store was made"),
    "register_unknown": _("%(events)s events; nothing tells where it stands"),
    "cashier_pump": _("The number that pumps ring under"),
    "cashier_system": _("“%(code)s” is a word of the register, not a name"),
    "cashier_outside": _("%(outside)s of %(rings)s rings are at pumps"),
    "cashier_shared": _(
        "Rang at two registers within a minute %(at_once)s times: perhaps several people"
    ),
    "cashier_named": _("%(rings)s rings; the data calls it “%(name)s”"),
    "cashier_rings": _("%(rings)s rings, never at two registers at once"),
    "cashier_silent": _("Not heard in the last %(span)s"),
}
_SIGNS: dict[str, StrOrPromise] = {
    "negative": _("%(rings)s rings in %(span)s, always negative"),
    "positive": _("%(rings)s rings in %(span)s, always positive"),
    "mixed": _("%(rings)s rings in %(span)s, %(negative)s of them negative"),
    "": _("%(rings)s rings in %(span)s"),
}


def sentence(reason: Reason, days: int) -> str:
    """Why it is proposed, in the reader's language, without a full stop. ``days``: how
    many the sample spans."""
    span = ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    params = {**reason.params, "span": span}
    if "sign" in params:
        params["rung"] = str(_SIGNS[params["sign"]]) % params
    return str(_SENTENCES[reason.code]) % params


def word(kind: str, value: str) -> str:
    """A value as people say it; a value that is no choice any more, as it is written."""
    return str(CHOICES[kind].get(value, value))
