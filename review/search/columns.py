"""The columns of an export, and a transaction as their cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy

from transactions.models import EVENT_TYPES, FLAGS, ReviewStatus, Transaction
from transactions.search.sentences import TENDERS
from transactions.selectors.people import person_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date, datetime
    from decimal import Decimal

    from django_stubs_ext import StrOrPromise

    from transactions.search.scope import Place

    Cell = str | int | Decimal | date | datetime | None

MOST_ITEMS: Final = 500
HEADINGS: Final[tuple[StrOrPromise, ...]] = (
    gettext_lazy("Store number"),
    gettext_lazy("Store"),
    gettext_lazy("Time at the store"),
    gettext_lazy("Time zone"),
    gettext_lazy("Business date"),
    gettext_lazy("Register"),
    gettext_lazy("Cashier number"),
    gettext_lazy("Cashier"),
    gettext_lazy("Type"),
    gettext_lazy("Number"),
    gettext_lazy("Amount"),
    gettext_lazy("Paid by"),
    gettext_lazy("Flags"),
    gettext_lazy("Status"),
    gettext_lazy("Risk"),
    gettext_lazy("Training"),
    gettext_lazy("Items"),
)
_NAMES: Final = (
    "id",
    "store_id",
    "occurred_at",
    "business_date",
    "event_type",
    "transaction_no",
    "amount",
    "tender_class",
    "flags",
    "is_training",
    "receipt__lines",
    "register__code",
    "register__label",
    "cashier__code",
    "cashier__name",
    "review__status",
    "review__risk",
)


class Cells:
    """Turns ids into rows of cells, in that order; one query for each batch."""

    def __init__(self, places: Mapping[int, Place]) -> None:
        self._places = places
        self._zones = {pk: ZoneInfo(place.zone) for pk, place in places.items()}
        self._types = {name: str(label) for name, label in EVENT_TYPES.items()}
        self._flags = {name: str(label) for name, label in FLAGS.items()}
        self._tenders = {name: str(label) for name, label in TENDERS.items()}
        self._statuses = {each.value: str(each.label) for each in ReviewStatus}
        self._training = str(gettext_lazy("yes"))

    def rows(self, ids: Sequence[int]) -> Iterator[tuple[Cell, ...]]:
        chosen = Transaction.objects.filter(id__in=ids).values(*_NAMES, person=person_name())
        found = {row["id"]: row for row in chosen}
        return (self._row(found[each]) for each in ids if each in found)

    def _row(self, row: dict[str, Any]) -> tuple[Cell, ...]:
        place = self._places[row["store_id"]]
        local = row["occurred_at"].astimezone(self._zones[place.id]).replace(tzinfo=None)
        return (
            place.code,
            place.name,
            local,
            place.zone,
            row["business_date"],
            row["register__label"] or row["register__code"],
            row["cashier__code"],
            row["person"] or row["cashier__name"],
            self._types.get(row["event_type"], row["event_type"]),
            row["transaction_no"],
            row["amount"],
            self._tenders.get(row["tender_class"], row["tender_class"]),
            ", ".join(self._flags.get(flag, flag) for flag in row["flags"]),
            self._statuses.get(row["review__status"] or "", ""),
            row["review__risk"],
            self._training if row["is_training"] else "",
            _items(row["receipt__lines"]),
        )


def _items(lines: Any) -> str:
    """What was on the receipt, cut where a cell would grow out of hand."""
    names = (str(line.get("description") or line.get("sku") or "") for line in lines or ())
    text = "; ".join(name for name in names if name)
    return text if len(text) <= MOST_ITEMS else f"{text[: MOST_ITEMS - 1]}…"
