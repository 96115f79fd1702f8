"""Who watched and who took a clip: one entry for each link, not for each range of bytes."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.db import connection, transaction

from stores import audit
from stores.models import AccessKind, AccessLog

if TYPE_CHECKING:
    from accounts.models import Chain
    from clips.models import Clip
    from stores.access import Member


def record_once(kind: AccessKind, member: Member, clip: Clip, signature: str) -> None:
    """Write the entry unless this link has one. The database decides; the cache only
    spares it the question, for a player asks for ranges by the dozen."""
    link = hashlib.sha256(signature.encode()).hexdigest()[:16]
    seen = f"clip-seen:{member.chain.uuid}:{clip.pk}:{kind}:{link}"
    if cache.get(seen):
        return
    with transaction.atomic():
        _one_at_a_time(member.chain, clip, link)
        known = AccessLog.objects.filter(
            kind=kind, object_type="clip", object_id=clip.pk, params__link=link
        )
        if not known.exists():
            audit.record(
                kind,
                user=member.user,
                about=("clip", clip.pk),
                link=link,
                name=clip.filename,
                transaction=clip.transaction_id,
            )
    cache.set(seen, 1, timeout=3600)


def _one_at_a_time(chain: Chain, clip: Clip, link: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"clips:seen:{chain.uuid}:{clip.pk}:{link}"],
        )
