"""Every file that came in, and why some could not be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext

from transactions.models import FileState, SourceFile
from transactions.selectors import reasons
from transactions.selectors.paging import id_to_word
from transactions.selectors.wording import full_time, short_time, size

if TYPE_CHECKING:
    from stores.access import Member
    from stores.models import Source, Store
    from transactions.models import Upload

PAGE = 50
MOST_PROBLEMS = 20
_NOT_AGAIN = {FileState.DUPLICATE, FileState.RECEIVED}


@dataclass(frozen=True, slots=True)
class FileRow:
    """``why`` holds a sentence per thing that could not be understood."""

    id: int
    upload_id: int
    store_id: int
    is_kept: bool
    name: str
    store: str
    size: str
    state: str
    word: str
    events: int
    flagged: int
    time: str
    when: str
    why: list[str]
    more: str


def files_page(
    member: Member,
    *,
    state: str = "",
    upload: Upload | None = None,
    store: Store | None = None,
    source: Source | None = None,
    kind: str = "",
    before_id: int | None = None,
) -> tuple[list[FileRow], str]:
    """Files newest first, with what was wrong with them, and the word for the next page."""
    rows = member.only(SourceFile.objects.select_related("store"))
    if upload is not None:
        rows = rows.filter(upload=upload)
    if state:
        rows = rows.filter(state=state)
    if store is not None:
        rows = rows.filter(store=store)
    if source is not None:
        rows = rows.filter(upload__source=source)
    if kind:
        rows = rows.filter(format=kind)
    if before_id is not None:
        rows = rows.filter(id__lt=before_id)
    found = list(rows.order_by("-id")[: PAGE + 1])
    shown = found[:PAGE]
    return [_file_row(each) for each in shown], (
        id_to_word(shown[-1].pk) if len(found) > PAGE else ""
    )


def _file_row(file: SourceFile) -> FileRow:
    zone = file.store.zone
    why = []
    if file.reason_code:
        why.append(reasons.problem(file.reason_code, file.reason_params))
    said = [reasons.problem(each["code"], each.get("params", {})) for each in file.problems]
    why += list(dict.fromkeys(said))
    left = len(why) - MOST_PROBLEMS
    return FileRow(
        id=file.pk,
        upload_id=file.upload_id,
        store_id=file.store_id,
        is_kept=file.stored_key != "" and file.state not in _NOT_AGAIN,
        name=file.original_name,
        store=file.store.name,
        size=size(file.size),
        state=file.state,
        word=str(file.get_state_display()),
        events=file.events,
        flagged=file.flagged,
        time=short_time(file.received_at, zone, timezone.now().astimezone(zone).date()),
        when=full_time(file.received_at, zone),
        why=why[:MOST_PROBLEMS],
        more=gettext("and %(n)s more") % {"n": left} if left > 0 else "",
    )
