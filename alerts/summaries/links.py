"""Addresses in summaries: each opens what it names, after log-in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse

from accounts.addresses import address_of

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import Chain


@dataclass(frozen=True, slots=True)
class Links:
    """``root`` is the chain's own address, or "" for links within its pages."""

    root: str = ""

    @classmethod
    def of(cls, chain: Chain) -> Links:
        return cls(address_of(chain, ""))

    def transaction(self, transaction_id: int) -> str:
        return self._to(reverse("review:transaction", args=[transaction_id]))

    def alert(self, alert_id: int) -> str:
        return self._to(reverse("alerts:alert", args=[alert_id]))

    def cashier(self, cashier_id: int) -> str:
        return self._to(reverse("alerts:cashier", args=[cashier_id]))

    def queue(
        self, store: str = "", *, since: date | None = None, until: date | None = None
    ) -> str:
        """The list of what nobody has decided on."""
        words = {"store": store, "since": since or "", "until": until or ""}
        said = urlencode({name: str(value) for name, value in words.items() if value})
        return self._to(reverse("review:queue") + (f"?{said}" if said else ""))

    def found(self, store: str, *, since: date, until: date, flag: str) -> str:
        """The list behind a count: all that was flagged so on these business dates, decided
        on or not."""
        words = {"from": since, "to": until, "dates": "business", "store": store, "flag": flag}
        said = urlencode({name: str(value) for name, value in words.items() if value})
        return self._to(f"{reverse('review:search')}?{said}")

    def health(self, store_id: int) -> str:
        return self._to(reverse("review:store_health", args=[store_id]))

    def recorder(self, recorder_id: int) -> str:
        return self._to(reverse("review:recorder", args=[recorder_id]))

    def clips(self) -> str:
        return self._to(reverse("review:library"))

    def summary(self, run_id: int) -> str:
        return self._to(reverse("summaries:summary", args=[run_id]))

    def summaries(self) -> str:
        return self._to(reverse("summaries:summaries"))

    def _to(self, path: str) -> str:
        return f"{self.root}{path}"
