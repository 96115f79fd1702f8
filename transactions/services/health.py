"""What people say about a store's data, and the findings that are kept of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.tenancy import current_chain
from jobs.services import enqueue
from stores import audit
from stores.models import AccessKind, Store
from transactions.health.arrivals import lag_of
from transactions.health.gaps import missing_numbers, window
from transactions.health.reconcile import reconciled
from transactions.models import GapExplanation, SourceFile, StoreHealth, Unfamiliar
from transactions.services.replay import replay_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

    from accounts.models import User
    from transactions.health.counters import Gap

CHECK = "check_store"
CHECK_AFTER = timedelta(minutes=5)
CHECKS_CAN_WAIT = -10
SHORTEST = 3


class ExplanationError(ValueError):
    """An explanation that says nothing; the message says what is missing."""


def explain_gap(*, store: Store, gap: Gap, text: str, by: User) -> GapExplanation:
    """Write a person's word on missing numbers. Raises ExplanationError for an empty one."""
    text = " ".join(text.split())
    if len(text) < SHORTEST:
        raise ExplanationError(_("Say in a few words why these numbers are missing."))
    with transaction.atomic():
        written = GapExplanation.objects.create(
            store=store,
            business_date=gap.day,
            counter=gap.counter,
            first_no=gap.first,
            last_no=gap.last,
            text=text[:400],
            written_by=by,
        )
        check_store(store=store)
    return written


def settle_unfamiliar(*, store: Store, ids: Sequence[int], is_right: bool, by: User) -> int:
    """Take parts off the list (or put them back on it); answers how many. Ids of another
    store are left alone."""
    with transaction.atomic():
        rows = Unfamiliar.objects.filter(
            store=store, pk__in=ids, settled_at__isnull=is_right
        ).select_for_update()
        names = list(rows.values_list("name", flat=True))
        rows.update(settled_at=timezone.now() if is_right else None)
        if names:
            audit.record(
                AccessKind.CHANGED_SETTINGS,
                user=by,
                about=("store", store.pk),
                name=", ".join(names)[:200],
                what="unfamiliar_settled" if is_right else "unfamiliar_unsettled",
            )
    return len(names)


def have_read_again(*, store: Store, files: QuerySet[SourceFile], by: User) -> int:
    """Have those of these kept files that are the store's read again; answers how many."""
    return replay_files(files=files.filter(store=store), by=by)


def ask_for_checks(store_ids: Iterable[int]) -> None:
    """Have these stores checked once what is coming in now has come in: at most once in
    ``CHECK_AFTER`` each, however many files arrive."""
    enqueue(
        chain=current_chain().schema_name,
        kind=CHECK,
        keys=[str(store_id) for store_id in sorted(store_ids)],
        priority=CHECKS_CAN_WAIT,
        run_after=timezone.now() + CHECK_AFTER,
    )


def check_store(*, store: Store) -> StoreHealth:
    """Find out anew what needs a look at days of events, and keep it."""
    since, until = window(store)
    missing = missing_numbers(store, since=since, until=until)
    counts = reconciled(store, since=since, until=until)
    lag = lag_of(store)
    gaps = missing.settled_gaps
    differing = [row for row in counts.differing if missing.is_closed(row.control.day)]
    found, _made = StoreHealth.objects.update_or_create(
        store=store,
        defaults={
            "checked_at": timezone.now(),
            "missing_numbers": min(sum(gap.count for gap in gaps), 2**31 - 1),
            "missing_since": min((gap.day for gap in gaps), default=None),
            "blind_to": [str(metric) for metric in counts.blind_to],
            "differing_counts": len(differing),
            "differing_since": min((row.control.day for row in differing), default=None),
            "implausible_times": lag.implausible,
            "lag_median": lag.median,
            "lag_p95": lag.p95,
        },
    )
    return found
