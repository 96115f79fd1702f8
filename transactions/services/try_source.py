"""Testing the connection to a source before it is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stores.services.sources import SourceWish, merged_secrets
from transactions.services.source_asking import asked
from transactions.sources import FETCHERS
from transactions.sources.bounded import call_bounded

if TYPE_CHECKING:
    from stores.models import Source
    from transactions.sources.base import Seen

ANSWER_WITHIN = 25.0


def try_source(*, source: Source, wish: SourceWish) -> Seen:
    """Connect as wished, look, take nothing. Raises SourceError.

    ``source`` is the one that would be changed, or a new one that is not saved. A share or
    server that hangs is given up after 25 seconds.
    """
    secrets = merged_secrets(source, wish)
    source.settings = dict(wish.settings)
    fetcher = FETCHERS[source.kind](asked(source, secrets=secrets, seen=set()))
    return call_bounded(
        fetcher.check,
        seconds=ANSWER_WITHIN,
        code="folder_hangs" if source.kind == "folder" else "no_answer",
        path=wish.settings.get("path", ""),
        host=wish.settings.get("host", ""),
        port=wish.settings.get("port", ""),
    )
