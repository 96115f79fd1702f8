"""Nothing came: where that may lie, the likeliest first, and where to look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from review.ringtest.events import meanwhile
from review.ringtest.words import read_as
from stores.models import Source
from transactions.selectors.wording import clock, full_time

if TYPE_CHECKING:
    from review.models import RingStep, RingTest
    from review.ringtest.events import Meanwhile


@dataclass(frozen=True, slots=True)
class Hint:
    """``href`` leads to where one can look; "" when there is nothing to look at."""

    sentence: str
    href: str = ""


def hints(test: RingTest, step: RingStep) -> list[Hint]:
    found = meanwhile(test, step)
    said = [_elsewhere(test, found), _odd_times(test, found), _held(found), _silence(test, found)]
    return [*filter(None, said), *_slow(test)]


def _elsewhere(test: RingTest, found: Meanwhile) -> Hint | None:
    for row in found.elsewhere:
        if row.register is not None:
            words = {
                "register": row.register.said,
                "what": read_as(row.event_type, row.flags),
                "time": clock(row.occurred_at, test.store.zone),
            }
            return Hint(
                gettext("%(register)s wrote this at %(time)s: %(what)s. Are you standing there?")
                % words,
                reverse("review:ring_tests", args=[test.store_id]),
            )
    return None


def _odd_times(test: RingTest, found: Meanwhile) -> Hint | None:
    if found.odd_times is None:
        return None
    words = {"when": full_time(found.odd_times, test.store.zone)}
    return Hint(
        gettext("A file came in whose events are of %(when)s. Put the clock of the register right.")
        % words,
        _health(test) + "#clocks",
    )


def _held(found: Meanwhile) -> Hint | None:
    if not found.held:
        return None
    sentence = ngettext(
        "%(n)s file came in that could not be read.",
        "%(n)s files came in that could not be read.",
        found.held,
    )
    return Hint(sentence % {"n": found.held}, reverse("transactions:files"))


def _silence(test: RingTest, found: Meanwhile) -> Hint:
    if not found.files:
        return Hint(gettext("Nothing at all came in from this store since."), _health(test))
    sentence = ngettext(
        "%(n)s file came in from this store since, but not with this.",
        "%(n)s files came in from this store since, but not with this.",
        found.files,
    )
    return Hint(sentence % {"n": found.files}, _health(test))


def _slow(test: RingTest) -> list[Hint]:
    """A store without a live source: what was rung comes with the next fetch or upload."""
    sources = list(Source.objects.filter(store=test.store_id, is_active=True))
    if any(source.is_live for source in sources):
        return []
    every = [source.every_minutes for source in sources if source.every_minutes]
    href = reverse("transactions:sources")
    if every:
        words = {"n": min(every)}
        return [
            Hint(
                gettext(
                    "Files are fetched every %(n)s minutes. Ring on: what comes later is found "
                    "later too."
                )
                % words,
                href,
            )
        ]
    if sources:
        sentence = gettext(
            "Files are fetched at set times only. Ring on: what comes later is found later too."
        )
        return [Hint(sentence, href)]
    return [Hint(gettext("No source brings the files of this store by itself."), href)]


def _health(test: RingTest) -> str:
    return reverse("review:store_health", args=[test.store_id])
