"""Which kept files of a store might be read again, and how much that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Sum

from transactions.formats import FORMATS
from transactions.models import FileState, SourceFile

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from stores.models import Store

UNREAD, PARTLY, READER, FILE = "unread", "partly", "reader", "file"
SEPARATOR = " "


@dataclass(frozen=True, slots=True)
class Amount:
    files: int
    events: int


@dataclass(frozen=True, slots=True)
class ReadBy:
    """Files that one version of a reader read."""

    format: str
    version: str
    files: int

    @property
    def label(self) -> str:
        known = FORMATS.get(self.format)
        return known.label if known else self.format

    @property
    def word(self) -> str:
        return f"{self.format}{SEPARATOR}{self.version}"


def files_to_read(store: Store, what: str, word: str = "") -> QuerySet[SourceFile]:
    """The store's kept files that are meant: all that could not be read, all that were read
    in part, all that one version of a reader read, or the one of an id. None for a word
    that means nothing."""
    kept = SourceFile.objects.filter(store=store).exclude(stored_key="")
    kept = kept.exclude(state=FileState.DUPLICATE)
    if what == UNREAD:
        return kept.filter(state=FileState.QUARANTINED)
    if what == PARTLY:
        return kept.filter(state=FileState.PARTLY_INGESTED)
    if what == READER and SEPARATOR in word:
        name, _space, version = word.partition(SEPARATOR)
        return kept.filter(format=name, parser_version=version)
    if what == FILE and word.isdecimal() and len(word) < 19:
        return kept.filter(pk=int(word))
    return kept.none()


def amount_of(files: QuerySet[SourceFile]) -> Amount:
    told = files.order_by().aggregate(files=Count("pk"), events=Sum("events"))
    return Amount(told["files"], told["events"] or 0)


def readers_of(store: Store) -> list[ReadBy]:
    """By which versions of which readers the store's files were read."""
    rows = SourceFile.objects.filter(store=store).exclude(parser_version="")
    counted = rows.order_by("format", "parser_version").values_list("format", "parser_version")
    return [ReadBy(*row) for row in counted.annotate(files=Count("pk"))]
