"""The job that makes an export: page by page into a file, stored, and committed once.

Each page is a statement of its own, so that no long transaction keeps the database from
cleaning up, and memory holds one page. An attempt that was overtaken leaves nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext

from accounts.models import User
from clips import objects
from clips.services.attempt import Attempt
from jobs.models import Lane
from jobs.registry import RetryLaterError
from jobs.services import StaleFenceError, enqueue, finish
from review.models import ExportState, SearchExport
from review.search.columns import HEADINGS, Cells
from review.search.exports import EXPIRE, KEPT, MOST_ROWS
from review.search.files import FORMATS
from review.search.reading import ask_address
from review.search.stored import ExportKeys
from stores.access import member_of
from transactions.search.sentences import said
from transactions.search.walk import TookTooLongError
from transactions.selectors.wording import full_time

if TYPE_CHECKING:
    from pathlib import Path

    from accounts.models import Chain
    from jobs.registry import Claimed
    from review.search.files import RowFile
    from review.search.reading import Asked
    from stores.access import Member

PAGE: Final = 2000
SECONDS: Final = 60.0
SOON: Final = timedelta(seconds=30)


class RefusedError(Exception):
    """The export is not made, for the reason that its page then says."""


class GivenUpError(Exception):
    """Somebody cancelled it."""


@dataclass(slots=True)
class _Making:
    export: SearchExport
    member: Member
    attempt: Attempt
    rows: int = 0


def build_export(chain: Chain, job: Claimed) -> None:
    export = SearchExport.objects.get(pk=int(job.key))
    if export.state != ExportState.MAKING:
        finish(job, {"state": export.state})
        return
    keys = ExportKeys(chain.uuid, export.uuid)
    stored = keys.key(job.fence, export.format)
    try:
        making = _Making(export, _member(chain, export), Attempt(job))
        with objects.workspace() as folder:
            path = folder / f"rows.{export.format}"
            with translation.override(export.language or None):
                _write(making, path)
            size = path.stat().st_size
            objects.put(keys, stored, path)
        _settle(job, making, stored, size)
    except objects.StorageAwayError as away:
        raise RetryLaterError(timezone.now() + SOON, "storage_away") from away
    except RefusedError as refused:
        _end(job, export, ExportState.REFUSED, str(refused))
    except GivenUpError:
        objects.delete(keys, [stored])
        finish(job, {"cancelled": True})
    except StaleFenceError:
        objects.delete(keys, [stored])
        raise


def expire_export(chain: Chain, export_id: int) -> None:
    """The file goes; that it was taken stays in the access log.

    Raises clips.objects.StorageAwayError.
    """
    export = SearchExport.objects.filter(pk=export_id, state=ExportState.READY).first()
    if export is None:
        return
    objects.remove(ExportKeys(chain.uuid, export.uuid), [export.stored_key])
    export.state, export.stored_key = ExportState.EXPIRED, ""
    export.save(update_fields=["state", "stored_key"])


def bury(export_id: int) -> None:
    making = SearchExport.objects.filter(pk=export_id, state=ExportState.MAKING)
    making.update(state=ExportState.FAILED, reason_code="not_made")


def _member(chain: Chain, export: SearchExport) -> Member:
    """Whoever ordered it, with the stores they may see now."""
    user = User.objects.filter(pk=export.ordered_by_id or 0).first()
    member = member_of(user, chain) if user else None
    if member is None:
        raise RefusedError("no_member")
    return member


def _write(making: _Making, path: Path) -> None:
    asked = ask_address(making.export.address, making.member)
    total = _total(asked)
    headings = [str(heading) for heading in HEADINGS]
    file = FORMATS[making.export.format](path, headings, _about(making, asked, total))
    try:
        _write_rows(making, asked, file, total)
    finally:
        file.close()


def _total(asked: Asked) -> int:
    """Raises RefusedError when there are more rows than a file may have."""
    try:
        total = asked.search.count(MOST_ROWS, SECONDS)
    except TookTooLongError as error:
        raise RefusedError("too_long") from error
    if total > MOST_ROWS:
        raise RefusedError("too_many")
    return total


def _write_rows(making: _Making, asked: Asked, file: RowFile, total: int) -> None:
    cells = Cells(asked.search.scope.places)
    place = None
    while True:
        try:
            found = asked.search.keys(place, PAGE, seconds=SECONDS)
        except TookTooLongError as error:
            raise RefusedError("too_long") from error
        file.write(cells.rows([key[-1] for key in found]))
        making.rows += len(found)
        _look_up(making, total)
        if len(found) < PAGE:
            return
        place = found[-1]


def _look_up(making: _Making, total: int) -> None:
    """Between two pages: is it still wanted, and ours?"""
    if making.rows > MOST_ROWS:
        raise RefusedError("too_many")
    if not SearchExport.objects.filter(pk=making.export.pk, state=ExportState.MAKING).exists():
        raise GivenUpError
    making.attempt.progress("rows", min(1.0, making.rows / max(total, 1)))
    if making.attempt.cancelled():
        raise StaleFenceError(str(making.attempt.job))


def _about(making: _Making, asked: Asked, total: int) -> list[str]:
    export, stores = making.export, asked.search.scope.stores
    zone = asked.search.scope.zone_of(stores[0].id) if stores else timezone.get_current_timezone()
    return [
        gettext("Search: %(search)s") % {"search": said(asked.query)},
        gettext("Made for %(who)s, %(when)s")
        % {"who": export.ordered_by_name, "when": full_time(timezone.now(), zone)},
        gettext("Transactions when it was begun: %(n)s") % {"n": total},
        gettext("Times are of each store's clock; the column beside them names its time zone."),
    ]


def _settle(job: Claimed, making: _Making, stored: str, size: int) -> None:
    now = timezone.now()
    with transaction.atomic():
        row = SearchExport.objects.select_for_update().get(pk=making.export.pk)
        if row.state != ExportState.MAKING:
            raise GivenUpError
        row.state, row.made_at, row.expires_at = ExportState.READY, now, now + KEPT
        row.rows, row.size, row.stored_key = making.rows, size, stored
        seen = making.member.store_ids
        row.store_ids = None if seen is None else sorted(seen)
        row.save()
        enqueue(
            chain=job.chain,
            kind=EXPIRE,
            keys=[job.key],
            lane=Lane.BACKFILL,
            run_after=row.expires_at,
        )
        finish(job, {"rows": making.rows, "size": size})


def _end(job: Claimed, export: SearchExport, state: ExportState, reason: str) -> None:
    with transaction.atomic():
        SearchExport.objects.filter(pk=export.pk, state=ExportState.MAKING).update(
            state=state, reason_code=reason
        )
        finish(job, {"state": state, "reason": reason})
