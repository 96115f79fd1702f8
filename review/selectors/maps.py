"""The pages of a store's maps: what holds, what is proposed and why, what was said."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from review.services.maps import MOST_AT_ONCE
from stores.models import Register
from transactions.selectors.people import holders_of
from transactions.selectors.proposals import cashiers, departments, registers, tenders
from transactions.selectors.proposals.proposal import Row, Tally, tally
from transactions.selectors.proposals.rereading import Stale, stale
from transactions.selectors.proposals.sample import Sample, sample_of
from transactions.selectors.proposals.wording import CHOICES, sentence, word
from transactions.selectors.wording import short_time

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from stores.models import Store

RowsOf = Callable[["Store", Sample], Sequence[Row]]


@dataclass(frozen=True, slots=True)
class Kind:
    """One map whose rows are codes: its address's word, titles, and where rows come from."""

    name: str
    what: str
    """The word in ``Store.confirmed`` and in the choices."""
    title: StrOrPromise
    about: StrOrPromise
    code_word: StrOrPromise
    rows: RowsOf


def _numbers(store: Store, sample: Sample) -> Sequence[Row]:
    return [number.row for number in cashiers.cashier_rows(store, sample)]


KINDS: dict[str, Kind] = {
    each.name: each
    for each in (
        Kind(
            "registers",
            "register",
            _("Registers"),
            _("Nobody stands at outside ones; cameras are asked in their order."),
            _("Register"),
            registers.register_rows,
        ),
        Kind(
            "numbers",
            "cashier",
            _("Cashier numbers"),
            _("Whose a number is, and since when. Shared and system numbers are never scored."),
            _("Number"),
            _numbers,
        ),
        Kind(
            "departments",
            "department",
            _("Departments"),
            _("Tells paid-outs and lottery prizes from refunds of goods."),
            _("Department"),
            departments.department_rows,
        ),
        Kind(
            "payments",
            "tender",
            _("Payments"),
            _("What each payment code of the register stands for."),
            _("Payment code"),
            tenders.tender_rows,
        ),
    )
}


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row, every cell text. ``chosen`` is what the choice stands on at first."""

    code: str
    shown: str
    """The code as the register spells it."""
    name: str
    why: str
    state: str
    word: str
    chosen: str
    proposed_word: str
    said: str
    extra: Sequence[str]
    href: str


@dataclass(frozen=True, slots=True)
class MapPage:
    kind: Kind
    rows: Sequence[ShownRow]
    tally: Tally
    choices: Mapping[Any, StrOrPromise]
    proposed: Sequence[ShownRow]
    """The rows that one button confirms: all that are proposed, as far as one form goes."""
    first_open: str
    """The code of the row that the key confirms; "" when all is done."""
    stale: Stale
    confirm_href: str


def map_page(kind: Kind, store: Store) -> MapPage:
    sample = sample_of(store)
    rows = kind.rows(store, sample)
    extras = _EXTRAS.get(kind.name, _nothing)(store)
    shown = [_shown(kind, store, row, sample.days, *extras.get(row.code, ((), ""))) for row in rows]
    proposed = [row for row in shown if row.state == "proposed"]
    return MapPage(
        kind=kind,
        rows=shown,
        tally=tally(rows),
        choices=CHOICES[kind.what],
        proposed=proposed[:MOST_AT_ONCE],
        first_open=proposed[0].code if proposed else "",
        stale=stale(store),
        confirm_href=reverse(f"review:confirm_{kind.name}", args=[store.pk]),
    )


def _shown(
    kind: Kind, store: Store, row: Row, days: int, extra: Sequence[str], href: str
) -> ShownRow:
    same = row.name.lower() == row.code.lower()
    return ShownRow(
        code=row.code,
        shown=row.name if same else row.code,
        name="" if same else row.name,
        why=sentence(row.reason, days),
        state=row.state,
        word=word(kind.what, row.value),
        chosen=row.value if row.state == "confirmed" else row.proposed,
        proposed_word=word(kind.what, row.proposed) if row.differs else "",
        said=said_when(store, row.said_by, row.said_at),
        extra=extra,
        href=href,
    )


def said_when(store: Store, who: str, at: str) -> str:
    """``Dana Reyes, 12 Nov 14:03``; "" where nobody is remembered."""
    if not at:
        return ""
    today = timezone.now().astimezone(store.zone).date()
    return f"{who}, {short_time(datetime.fromisoformat(at), store.zone, today)}"


Extras = Mapping[str, tuple[Sequence[str], str]]


def _nothing(_store: Store) -> Extras:
    return {}


def _of_registers(store: Store) -> Extras:
    """Cameras in their order, and the clock, which is shown where it is wrong."""
    rows = Register.objects.filter(store=store).prefetch_related("sightings__camera")
    return {
        row.code: (
            [
                _cameras([each.camera.name for each in row.sightings.all() if each.until is None]),
                *([clock_sentence(row.clock_offset_ms)] if row.clock_offset_ms else []),
            ],
            reverse("review:map_register", args=[row.pk]),
        )
        for row in rows
    }


def _cameras(names: Sequence[str]) -> str:
    if not names:
        return str(_("no camera"))
    return ngettext("camera %(names)s", "cameras %(names)s", len(names)) % {
        "names": ", ".join(names)
    }


def clock_sentence(offset_ms: int) -> str:
    """How wrong a register's clock is; the offset is what is added to its time."""
    seconds = f"{abs(offset_ms) / 1000:.1f}"
    if offset_ms > 0:
        return str(_("clock %(seconds)s s slow") % {"seconds": seconds})
    if offset_ms < 0:
        return str(_("clock %(seconds)s s fast") % {"seconds": seconds})
    return str(_("clock right"))


def _of_numbers(store: Store) -> Extras:
    return {
        code: (names, reverse("review:map_number", args=[cashier_id]))
        for code, cashier_id, names in holders_of(store)
    }


_EXTRAS: dict[str, Callable[[Store], Extras]] = {
    "registers": _of_registers,
    "numbers": _of_numbers,
}
