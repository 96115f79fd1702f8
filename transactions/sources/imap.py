"""A mailbox that the back office mails its reports to: read, never deleted from.

Messages are looked at without being marked as read (unless that is asked for) and
remembered by UID under the folder's UIDVALIDITY, so that a message is taken once
whatever people do to its flags. The sender in a message proves nothing by itself: use a
mailbox whose provider refuses forged mail.
"""

from __future__ import annotations

import imaplib
import ssl
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from imap_tools.errors import ImapToolsError, MailboxFolderSelectError, MailboxLoginError
from imap_tools.mailbox import BaseMailBox

from transactions.sources.base import MB, Batch, Seen, SourceError
from transactions.sources.dialling import connected, tls
from transactions.sources.messages import files_of, is_about, is_from

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator

    from imap_tools.message import MailMessage

    from transactions.sources.base import Asked

QUIET_SECONDS: Final = 30.0
FIRST_LOOK: Final = timedelta(days=7)
MAX_MESSAGE_BYTES: Final = 50 * MB
BATCH_MESSAGES: Final = 20
BATCH_BYTES: Final = 64 * MB
MOST_MESSAGES: Final = 2_000
"""In one fetch; the next one goes on where this one stopped."""
_AWAY: Final = (OSError, imaplib.IMAP4.error, ImapToolsError)
_MONTHS: Final = "JanFebMarAprMayJunJulAugSepOctNovDec"


class _Box(BaseMailBox):
    """A mailbox over a connection that was allowed."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        super().__init__()

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        asked = self._asked
        settings, context = asked.settings, tls(asked.granted)
        host, wrapped = str(settings["host"]), settings.get("security") != "starttls"
        port = int(settings.get("port") or (993 if wrapped else 143))

        class Client(imaplib.IMAP4):
            def _create_socket(self, timeout: float | None) -> socket.socket:
                plain = connected(host, port, asked.granted)
                plain.settimeout(timeout)
                return context.wrap_socket(plain, server_hostname=host) if wrapped else plain

        client = Client(host, port, timeout=QUIET_SECONDS)
        if not wrapped:
            client.starttls(context)
        return client


class ImapFetcher:
    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._senders = [each.lower() for each in _words(asked.settings.get("senders"))]
        self._subject = str(asked.settings.get("subject", ""))

    def check(self) -> Seen:
        """How many messages of the last week would be taken."""
        with self._open() as box:
            uids = box.uids(_since(self._asked))[-200:]
            mine = [message for message in self._headers(box, uids) if self._is_wanted(message)]
        if not mine:
            return Seen(0)
        newest = max(mine, key=lambda message: int(message.uid or 0))
        return Seen(len(mine), newest.subject, newest.date if newest.date.tzinfo else None)

    def batches(self) -> Iterator[Batch]:
        with self._open() as box:
            validity = int(box.folder.status(None, ["UIDVALIDITY"])["UIDVALIDITY"])
            last = self._last(validity)
            criteria = f"UID {last + 1}:*" if last else _since(self._asked)
            uids = sorted(uid for uid in map(int, box.uids(criteria)) if uid > last)
            for start in range(0, min(len(uids), MOST_MESSAGES), BATCH_MESSAGES):
                yield from self._read(box, uids[start : start + BATCH_MESSAGES], validity)

    def _last(self, validity: int) -> int:
        """The last UID that was looked at; 0 when the folder counts anew."""
        cursor = self._asked.cursor
        return int(cursor.get("uid", 0)) if cursor.get("uidvalidity") == validity else 0

    def _read(self, box: _Box, uids: list[int], validity: int) -> Iterator[Batch]:
        batch, size = Batch(), 0
        for header in self._headers(box, [str(uid) for uid in uids]):
            if self._is_wanted(header):
                size += self._take(box, header, batch)
            batch.cursor = {"uidvalidity": validity, "uid": int(header.uid or 0)}
            if size > BATCH_BYTES:
                yield batch
                batch, size = Batch(), 0
        batch.cursor = {"uidvalidity": validity, "uid": uids[-1]}
        yield batch

    def _take(self, box: _Box, header: MailMessage, batch: Batch) -> int:
        """Put the message's files into the batch; answers its size in bytes."""
        batch.found += 1
        if header.size_rfc822 > MAX_MESSAGE_BYTES:
            batch.refused.append(SourceError("message_too_large", name=header.subject))
            return 0
        for message in box.fetch(uid_list=[str(header.uid)], mark_seen=self._marks):
            files = files_of(message, with_body=bool(self._asked.settings.get("body_tables")))
            if not files:
                batch.refused.append(SourceError("message_without_file", name=header.subject))
            batch.files.extend(files)
        return header.size_rfc822

    @property
    def _marks(self) -> bool:
        return bool(self._asked.settings.get("mark_read"))

    def _is_wanted(self, message: MailMessage) -> bool:
        return is_from(message, self._senders) and is_about(message, self._subject)

    @staticmethod
    def _headers(box: _Box, uids: list[str]) -> Iterator[MailMessage]:
        if uids:
            yield from box.fetch(uid_list=uids, headers_only=True, mark_seen=False)

    @contextmanager
    def _open(self) -> Iterator[_Box]:
        """A mailbox with its folder open. Raises SourceError, whatever breaks inside, too."""
        settings, host = self._asked.settings, str(self._asked.settings["host"])
        try:
            box = _Box(self._asked)
            try:
                _log_in(box, str(settings.get("username", "")), self._asked.secrets)
                box.folder.set(str(settings.get("folder") or "INBOX"), readonly=not self._marks)
                yield box
            finally:
                box.client.shutdown()
        except MailboxFolderSelectError as error:
            raise SourceError("no_mail_folder", folder=settings.get("folder")) from error
        except ssl.SSLCertVerificationError as error:
            raise SourceError("certificate_refused", host=host) from error
        except _AWAY as error:
            raise SourceError("connection_lost", host=host) from error


def _log_in(box: _Box, user: str, secrets: Any) -> None:
    password = str(secrets.get("password", ""))
    try:
        if password.isascii() and user.isascii():
            box.login(user, password, initial_folder=None)
        else:
            box.login_utf8(user, password, initial_folder=None)
    except (MailboxLoginError, imaplib.IMAP4.error) as error:
        if isinstance(error, imaplib.IMAP4.abort):
            raise
        raise SourceError("login_refused", user=user) from error


def _since(asked: Asked) -> str:
    day = (asked.now - FIRST_LOOK).astimezone(asked.zone)
    return f"SINCE {day.day:02d}-{_MONTHS[day.month * 3 - 3 : day.month * 3]}-{day.year}"


def _words(text: Any) -> list[str]:
    return str(text or "").replace(",", " ").replace(";", " ").split()
