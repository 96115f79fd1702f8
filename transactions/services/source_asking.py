"""A row of ``stores.Source`` as the pure fetchers want it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

from accounts.tenancy import current_chain
from stores.granting import networks_of, roots_of
from stores.models import SeenFile, SourceKind
from stores.sealing import SealBrokenError, unseal
from transactions.sources.base import Asked, Granted, SourceError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from stores.models import Source

HISTORY = timedelta(days=1)
"""Files older than this when the source was set up are baseline: no review, no clip."""
LISTED = frozenset({SourceKind.FOLDER, SourceKind.SFTP})


def granted() -> Granted:
    """What the operator allows the open chain."""
    chain = current_chain()
    return Granted(roots_of(chain), networks_of(chain), settings.SOURCE_AUTHORITY_FILE)


def asked(
    source: Source,
    *,
    secrets: Mapping[str, str] | None = None,
    seen: AbstractSet[bytes] | None = None,
) -> Asked:
    """Everything the source's fetcher needs. Raises SourceError for a broken seal."""
    return Asked(
        settings=source.settings,
        secrets=_unsealed(source) if secrets is None else secrets,
        zone=source.store.zone,
        now=timezone.now(),
        granted=granted(),
        cursor=source.cursor,
        seen=seen_of(source) if seen is None else seen,
        history_before=source.created_at - HISTORY,
    )


def _unsealed(source: Source) -> dict[str, str]:
    try:
        return unseal(source.sealed)
    except SealBrokenError as broken:
        raise SourceError("locked_secrets") from broken


def seen_of(source: Source) -> set[bytes]:
    """Digests of the files that were read before, for kinds that list files."""
    if source.kind not in LISTED or source.pk is None:
        return set()
    rows = SeenFile.objects.filter(source=source).values_list("digest", flat=True)
    return {bytes(digest) for digest in rows.iterator()}
