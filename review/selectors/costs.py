"""What fetching costs, in words; and whom a look-back can be about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext, ngettext

from stores.models import Cashier

if TYPE_CHECKING:
    from clips.services.look_back import Bill
    from clips.services.uplink import Cost
    from stores.access import Member

MOST_CASHIERS = 2000


def in_words(cost: Cost) -> str:
    """``about 95 MB of the store's line, 3 minutes``."""
    return gettext("about %(size)s of the store's line, %(time)s") % {
        "size": size_word(cost.megabytes),
        "time": time_word(cost.seconds),
    }


def size_word(megabytes: int) -> str:
    if megabytes >= 1000:
        return gettext("%(count)s GB") % {"count": f"{megabytes / 1000:.1f}"}
    return gettext("%(count)s MB") % {"count": megabytes}


def time_word(seconds: float) -> str:
    minutes = max(1, round(seconds / 60))
    if minutes < 90:
        return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}
    return gettext("%(count)s hours") % {"count": f"{minutes / 60:.1f}".removesuffix(".0")}


@dataclass(frozen=True, slots=True)
class BillWords:
    """``asides``: why not everything is among it."""

    is_empty: bool
    headline: str
    cost: str
    days: str
    asides: list[str]


def bill_in_words(bill: Bill) -> BillWords:
    count = ngettext("%(count)s transaction", "%(count)s transactions", bill.transactions) % {
        "count": bill.transactions
    }
    clips = ngettext("%(count)s clip", "%(count)s clips", bill.cost.clips) % {
        "count": bill.cost.clips
    }
    return BillWords(
        is_empty=bill.transactions == 0,
        headline=f"{count}, {clips}",
        cost=in_words(bill.cost),
        days=_days(bill),
        asides=_asides(bill),
    )


def _days(bill: Bill) -> str:
    if bill.days is None or bill.days <= 1:
        return ""
    return gettext("With the store's daily limit that takes %(count)s days.") % {"count": bill.days}


def _asides(bill: Bill) -> list[str]:
    said = [
        (bill.there, gettext("%(count)s have their video, or it is on its way.")),
        (bill.lost, gettext("Of %(count)s the recorder has overwritten the footage.")),
        (bill.no_camera, gettext("%(count)s were seen by no camera.")),
    ]
    asides = [sentence % {"count": count} for count, sentence in said if count]
    if bill.is_cut:
        asides.append(gettext("There are more; the newest come first. Order again for the rest."))
    return asides


def cashiers_to_choose(member: Member) -> list[Cashier]:
    rows = member.only(Cashier.objects.select_related("store").filter(is_person=True))
    return list(rows.order_by("store__code", "code")[:MOST_CASHIERS])
