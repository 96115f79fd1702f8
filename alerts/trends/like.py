"""A store beside stores like it. What "like" means is defined once, in
``alerts/services/normals.py``: half to twice the sales a day, at least three quarters of them
in the same hours; of these the ten whose hours agree best, as far as the member may see them.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from django.db.models import F

from alerts.models import StoreNormal
from alerts.trends.figures import change, rate, shown, value, whole
from alerts.trends.links import href_of
from alerts.trends.totals import Sum
from transactions.selectors.wording import money

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from alerts.trends.choices import Choices
    from alerts.trends.totals import NowAndBefore
    from stores.models import Store

MOST: Final = 10
MOST_ROWS: Final = 200


@dataclass(frozen=True, slots=True)
class LikeSum:
    stores: int
    sum: Sum


@dataclass(frozen=True, slots=True)
class LikeRow:
    name: str
    href: str
    count: str
    amount: str
    rate: str
    like: str
    times: str
    """Its rate as a multiple of theirs."""
    was: str
    change: str
    behind: str
    is_chosen: bool


def like_rows(choices: Choices, found: Mapping[int | None, NowAndBefore]) -> list[LikeRow]:
    """Every store that may be seen, by name: a comparison, and no race."""
    stores = list(choices.member.stores().order_by("name", "code")[:MOST_ROWS])
    seen = {store.pk for store in stores}
    likes = _likes(seen)
    return [
        _row(choices, store, found, _sum(found, likes.get(store.pk, ()), seen)) for store in stores
    ]


def like_sum(choices: Choices, found: Mapping[int | None, NowAndBefore]) -> LikeSum | None:
    """Of the stores like the one chosen; None where there are none."""
    if choices.store is None:
        return None
    seen = set(choices.member.stores().values_list("pk", flat=True))
    return _sum(found, _likes({choices.store.pk}).get(choices.store.pk, ()), seen)


def _likes(stores: Collection[int]) -> dict[int, list[int]]:
    rows = StoreNormal.objects.filter(store__in=stores)
    return dict(rows.values_list(F("store_id"), "like"))


def _sum(
    found: Mapping[int | None, NowAndBefore], like: Collection[int], seen: Collection[int]
) -> LikeSum | None:
    total, chosen = Sum(), [store for store in like if store in seen][:MOST]
    for store in chosen:
        if store in found:
            now = found[store].now
            total.count, total.sales = total.count + now.count, total.sales + now.sales
            total.amount += now.amount
    return LikeSum(len(chosen), total) if total.sales else None


def _row(
    choices: Choices, store: Store, found: Mapping[int | None, NowAndBefore], like: LikeSum | None
) -> LikeRow:
    both = found.get(store.pk)
    now, was = (both.now, both.before) if both else (Sum(), Sum(amount=Decimal(0)))
    is_chosen = store == choices.store
    return LikeRow(
        name=store.name or store.code,
        href=choices.address(store=None if is_chosen else store, register=None, cashier=None),
        count=whole(now.count),
        amount=money(now.amount) or "$0.00",
        rate=rate(now.rate),
        like=rate(like.sum.rate) if like else "",
        times=_times(now, like),
        was=shown(was, choices.show),
        change=change(value(now, choices.show), value(was, choices.show)),
        behind=_behind(choices, store) if now.count else "",
        is_chosen=is_chosen,
    )


def _times(now: Sum, like: LikeSum | None) -> str:
    if like is None or not like.sum.rate or now.rate is None:
        return ""
    return f"{rate(now.rate / like.sum.rate)} \N{MULTIPLICATION SIGN}"


def _behind(choices: Choices, store: Store) -> str:
    period = choices.period
    return href_of(measure=choices.measure, since=period.start, until=period.end, store=store.code)
