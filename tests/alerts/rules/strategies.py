"""Every rule there is: each drawn tree is one that ``parse`` may give."""

from __future__ import annotations

from datetime import time, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from alerts.rules import tree, write
from alerts.rules.characters import MOST_TEXT, REFUSED
from alerts.rules.sides import in_order
from alerts.rules.tree import By, Events, Op, Whole
from alerts.rules.vocabulary import KINDS, NO_AMOUNT
from transactions.formats.canonical import Flag, RegisterClass, TenderClass

KIND_LIST = list(KINDS)
FLAGS = [kind for kind in KIND_LIST if isinstance(kind, Flag)]


def some(values, most=3):
    return st.lists(st.sampled_from(values), min_size=1, max_size=most, unique=True).map(tuple)


moneys = st.integers(0, 100_000_000).map(lambda cents: Decimal(cents) / 100)
times = st.builds(time, st.integers(0, 23), st.integers(0, 59))
spans = st.integers(1, 86_400).map(lambda seconds: timedelta(seconds=seconds))
windows = spans | st.sampled_from(list(Whole))
keys = st.sampled_from(list(By))
lasting = st.sampled_from([Op.MORE, Op.AT_LEAST])


def texts(most):
    letters = st.characters(exclude_categories=sorted(REFUSED))
    plain = st.text(letters, min_size=1, max_size=most).map(lambda t: " ".join(t.split()))
    return plain.filter(bool)


names = st.lists(st.integers(0, 9999).map(str) | texts(8), min_size=1, max_size=3, unique=True).map(
    tuple
)
days = st.lists(st.integers(1, 7), min_size=1, max_size=6, unique=True).map(
    lambda chosen: tree.OnDays(tuple(sorted(chosen)))
)


@st.composite
def amounts(draw):
    """None, one, or a least below a most."""
    low, high = sorted(draw(st.tuples(moneys, moneys)))
    least = tree.Amount(draw(lasting), low)
    most = tree.Amount(draw(st.sampled_from([Op.LESS, Op.AT_MOST])), high + 1)
    exact = tree.Amount(Op.EXACTLY, low)
    bounded = [most] if most.value <= 1_000_000 else []
    return draw(st.sampled_from([[], [least], bounded, [least, *bounded], [exact]]))


PLACE = (
    st.builds(tree.Between, times, times).filter(lambda span: span.start != span.end),
    days,
    st.just(tree.WhileClosed()),
    st.builds(tree.AtStores, names),
    st.builds(tree.AtRegisters, names),
    st.builds(tree.RegisterKind, st.sampled_from(list(RegisterClass))),
    st.builds(tree.ByCashiers, names),
    st.builds(tree.LastOfShift, spans),
    st.builds(tree.FirstOfShift, spans),
)
OWN = (
    st.just(tree.WholeDollars()),
    st.builds(tree.PaidBy, some(list(TenderClass))),
    st.builds(tree.HasItem, texts(30)),
    st.builds(tree.Approved, st.booleans()),
    st.builds(tree.Linked, st.booleans()),
    st.builds(tree.AlsoFlagged, some(FLAGS)),
)


@st.composite
def events(draw, kinds=None):
    """``kinds``: None for any of all there are."""
    chosen = draw(some(KIND_LIST) | st.just(()) if kinds is None else kinds)
    picked = draw(st.lists(st.sampled_from(PLACE + OWN), max_size=3, unique_by=id))
    conditions = [draw(one) for one in picked]
    if not chosen or not NO_AMOUNT.issuperset(chosen):
        conditions += draw(amounts())
    return Events(chosen, tuple(in_order(conditions)))


def _short(rule):
    return len(write(rule)) <= MOST_TEXT


any_events = events()
singles = st.builds(tree.Single, any_events).filter(lambda rule: rule.events != Events(()))
counts = st.builds(
    tree.Count, any_events, st.just(Op.MORE), st.integers(1, 1000), windows, keys
) | st.builds(tree.Count, any_events, st.just(Op.AT_LEAST), st.integers(2, 1000), windows, keys)
totals = st.builds(
    tree.Total,
    any_events.filter(lambda e: not e.kinds or not NO_AMOUNT.issuperset(e.kinds)),
    lasting,
    moneys,
    windows,
    keys,
)
sequences = st.builds(tree.Sequence, any_events, any_events, spans, keys)
absences = st.builds(tree.Absence, any_events, any_events, spans, keys)
two_places = st.builds(tree.TwoPlaces, any_events, spans)
rules = st.one_of(singles, counts, totals, sequences, absences, two_places).filter(_short)
