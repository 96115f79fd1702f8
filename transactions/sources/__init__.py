"""Places that files are fetched from. A kind is one module and one row in :data:`FETCHERS`.

Pure: no Django, no database. Nothing is ever moved, renamed or deleted at a source.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from transactions.sources.folder import FolderFetcher
from transactions.sources.https import HttpsFetcher
from transactions.sources.imap import ImapFetcher
from transactions.sources.sftp import SftpFetcher

if TYPE_CHECKING:
    from collections.abc import Callable

    from transactions.sources.base import Asked, Fetcher

__all__ = ["FETCHERS"]

FETCHERS: Final[dict[str, Callable[[Asked], Fetcher]]] = {
    "folder": FolderFetcher,
    "sftp": SftpFetcher,
    "imap": ImapFetcher,
    "https": HttpsFetcher,
}
