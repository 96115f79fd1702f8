"""Which clips a flagged transaction needs: rows and jobs, however often it is asked."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from clips.holding import active_holds
from clips.models import Clip, ClipState, Purpose
from clips.services import schedule
from clips.services.expiry import expires_at
from clips.services.lock import lock_stores
from clips.services.names import NameWish, free_names
from clips.services.orders import FetchOrder, order_fetches
from clips.services.revise import revise
from clips.services.wanted import Wanted, wanted_of
from transactions.models import ReviewStatus, SourceFile, Transaction

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from accounts.models import Chain, User
    from stores.models import Camera

OPEN = (ReviewStatus.NEW, ReviewStatus.INVESTIGATE, ReviewStatus.ESCALATE)


def plan_for_files(chain: Chain, source_file_ids: Sequence[int]) -> dict[str, int]:
    """Clips for what is flagged in these files, inside the caller's transaction.

    Set-based: the number of queries grows with stores, not with transactions. Back-fill
    gets none: its footage is long overwritten. Answers what was done, as counts.
    """
    files = Transaction.objects.filter(
        source_file__in=source_file_ids, source_file__upload__is_backfill=False
    )
    stores = _stores_of(source_file_ids)
    open_ones = files.filter(review__store__in=stores, review__status__in=OPEN)
    return plan(chain, wanted_of(open_ones))


def _stores_of(source_file_ids: Sequence[int]) -> list[int]:
    """The review table is indexed by store; a transaction's file is not indexed at all."""
    found = SourceFile.objects.filter(pk__in=source_file_ids).values_list("store_id", flat=True)
    return sorted(set(found))


def plan_for_transaction(
    chain: Chain, transaction_id: int, asked_by: User | None = None
) -> dict[str, int]:
    """Clips that somebody asked for by hand: flagged or not, and before all others."""
    rows = wanted_of(Transaction.objects.filter(pk=transaction_id))
    return plan(chain, [each.asked(Purpose.ASKED, asked_by, schedule.BY_HAND) for each in rows])


def plan(chain: Chain, wanted: Sequence[Wanted]) -> dict[str, int]:
    """Write what is missing, put right what has changed, and ask for the fetches."""
    counts = {"transactions": len(wanted), "new": 0, "revised": 0}
    if not wanted:
        return counts
    lock_stores(chain, (each.transaction.store_id for each in wanted))
    existing = _existing(wanted)
    orders: list[FetchOrder] = []
    made: list[tuple[Clip, Wanted]] = []
    for each in wanted:
        mine = existing.get(each.transaction.pk, [])
        revised = revise(mine, each.moment, each.parts)
        counts["revised"] += len(revised)
        orders += [_order(clip, each) for clip in revised if _is_to_fetch(clip)]
        made += [(clip, each) for clip in _missing(each, mine)]
    _name(made)
    Clip.objects.bulk_create([clip for clip, _ in made])
    orders += [_order(clip, each) for clip, each in made if _is_to_fetch(clip)]
    order_fetches(chain, orders)
    counts["new"] = len(made)
    return counts


def _existing(wanted: Sequence[Wanted]) -> Mapping[int, list[Clip]]:
    existing: defaultdict[int, list[Clip]] = defaultdict(list)
    rows = Clip.objects.filter(transaction__in=[each.transaction.pk for each in wanted])
    for clip in rows.select_related("camera__recorder__state").order_by("position", "id"):
        existing[clip.transaction_id or 0].append(clip)
    return existing


def _is_to_fetch(clip: Clip) -> bool:
    return clip.camera_id is not None and clip.state == ClipState.REQUESTED


def _order(clip: Clip, wanted: Wanted) -> FetchOrder:
    assert clip.camera is not None  # noqa: S101 - asked only for clips that have one
    return FetchOrder.of(clip, clip.camera.recorder, wanted.risk)


def _missing(wanted: Wanted, existing: list[Clip]) -> list[Clip]:
    """Rows still to be written; one row without a camera says that there is none."""
    have = {clip.camera_id for clip in existing}
    cameras = [camera for camera in wanted.cameras if camera.pk not in have]
    if wanted.cameras:
        _drop_placeholder(existing)
        first = max((clip.position for clip in existing), default=0) + 1
        return [_row(wanted, camera, first + place) for place, camera in enumerate(cameras)]
    return [] if existing else [_placeholder(wanted)]


def _drop_placeholder(existing: list[Clip]) -> None:
    """A camera has been set up since: the row that said there is none goes, unless a hold
    speaks of it."""
    bare = [clip for clip in existing if is_placeholder(clip)]
    held = set(active_holds().filter(clip__in=bare).values_list("clip", flat=True)) if bare else ()
    for clip in bare:
        if clip.pk in held:
            continue
        clip.holds.all().delete()  # lifted ones: their history stays
        clip.delete()
        existing.remove(clip)


def is_placeholder(clip: Clip) -> bool:
    return clip.camera_id is None and clip.reason_code in {"no_camera", "no_register"}


def _row(wanted: Wanted, camera: Camera, position: int) -> Clip:
    window = schedule.window_of(wanted.moment)
    clip = Clip(
        transaction=wanted.transaction,
        store_id=wanted.transaction.store_id,
        camera=camera,
        position=position,
        moment=wanted.moment,
        window_start=window.start,
        window_end=window.end,
        purpose=wanted.purpose,
        asked_by=wanted.asked_by,
        risk=wanted.transaction.risk,
        wanted_quality=wanted.quality(camera),
        expires_at=expires_at(camera, window.start),
    )
    if camera.recorder.retired_at is not None:
        clip.state, clip.reason_code = ClipState.UNAVAILABLE, "recorder_retired"
        clip.reason_params = {"recorder": camera.recorder.name}
    return clip


def _placeholder(wanted: Wanted) -> Clip:
    window = schedule.window_of(wanted.moment)
    register = wanted.transaction.register
    return Clip(
        transaction=wanted.transaction,
        store_id=wanted.transaction.store_id,
        moment=wanted.moment,
        window_start=window.start,
        window_end=window.end,
        state=ClipState.UNAVAILABLE,
        reason_code="no_camera" if register else "no_register",
        reason_params={"register": register.code} if register else {},
    )


def _name(made: Sequence[tuple[Clip, Wanted]]) -> None:
    """Give names, store by store; a second camera's says so."""
    by_store: defaultdict[int, list[tuple[Clip, NameWish]]] = defaultdict(list)
    for clip, wanted in made:
        if clip.camera_id:
            by_store[clip.store_id].append((clip, NameWish(wanted.parts, clip.position)))
    for store_id, pairs in by_store.items():
        names = free_names(store_id, [wish for _, wish in pairs])
        for (clip, _wish), name in zip(pairs, names, strict=True):
            clip.filename = name
