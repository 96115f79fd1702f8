"""Files that a caller may see, a page at a time; a page ends at a row, not at an offset."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from django.db import connection, transaction

from transactions.models import FileState, SourceFile
from transactions.selectors.paging import id_to_word, word_to_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.db.models import QuerySet

    from stores.selectors.tokens import Caller

PATIENCE_MS: Final = 10_000
WITH_PROBLEMS: Final = (
    FileState.QUARANTINED,
    FileState.PARTLY_INGESTED,
    FileState.NEEDS_MAPPING,
)


@contextmanager
def patiently() -> Iterator[None]:
    """A question that takes longer is given up, so that it holds neither thread nor
    database: the answer says to ask for less."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = {PATIENCE_MS}")
        yield


def visible_files(caller: Caller) -> QuerySet[SourceFile]:
    """A sender sees what it sent itself, and nothing else."""
    rows = caller.only(SourceFile.objects.select_related("store", "upload"))
    return rows.filter(upload__token=caller.token) if caller.may_push else rows


def files_page(caller: Caller, asked: Mapping[str, Any]) -> tuple[list[SourceFile], str | None]:
    """Newest first. Raises BadCursorError."""
    rows = _received(visible_files(caller), asked)
    for name in ("state", "sha256"):
        if name in asked:
            rows = rows.filter(**{name: asked[name]})
    return _page(rows, asked)


def unread_page(caller: Caller, asked: Mapping[str, Any]) -> tuple[list[SourceFile], str | None]:
    """Files with something that could not be read, newest first. Raises BadCursorError."""
    rows = visible_files(caller).filter(state__in=WITH_PROBLEMS)
    return _page(_received(rows, asked), asked)


def _received(rows: QuerySet[SourceFile], asked: Mapping[str, Any]) -> QuerySet[SourceFile]:
    paths = {"store": "store__code", "since": "received_at__gte", "until": "received_at__lt"}
    return rows.filter(**{path: asked[name] for name, path in paths.items() if name in asked})


def _page(
    rows: QuerySet[SourceFile], asked: Mapping[str, Any]
) -> tuple[list[SourceFile], str | None]:
    if asked.get("after"):
        rows = rows.filter(id__lt=word_to_id(asked["after"]))
    found = list(rows.order_by("-id")[: asked["limit"] + 1])
    shown = found[: asked["limit"]]
    return shown, id_to_word(shown[-1].pk) if len(found) > len(shown) else None
