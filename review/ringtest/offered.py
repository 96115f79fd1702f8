"""Events that may be what was rung, as the person at the register sees them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from review.ringtest import clock
from review.ringtest.events import offset_measured, offset_said_by
from review.ringtest.learning import elements_of
from review.ringtest.matching import TIMELESS
from review.ringtest.outcomes import known_offset, used_offset
from review.ringtest.words import length, read_as, seen_after, told, written_as

if TYPE_CHECKING:
    from collections.abc import Sequence

    from review.models import RingStep, RingTest
    from review.ringtest.clock import Offset
    from transactions.models import Transaction


@dataclass(frozen=True, slots=True)
class Offered:
    """An event that may be what was rung. ``sentence`` says how it was read."""

    id: int
    told: str
    read_as: str
    sentence: str = ""
    clock: str = ""


def seen_event(
    test: RingTest, row: RingStep, steps: Sequence[RingStep], match: Transaction
) -> Offered:
    said = offset_said_by(test, row, match)
    earlier = offset_measured(test, steps)
    measured = clock.common(each for each in (earlier, said) if each is not None)
    known = known_offset(test)
    written = match.source_file.parsed_at or match.source_file.received_at
    delay = written - match.occurred_at - used_offset(known, measured)
    way = written_as(match.source_event_tag, elements_of(match))
    words = {"seen": seen_after(delay), "tag": way, "what": read_as(match.event_type, match.flags)}
    off = measured is not None and clock.is_off(measured, known)
    return Offered(
        id=match.pk,
        told=told(match, test.store.zone),
        read_as=words["what"],
        sentence=gettext("%(seen)s: the register writes it as %(tag)s; read as %(what)s.") % words,
        clock=_off_words(measured, known) if off and measured else _timeless(match),
    )


def _timeless(match: Transaction) -> str:
    if match.time_quality not in TIMELESS:
        return ""
    return gettext("It came without a time that can be right: look at the clock of the register.")


def _off_words(measured: Offset, known: timedelta) -> str:
    gap = measured.middle - known
    words = {"time": length(gap)}
    if gap > timedelta(0):
        return (
            gettext(
                "The clock of the register is about %(time)s slow. "
                "The certificate offers to put it right."
            )
            % words
        )
    return (
        gettext(
            "The clock of the register is about %(time)s fast. "
            "The certificate offers to put it right."
        )
        % words
    )


def other_event(test: RingTest, row: Transaction) -> Offered:
    return Offered(
        id=row.pk,
        told=told(row, test.store.zone),
        read_as=read_as(row.event_type, row.flags),
    )
