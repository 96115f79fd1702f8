"""What was flagged, by type, register and cashier, against what is usual for each."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext

from alerts.summaries import merged, phrases
from alerts.summaries.letter import Line, Section
from transactions.selectors.wording import money

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from alerts.summaries.links import Links

    Stores = Sequence[Mapping[str, Any]]

MOST_TYPES: Final = 10
MOST_ROWS: Final = 6


def types(stores: Stores, day: date, links: Links) -> Section | None:
    rows = merged.types(stores)
    code = stores[0]["code"] if len(stores) == 1 else ""
    lines = tuple(
        Line(_type(row), links.found(code, since=day, until=day, flag=row["flag"]), **_marked(row))
        for row in rows[:MOST_TYPES]
    )
    return Section("types", gettext("Flagged"), lines) if lines else None


def _type(row: Mapping[str, Any]) -> str:
    said = phrases.flags(row["flag"], row["count"])
    if Decimal(row["amount"]):
        said = gettext("%(what)s, %(amount)s in all") % {
            "what": said,
            "amount": money(row["amount"]),
        }
    return phrases.with_usual(said, phrases.normal_in(row))


def registers(stores: Stores) -> Section | None:
    return _section("registers", gettext("By register"), stores, phrases.place)


def cashiers(stores: Stores) -> Section | None:
    return _section("cashiers", gettext("By cashier"), stores, phrases.person)


def _section(
    key: str, heading: str, stores: Stores, name: Callable[[Mapping[str, Any]], str]
) -> Section | None:
    """Of several stores only what is out of the ordinary: the rest would be a telephone
    book."""
    rows = [(store, row) for store in stores for row in store[key]]
    if len(stores) > 1:
        rows = [(store, row) for store, row in rows if _excess(row)]
    rows.sort(key=lambda each: (-_excess(each[1]), -each[1]["count"]))
    lines = tuple(
        Line(_row(store, row, name(row), len(stores) > 1), **_marked(row))
        for store, row in rows[:MOST_ROWS]
    )
    return Section(key, heading, lines) if lines else None


def _row(store: Mapping[str, Any], row: Mapping[str, Any], name: str, named: bool) -> str:
    whose = f"{name} · {phrases.store_name(store)}" if named else name
    usual = phrases.with_usual(
        phrases.flagged(row["count"]), phrases.normal_in(row), any_day=row.get("any_day", False)
    )
    return f"{whose}: {usual}"


def _excess(row: Mapping[str, Any]) -> int:
    normal = phrases.normal_in(row)
    return normal.excess(row["count"]) if normal else 0


def _marked(row: Mapping[str, Any]) -> dict[str, Any]:
    """More than usual is said in words, beside the weight of the letters."""
    if not _excess(row):
        return {}
    return {"strong": True, "note": gettext("More than usual.")}
