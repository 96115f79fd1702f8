"""The main flag and the risk that orders a list: stable, bounded, explained."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from transactions.flags.ranking import POINTS, primary_flag, rank, risk, risk_parts
from transactions.formats.canonical import (
    Confidence,
    Event,
    EventType,
    Flag,
    FlagHit,
    Tender,
    TenderClass,
)

EVENT = Event(EventType.SALE, "SaleEvent")
HITS = st.lists(
    st.builds(
        FlagHit,
        st.sampled_from(list(Flag)),
        st.sampled_from(list(Confidence)),
        st.sampled_from(["refund_no_link", "void"]),
    ),
    max_size=13,
    unique_by=lambda hit: hit.flag,
)


def hit(flag: Flag, confidence=Confidence.CERTAIN, code="x") -> FlagHit:
    return FlagHit(flag, confidence, code)


def test_every_flag_has_points():
    assert set(POINTS) == set(Flag)


def test_the_most_serious_flag_speaks_for_the_transaction():
    assert primary_flag([Flag.OVERRIDE, Flag.REFUND, Flag.CANCELLATION]) is Flag.REFUND
    assert primary_flag([]) is None


def test_without_flags_there_is_no_risk():
    assert (risk(EVENT, []), risk_parts(EVENT, [])) == (0, [])


def test_a_large_cash_refund_without_a_sale_comes_first():
    refund = Event(EventType.REFUND, "RefundEvent", amount=Decimal(-250))
    refund.tenders.append(Tender(TenderClass.CASH, Decimal(-250)))
    parts = risk_parts(refund, [hit(Flag.REFUND, code="refund_no_link")])
    assert parts == [("refund", 45), ("amount", 25), ("no_sale_linked", 8), ("cash", 10)]
    assert risk(refund, [hit(Flag.REFUND, code="refund_no_link")]) == 88


def test_what_is_only_likely_weighs_less():
    assert risk(EVENT, [hit(Flag.VOID, Confidence.LIKELY)]) < risk(EVENT, [hit(Flag.VOID)])


@given(HITS)
@settings(deadline=None)
def test_the_order_of_the_hits_does_not_matter(hits):
    assert rank(EVENT, hits) == rank(EVENT, list(reversed(hits)))


@given(HITS, st.none() | st.decimals(-1000, 1000, places=2))
@settings(deadline=None)
def test_risk_is_within_bounds_and_the_sum_of_its_parts(hits, amount):
    event = Event(EventType.SALE, "SaleEvent", amount=amount)
    ranked = rank(event, hits)
    assert 0 <= ranked.risk <= 100
    assert ranked.risk == min(100, sum(points for _, points in ranked.parts))
    assert ranked.flags[:1] == ((primary_flag(h.flag for h in hits),) if hits else ())
