"""One chain with its history and the people who look at it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import connection

from accounts.models import Membership, User
from accounts.roles import Role
from accounts.tenancy import in_chain
from benchmarks.product import make_chain
from benchmarks.queue.browser import Browser
from stores.models import Store, StoreAccess
from transactions.models import Review, ReviewStatus
from transactions.selectors.paging import Place, place_to_word
from transactions.selectors.queue import PAGE, Queue, after

if TYPE_CHECKING:
    from django.core.handlers.wsgi import WSGIHandler
    from django.db.models import QuerySet

    from benchmarks.queue.rows import History

FEW_STORES: Final = 3


class Site:
    """``owner`` sees every store, ``manager`` three of them."""

    def __init__(self, schema: str, history: History, application: WSGIHandler) -> None:
        self.chain = make_chain(schema)
        with in_chain(self.chain):
            history.fill()
            self.to_review = Review.objects.filter(status=ReviewStatus.NEW).count()
        host = f"{schema}.testserver"
        self.owner = Browser(application, host, self._member(f"owner@{host}", limited=False))
        self.manager = Browser(application, host, self._member(f"manager@{host}", limited=True))

    def _member(self, email: str, *, limited: bool) -> User:
        user = User.objects.create_user(email, "not used here", name=email)
        role = Role.MANAGER if limited else Role.OWNER
        Membership.objects.create(user=user, chain=self.chain, role=role, limited_to_stores=limited)
        if limited:
            with in_chain(self.chain):
                StoreAccess.objects.bulk_create(
                    StoreAccess(user=user, store=store)
                    for store in Store.objects.order_by("id")[:FEW_STORES]
                )
        return user

    def last_page(self) -> str:
        """The address of the page that ends the queue."""
        with in_chain(self.chain):
            last = self._to_review().reverse()[PAGE : PAGE + 1]
            place = Place(*last.values_list("risk", "occurred_at", "transaction_id")[0])
        return f"/?after={place_to_word(place)}"

    def last_ids(self) -> list[int]:
        with in_chain(self.chain):
            return [review.pk for review in self._to_review().reverse()[:PAGE]][::-1]

    def first_ids(self, *, of_few_stores: bool = False) -> list[int]:
        with in_chain(self.chain):
            found = self._to_review()
            if of_few_stores:
                found = found.filter(store__in=Store.objects.order_by("id")[:FEW_STORES])
            return [review.pk for review in found[:PAGE]]

    def second_page(self) -> str:
        with in_chain(self.chain):
            place = after(Queue(), None, PAGE)[-1]
        return f"/?after={place_to_word(place)}"

    def open(self) -> None:
        """Leave the connection in this chain, for SQL that is timed by itself."""
        connection.set_tenant(self.chain)  # type: ignore[attr-defined]

    @staticmethod
    def _to_review() -> QuerySet[Review]:
        """The queue as its definition says it, without the product's way of reading it."""
        return Review.objects.filter(status=ReviewStatus.NEW).order_by(
            "-risk", "-occurred_at", "-transaction_id"
        )
