"""The facts of several stores as if they were one, for the owner's summary. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from alerts.summaries.normal import added, normal_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOST_WORTH: Final = 7
Fact = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Worth:
    """One of the ranked list, and the store that it is of."""

    store: Mapping[str, Any]
    fact: Mapping[str, Any]


def total(stores: Sequence[Mapping[str, Any]]) -> Fact:
    return {
        "count": sum(store["total"]["count"] for store in stores),
        "samples": added([store["total"]["samples"] for store in stores]) if stores else [],
    }


def types(stores: Sequence[Mapping[str, Any]]) -> list[Fact]:
    """By flag, the most unusual first. A store that had none of a flag that day is not in
    its facts: its usual count is then not known either, and only stores that had some count."""
    merged: dict[str, Fact] = {}
    for store in stores:
        for fact in store["types"]:
            known = merged.setdefault(
                fact["flag"],
                {"flag": fact["flag"], "count": 0, "amount": Decimal(), "stores": []},
            )
            known["count"] += fact["count"]
            known["amount"] += Decimal(fact["amount"])
            known["stores"].append(fact["samples"])
    rows = [
        {
            "flag": each["flag"],
            "count": each["count"],
            "amount": str(each["amount"]),
            "samples": added(each["stores"]),
        }
        for each in merged.values()
    ]
    return sorted(rows, key=lambda row: (-excess(row), -row["count"], row["flag"]))


def excess(fact: Mapping[str, Any]) -> int:
    """How far it is above what is usual; 0 where that is not known."""
    normal = normal_of(fact["samples"])
    return normal.excess(fact["count"]) if normal else 0


def worth(stores: Sequence[Mapping[str, Any]]) -> list[Worth]:
    """The riskiest of all stores, at most seven; equal ones the latest first."""
    found = [Worth(store, fact) for store in stores for fact in store["worth"]]
    found.sort(key=lambda each: each.fact["at"], reverse=True)
    found.sort(key=lambda each: -each.fact["risk"])
    return found[:MOST_WORTH]


def to_look_at(stores: Sequence[Mapping[str, Any]]) -> int:
    return sum(store["worth_count"] for store in stores)


def left(stores: Sequence[Mapping[str, Any]]) -> Fact:
    """``store``: where the oldest of them is."""
    with_some = [store for store in stores if store["left"]["count"]]
    oldest = min(with_some, key=lambda store: store["left"]["oldest"], default=None)
    return {
        "count": sum(store["left"]["count"] for store in with_some),
        "oldest": oldest["left"]["oldest"] if oldest else None,
        "store": oldest,
    }


def days(stores: Sequence[Mapping[str, Any]]) -> list[int | None]:
    """Of the picture: days on which any of them was heard."""
    columns = zip(*(store["days"] for store in stores), strict=True)
    heard = ([count for count in column if count is not None] for column in columns)
    return [sum(counts) if counts else None for counts in heard]


def blind(stores: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [store for store in stores if any(fact["is_blind"] for fact in store["data"])]


def has_trouble(store: Mapping[str, Any]) -> bool:
    return bool(store["data"] or store["footage"]["recorders"] or store["footage"]["going"])


def is_quiet(store: Mapping[str, Any]) -> bool:
    """Heard, and nothing to say of it."""
    return (
        store["heard"]
        and not store["total"]["count"]
        and not store["worth_count"]
        and not store["left"]["count"]
        and not store["alerts"]["count"]
        and not has_trouble(store)
    )


def all_quiet(facts: Mapping[str, Any]) -> bool:
    stores = facts["stores"]
    return bool(stores) and all(map(is_quiet, stores)) and not facts.get("missed")


def by_attention(stores: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Not watched first, then what is most out of the ordinary, then what is to be done."""

    def weight(store: Mapping[str, Any]) -> tuple[Any, ...]:
        is_blind = any(fact["is_blind"] for fact in store["data"])
        risk = store["worth"][0]["risk"] if store["worth"] else 0
        return (not is_blind, -excess(store["total"]), -risk, -store["worth_count"], store["code"])

    return sorted(stores, key=weight)
