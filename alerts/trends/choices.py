"""What the address of trends says. Every choice is in it, and nothing else is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import urlencode

from django.db.models import Max
from django.http import Http404, QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from alerts.models import DayTotal
from alerts.scores.metrics import METRICS, SALES
from alerts.trends.periods import SHOWN, Period, Unit, before, period_of, so_far, steps_on
from stores.models import Cashier, Register, Store

if TYPE_CHECKING:
    from stores.access import Member

SHOWS: Final = {
    "rate": _("Per 1,000 sales"),
    "count": _("Number"),
    "amount": _("Dollars"),
}
UNITS: Final = {"week": _("Weeks"), "month": _("Months")}


@dataclass(frozen=True, slots=True)
class Choices:
    member: Member
    unit: Unit
    metric: str
    show: str
    store: Store | None
    register: Register | None
    cashier: Cashier | None
    period: Period
    """As far as something was heard."""
    last: date
    """The last business date heard."""

    @property
    def measure(self) -> str:
        return METRICS[self.metric]

    @property
    def before(self) -> Period:
        return before(self.unit, self.period)

    @property
    def shown(self) -> list[Period]:
        """Whole weeks or months: the last ones, or those up to an older one that is chosen."""
        count = SHOWN[self.unit]
        last = period_of(self.unit, self.last)
        if steps_on(self.unit, last, 1 - count).start > self.period.start:
            last = period_of(self.unit, self.period.start)
        return [steps_on(self.unit, last, step) for step in range(1 - count, 1)]

    @property
    def store_ids(self) -> list[int] | None:
        """The store chosen, or all that the member may see; None for every store there is."""
        if self.store is not None:
            return [self.store.pk]
        return self.seen_ids

    @property
    def seen_ids(self) -> list[int] | None:
        return None if self.member.store_ids is None else sorted(self.member.store_ids)

    def address(self, **changed: Any) -> str:
        """The query string with these choices changed."""
        new = replace(self, **changed)
        words = {
            "by": new.unit,
            "what": new.metric,
            "show": new.show,
            "store": new.store.code if new.store else "",
            "register": new.register.code if new.register else "",
            "cashier": new.cashier.code if new.cashier else "",
            "at": new.period.start.isoformat(),
        }
        return "?" + urlencode({name: value for name, value in words.items() if value})


def read_choices(words: QueryDict, member: Member) -> Choices:
    """Raises Http404 for a store, register or cashier that is not the member's; other words
    that make no sense are as if they were not there."""
    store = _of_store(member, words.get("store", ""))
    last = last_day(member)
    unit = cast("Unit", _one(words, "by", UNITS, "week"))
    at = _day(words.get("at", ""), last)
    return Choices(
        member=member,
        unit=unit,
        metric=_one(words, "what", METRICS, "refund"),
        show=_one(words, "show", SHOWS, "rate"),
        store=store,
        register=_in_store(Register, store, words.get("register", "")),
        cashier=_in_store(Cashier, store, words.get("cashier", "")),
        period=so_far(period_of(unit, at), last),
        last=last,
    )


def last_day(member: Member) -> date:
    """The last business date heard in the member's stores; today before anything was."""
    today = timezone.now().date()
    rows = member.only(DayTotal.objects.filter(measure=SALES))
    found = rows.filter(business_date__lte=today + timedelta(days=1))
    return found.aggregate(last=Max("business_date"))["last"] or today


def _one(words: QueryDict, name: str, known: Any, usual: str) -> str:
    word = words.get(name, "")
    return word if word in known else usual


def _day(text: str, last: date) -> date:
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    return day if day and date(2000, 1, 1) <= day <= last else last


def _of_store(member: Member, code: str) -> Store | None:
    if not code:
        return None
    store = member.stores().filter(code=code).first()
    if store is None:
        raise Http404
    return store


def _in_store(model: Any, store: Store | None, code: str) -> Any:
    if not code or store is None:
        return None
    found = model.objects.filter(store=store, code=code).first()
    if found is None:
        raise Http404
    return found
