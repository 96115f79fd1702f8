"""What the address of the queue may say, and what list that is for one member."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, cast
from zoneinfo import ZoneInfo

from django.http import Http404, QueryDict
from django.utils.dateparse import parse_date

from transactions.models import FLAGS, ReviewStatus
from transactions.selectors.paging import BadCursorError, Place, word_to_place
from transactions.selectors.queue import Order, Queue

if TYPE_CHECKING:
    from stores.access import Member
    from stores.models import Store

FLAG_CHOICES = {flag: label for flag, label in FLAGS.items() if flag != "pattern"}


@dataclass(frozen=True)
class Filters:
    """The filters of one request. A store the member may not see is 404; other words that
    make no sense are as if they were not there."""

    store: Store | None
    status: str
    flag: str
    order: Order
    since: date | None
    until: date | None
    member: Member

    @cached_property
    def queue(self) -> Queue:
        chosen = frozenset({self.store.pk}) if self.store else self.member.store_ids
        until = self.until + timedelta(days=1) if self.until else None
        return Queue(
            status=self.status,
            order=self.order,
            store_ids=chosen,
            flag=self.flag,
            since=self._midnight(self.since),
            until=self._midnight(until),
        )

    def _midnight(self, day: date | None) -> datetime | None:
        """A day begins when the store's does; for several stores, when the first one's does."""
        if day is None:
            return None
        store = self.store or self.member.stores().first()
        return datetime.combine(day, time(), store.zone if store else ZoneInfo("UTC"))

    @cached_property
    def address(self) -> str:
        """The filters as a query string with its question mark, "" for none."""
        words = QueryDict(mutable=True)
        if self.store:
            words["store"] = self.store.code
        if self.status != ReviewStatus.NEW:
            words["status"] = self.status
        for name in ("flag", "since", "until"):
            if value := getattr(self, name):
                words[name] = str(value)
        if self.order != "risk":
            words["order"] = self.order
        return f"?{words.urlencode()}" if words else ""

    @property
    def are_set(self) -> bool:
        """Whether anything narrows the list, so that an empty one may be its doing."""
        return bool(self.store or self.flag or self.since or self.until)

    def with_status(self, status: str) -> Filters:
        return replace(self, status=status)

    def with_order(self, order: Order) -> Filters:
        return replace(self, order=order)


def read_filters(words: QueryDict, member: Member) -> Filters:
    """Raises Http404 for a store that is not the member's."""
    store = read_store(words.get("store", ""), member)
    status = words.get("status", "")
    flag = words.get("flag", "")
    order = "newest" if words.get("order") == "newest" else "risk"
    return Filters(
        store=store,
        status=status if status in ReviewStatus.values else ReviewStatus.NEW,
        flag=flag if flag in FLAG_CHOICES else "",
        order=cast("Order", order),
        since=read_day(words.get("since", "")),
        until=read_day(words.get("until", "")),
        member=member,
    )


def read_place(words: QueryDict) -> Place | None:
    """Where the page begins. Raises Http404 for a word that is not one of ours."""
    word = words.get("after", "")
    if not word:
        return None
    try:
        return word_to_place(word)
    except BadCursorError as error:
        raise Http404 from error


def read_store(code: str, member: Member) -> Store | None:
    if not code:
        return None
    store = member.stores().filter(code=code).first()
    if store is None:
        raise Http404
    return store


def read_day(text: str) -> date | None:
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day and date(2000, 1, 1) <= day <= date(9000, 1, 1) else None
