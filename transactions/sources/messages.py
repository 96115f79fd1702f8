"""What a mailed report holds: attachments, and tables in the message itself."""

from __future__ import annotations

import io
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from transactions.sources.base import Fetched

if TYPE_CHECKING:
    from collections.abc import Sequence

    from imap_tools.message import MailMessage

_TAKEN: Final = frozenset(
    {".csv", ".tsv", ".txt", ".xls", ".xlsx", ".xlsm", ".htm", ".html", ".xml", ".zip", ".json"}
)
_MOST_FILES: Final = 50
_NOT_IN_NAMES: Final = re.compile(r"[^\w .()+-]+")


def is_from(message: MailMessage, senders: Sequence[str]) -> bool:
    """Whether it comes from one of ``senders``: addresses, or domains (``@example.com``)."""
    sender = (message.from_ or "").lower()
    if not senders:
        return True
    return any(
        sender == each or (each.startswith("@") and sender.endswith(each)) for each in senders
    )


def is_about(message: MailMessage, words: str) -> bool:
    """Whether the subject holds ``words``: case and runs of blanks do not count."""
    return " ".join(words.lower().split()) in " ".join(message.subject.lower().split())


def files_of(message: MailMessage, *, with_body: bool) -> list[Fetched]:
    """Attachments of the kinds that reports come in; the message's own tables if wished."""
    files = [
        Fetched(attached.filename, io.BytesIO(attached.payload))
        for attached in message.attachments[:_MOST_FILES]
        if PurePosixPath(attached.filename.lower()).suffix in _TAKEN
        and attached.content_disposition != "inline"
    ]
    if with_body and "<table" in message.html.lower():
        name = _NOT_IN_NAMES.sub(" ", message.subject).strip()[:120] or "message"
        files.append(Fetched(f"{name}.html", io.BytesIO(message.html.encode())))
    return files
