"""What a token sends: kept, and told apart into new, known and refused."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _

from transactions.api.idempotency import Answer
from transactions.api.problems import ApiProblem
from transactions.api.rendering import finding, reason_of
from transactions.formats.canonical import UnreadableFileError
from transactions.formats.canonical_json import read_events
from transactions.models import Channel, FileState, SourceFile
from transactions.services.receive import Incoming, receive_upload

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stores.models import Store, Token
    from transactions.formats.canonical import Event, Problem

DONE, TAKEN, IN_PART = 200, 202, 207


def send_files(token: Token, files: Sequence[Incoming]) -> Answer:
    """Keep ``files`` for the token's store. The answer is given after COMMIT.

    202 when something new was taken, 200 when all was known, 207 when some was refused.
    Raises ApiProblem when everything was refused.
    """
    rows = _received(token, files)
    first = _first_ones(rows)
    counts = {
        "taken": sum(row.state == FileState.RECEIVED for row in rows),
        "known": sum(row.state == FileState.DUPLICATE for row in rows),
        "refused": sum(row.state == FileState.QUARANTINED for row in rows),
    }
    listed = [_taken(row, first) for row in rows]
    if counts["refused"] == len(rows):
        raise ApiProblem("nothing_taken", _refused(listed), more={"files": listed})
    status = IN_PART if counts["refused"] else TAKEN if counts["taken"] else DONE
    return Answer(status, {"upload": rows[0].upload_id, **counts, "files": listed})


def _refused(listed: Sequence[dict[str, Any]]) -> str:
    if len(listed) == 1:
        return str(listed[0]["problem"]["detail"])
    return _("None of the files can be read.")


def _received(token: Token, files: Sequence[Incoming]) -> list[SourceFile]:
    upload = receive_upload(
        store=_store_of(token), user=None, files=files, channel=Channel.API, token=token
    )
    rows = list(SourceFile.objects.filter(upload=upload).order_by("id"))
    if not rows:  # a ZIP with nothing in it
        raise ApiProblem("nothing_taken", _("There is no file in it."))
    return rows


def _store_of(token: Token) -> Store:
    if token.store is None:
        raise ApiProblem("not_allowed")
    return token.store


def _first_ones(rows: Sequence[SourceFile]) -> dict[str, int]:
    """The files, by SHA-256, that had the bytes of the duplicates among ``rows`` first."""
    known = [row.sha256 for row in rows if row.state == FileState.DUPLICATE]
    if not known:
        return {}
    same = SourceFile.objects.filter(store=rows[0].store_id, sha256__in=known)
    return dict(same.exclude(state=FileState.DUPLICATE).values_list("sha256", "id"))


def _taken(row: SourceFile, first: dict[str, int]) -> dict[str, Any]:
    is_known = row.state == FileState.DUPLICATE
    return {
        "id": row.pk,
        "name": row.original_name,
        "sha256": row.sha256,
        "size": row.size,
        "state": row.state,
        "duplicate_of": first.get(row.sha256) if is_known else None,
        "problem": reason_of(row),
    }


def send_events(token: Token, body: bytes, name: str) -> Answer:
    """Check pushed events and keep the body, which the pipeline reads like any file.

    The good ones are taken even where others are wrong; the answer names those. Raises
    ApiProblem when nothing of it can be taken; then nothing is kept.
    """
    events, problems = _checked(token, body)
    refused = [finding(each.code, each.params, each.source_index) for each in problems]
    if not events:
        detail = _("No event of it can be taken.") if refused else _("There is no event in it.")
        raise ApiProblem("nothing_taken", detail, more={"events": refused})
    row = _received(token, [Incoming(name, io.BytesIO(body))])[0]
    if row.state == FileState.QUARANTINED:
        raise ApiProblem("unreadable", (reason_of(row) or {}).get("detail", ""))
    taken = {
        "upload": row.upload_id,
        "file": row.pk,
        "state": row.state,
        "duplicate_of": _first_ones([row]).get(row.sha256),
        "taken": len(events),
        "refused": refused,
    }
    is_known = row.state == FileState.DUPLICATE
    return Answer(IN_PART if refused else DONE if is_known else TAKEN, taken)


BROKEN: Final = ("json_broken", "json_not_utf8", "json_twice", "json_number", "json_too_deep")
"""No JSON as the standard has it: the fault is in the request, not in what it says."""


def _checked(token: Token, body: bytes) -> tuple[list[Event], list[Problem]]:
    try:
        events, problems = read_events(body)
    except UnreadableFileError as unreadable:
        kind = "malformed" if unreadable.code in BROKEN else "unreadable"
        said = finding(unreadable.code, unreadable.params)
        raise ApiProblem(kind, said["detail"], more={"code": said["code"]}) from unreadable
    named = events[0].store_code if events else ""
    ours = _store_of(token).code
    if named and named != ours:
        words = {"named": named, "ours": ours}
        detail = _("The body says store “%(named)s”; this token is for store “%(ours)s”.") % words
        raise ApiProblem("other_store", detail)
    return events, problems
