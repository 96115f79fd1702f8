"""A store's set-up: how far each of its maps is, and how its receipts add up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from review.selectors.maps import KINDS, said_when
from stores.services.maps import FORMULA
from transactions.selectors.proposals.formula import Formula, formula_of
from transactions.selectors.proposals.proposal import Tally, tally
from transactions.selectors.proposals.rereading import Stale, stale
from transactions.selectors.proposals.sample import sample_of
from transactions.selectors.proposals.wording import FORMULAS

if TYPE_CHECKING:
    from stores.models import Store


@dataclass(frozen=True, slots=True)
class MapLine:
    """One map on the set-up page. ``state`` is that of the worst of its rows."""

    title: str
    about: str
    href: str
    sentence: str
    state: str


@dataclass(frozen=True, slots=True)
class SetupPage:
    lines: list[MapLine]
    stale: Stale

    @property
    def is_done(self) -> bool:
        return all(line.state == "confirmed" for line in self.lines)


@dataclass(frozen=True, slots=True)
class Way:
    """One way in which receipts may add up, and how many sales it fits."""

    value: str
    word: str
    fits: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class TotalsPage:
    ways: list[Way]
    sentence: str
    promotions: str
    proposed: str
    state: str
    said: str
    stale: Stale


def setup_page(store: Store) -> SetupPage:
    sample = sample_of(store)
    lines = []
    for kind in KINDS.values():
        counted = tally(kind.rows(store, sample))
        lines.append(
            MapLine(
                title=str(kind.title),
                about=str(kind.about),
                href=reverse(f"review:map_{kind.name}", args=[store.pk]),
                sentence=tally_sentence(counted),
                state=_state(counted),
            )
        )
    totals = formula_of(sample)
    lines.append(
        MapLine(
            title=gettext("Totals"),
            about=gettext("How net, tax and total of a receipt add up."),
            href=reverse("review:map_totals", args=[store.pk]),
            sentence=_totals_sentence(store, totals),
            state=_totals_state(store, totals),
        )
    )
    return SetupPage(lines, stale(store))


def tally_sentence(counted: Tally) -> str:
    """``5 confirmed, 11 proposed, 2 not known``; what is none is not said."""
    parts = [
        (counted.confirmed, gettext("%(n)s confirmed")),
        (counted.proposed, gettext("%(n)s proposed")),
        (counted.unknown, gettext("%(n)s not known")),
    ]
    said = [words % {"n": n} for n, words in parts if n]
    return ", ".join(said) or gettext("Nothing seen yet")


def totals_page(store: Store) -> TotalsPage:
    found = formula_of(sample_of(store))
    is_said = FORMULA in store.confirmed
    mark = store.confirmed.get(FORMULA, {})
    chosen = store.totals_formula if is_said else found.proposed or store.totals_formula
    fits = {"net_includes_tax": found.includes, "grand_is_net_plus_tax": found.plus}
    words = {"sales": found.sales}
    return TotalsPage(
        ways=[
            Way(
                value,
                str(word),
                gettext("fits %(fits)s of %(sales)s sales") % {**words, "fits": fits[value]}
                if value in fits
                else "",
                value == chosen,
            )
            for value, word in FORMULAS.items()
        ],
        sentence=_totals_sentence(store, found),
        promotions=_promotions(found),
        proposed="" if is_said else found.proposed,
        state=_totals_state(store, found),
        said=said_when(store, mark.get("who", ""), mark.get("at", "")),
        stale=stale(store),
    )


def _totals_sentence(store: Store, found: Formula) -> str:
    if FORMULA in store.confirmed:
        return gettext("Confirmed: %(way)s") % {"way": FORMULAS[store.totals_formula]}
    if found.proposed:
        fits = max(found.includes, found.plus), min(found.includes, found.plus)
        words = {"way": FORMULAS[found.proposed], "sales": found.sales}
        return gettext(
            "%(way)s: fits %(fits)s of %(sales)s sales; the other way fits %(other)s"
        ) % {**words, "fits": fits[0], "other": fits[1]}
    if not found.sales:
        return gettext("No sale with tax has come in yet")
    return gettext(
        "Not clear: of %(sales)s sales with tax, %(includes)s fit one way and %(plus)s the other"
    ) % {"sales": found.sales, "includes": found.includes, "plus": found.plus}


def _promotions(found: Formula) -> str:
    if not found.reduced:
        return ""
    return ngettext(
        "In %(n)s sale less was paid than the goods cost; promotions and discounts on the "
        "receipt explain %(explained)s to the cent.",
        "In %(n)s sales less was paid than the goods cost; promotions and discounts on the "
        "receipt explain %(explained)s to the cent.",
        found.reduced,
    ) % {"n": found.reduced, "explained": found.explained}


def _totals_state(store: Store, found: Formula) -> str:
    if FORMULA in store.confirmed:
        return "confirmed"
    return "proposed" if found.proposed else "unknown"


def _state(counted: Tally) -> str:
    if counted.unknown or not counted.all:
        return "unknown"
    return "proposed" if counted.proposed else "confirmed"
