"""What the numbers of a store cannot be trusted for: data and footage that are missing."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Count, Min

from clips.models import Clip
from clips.services.expiry import STILL_WANTED
from stores.selectors.recorders import Condition, condition_of, known_state, with_problems
from transactions.health.judgment import State
from transactions.health.watching import watched_stores

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stores.models import Recorder
    from transactions.health.judgment import Reason

OVERWRITTEN_WITHIN: Final = timedelta(hours=36)
MOST: Final = 4
EVERY_DAY_THE_SAME: Final = frozenset({"by_hand"})
"""How a store is set up is no news; that the last upload is old is."""
_LOOK: Final = {Condition.BLOCKED, Condition.LOCKED, Condition.CHANGED, Condition.WRONG}


def data_troubles(store_ids: Iterable[int]) -> dict[int, list[dict[str, Any]]]:
    """Per store why it is not watched in full, the weightiest first."""
    found = watched_stores(store_ids)
    return {
        store.store_id: [
            _reason(reason, store.signs.occurred_at)
            for reason in store.judgment.reasons
            if reason.code not in EVERY_DAY_THE_SAME
        ][:MOST]
        for store in found
    }


def _reason(reason: Reason, heard_at: datetime | None) -> dict[str, Any]:
    """``heard_at`` is when the last event happened: "not heard since" is said by that, not
    by when its file came."""
    since = reason.since
    if reason.code == "nothing_heard" and heard_at is not None:
        since = heard_at
    return {
        "code": reason.code,
        "is_blind": reason.state == State.NOT_WATCHING,
        "since": since.isoformat() if since is not None else None,
        "params": dict(reason.params),
        "count": reason.count,
    }


def footage_troubles(store_ids: Iterable[int], now: datetime) -> dict[int, dict[str, Any]]:
    """Per store: recorders that somebody should look at, and clips that are still to be
    fetched while their footage is about to be overwritten."""
    ids = list(store_ids)
    found: dict[int, dict[str, Any]] = {pk: {"recorders": [], "going": None} for pk in ids}
    for recorder in with_problems().filter(store__in=ids).select_related("state", "store"):
        if condition_of(recorder) in _LOOK:
            found[recorder.store_id]["recorders"].append(_recorder(recorder))
    going = Clip.objects.filter(
        store__in=ids, state__in=STILL_WANTED, expires_at__range=(now, now + OVERWRITTEN_WITHIN)
    )
    counted = going.order_by().values("store").annotate(count=Count("pk"), first=Min("expires_at"))
    for row in counted:
        found[row["store"]]["going"] = {"count": row["count"], "first": row["first"].isoformat()}
    return found


def _recorder(recorder: Recorder) -> dict[str, Any]:
    state = known_state(recorder)
    params = {name: str(value) for name, value in state.problem_params.items()}
    return {
        "id": recorder.pk,
        "name": recorder.name,
        "code": state.problem_code or condition_of(recorder).value,
        "params": {"recorder": recorder.name, **params},
        "reached": state.reached_at.isoformat() if state.reached_at else None,
    }
