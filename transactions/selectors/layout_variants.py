"""How a file is written, as its page asks it, and what was said of a layout's other files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext

from accounts.models import User
from transactions.models import LayoutVariant, SourceFile
from transactions.selectors import layout_words
from transactions.selectors.layout_examples import example_of, written_choices
from transactions.selectors.wording import full_time

if TYPE_CHECKING:
    from stores.access import Member
    from transactions.formats.tabular.mapping import Mapping
    from transactions.models import Mapping as Layout
    from transactions.services.layout_trial import Survey

MOST = 50


@dataclass(frozen=True, slots=True)
class Choice:
    name: str
    label: str
    chosen: str
    choices: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class SaidBefore:
    """How the files of a store, or one file, are written; ``file_id`` is 0 for a store's."""

    of: str
    file_id: int
    how: str
    who: str
    when: str


def choices_of(survey: Survey, mapping: Mapping) -> list[Choice]:
    """The two questions, each answer with what it makes of the file's own cells."""
    labels = {"decimal_mark": gettext("Amounts"), "date_order": gettext("Dates")}
    return [
        Choice(
            name,
            label,
            str(getattr(mapping, name)),
            written_choices(name, layout_words.CHOICES[name], {"value": example_of(survey, name)}),
        )
        for name, label in labels.items()
    ]


def how_written(date_order: str, decimal_mark: str) -> str:
    """``Comma for cents, day first``."""
    mark = str(layout_words.CHOICES["decimal_mark"][decimal_mark])
    order = str(layout_words.CHOICES["date_order"][date_order])
    return gettext("Amounts: %(mark)s. Dates: %(order)s.") % {"mark": mark, "order": order}


def said_before(member: Member, layout: Layout) -> list[SaidBefore]:
    """Of the member's stores and their files, the newest word first."""
    stores = list(member.stores().values_list("pk", flat=True))
    found = LayoutVariant.objects.filter(fingerprint=layout.fingerprint)
    found = found.filter(Q(store__in=stores) | Q(source_file__store__in=stores))
    rows = list(
        found.select_related("store", "source_file__store").order_by("-confirmed_at")[:MOST]
    )
    people = User.objects.in_bulk([each.confirmed_by_id or 0 for each in rows])
    return [_said(each, str(people.get(each.confirmed_by_id or 0, ""))) for each in rows]


def _said(variant: LayoutVariant, who: str) -> SaidBefore:
    file: SourceFile | None = variant.source_file
    store = variant.store or (file.store if file else None)
    return SaidBefore(
        of=file.original_name if file else str(store),
        file_id=file.pk if file else 0,
        how=how_written(variant.written["date_order"], variant.written["decimal_mark"]),
        who=who,
        when=full_time(variant.confirmed_at, store.zone) if store else "",
    )
