"""Everything a daily summary says, as facts that can be kept and put into words again.

Codes, counts, names and moments; no sentence. Names are as they were that day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from alerts.summaries.counting import counted
from alerts.summaries.looking import looked
from alerts.summaries.trouble import data_troubles, footage_troubles

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from stores.models import Store

VERSION: Final = 1


def gather(stores: Sequence[Store], day: date, now: datetime) -> dict[str, Any]:
    """Of these stores, by store number."""
    ids = [store.pk for store in stores]
    data, footage = data_troubles(ids), footage_troubles(ids, now)
    return {
        "version": VERSION,
        "day": day.isoformat(),
        "made": now.isoformat(),
        "stores": [
            {
                "id": store.pk,
                "code": store.code,
                "name": store.name,
                "zone": store.timezone,
                **counted(store.pk, day),
                **looked(store, day),
                "data": data.get(store.pk, []),
                "footage": footage[store.pk],
            }
            for store in sorted(stores, key=lambda store: store.code)
        ],
    }
