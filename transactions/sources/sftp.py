"""An SFTP server: listed and copied from, never changed.

The server's key is pinned when the source is first tested and shown there. A server that
later shows another one is refused before it hears the password.
"""

from __future__ import annotations

import base64
import hashlib
import io
import tempfile
import time
from contextlib import contextmanager
from stat import S_ISREG
from typing import TYPE_CHECKING, BinaryIO, Final, cast

import paramiko

from transactions.sources.base import IN_MEMORY, Batch, Fetched, Seen, SourceError
from transactions.sources.complete import is_complete
from transactions.sources.dialling import CONNECT_SECONDS, connected
from transactions.sources.folder import MOST_ENTRIES, SETTLED_AFTER
from transactions.sources.listing import (
    Entry,
    in_batches,
    in_order,
    is_history,
    is_too_large,
    is_wanted,
    patterns_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from transactions.sources.base import Asked

QUIET_SECONDS: Final = 30.0
"""How long the server may say nothing in the middle of something."""
FILE_SECONDS: Final = 300.0
BETWEEN_LOOKS: Final = 1.0
_NANO: Final = 1_000_000_000
_AWAY: Final = (OSError, EOFError, paramiko.SSHException)
_KEYS: Final[tuple[type[paramiko.PKey], ...]] = (
    paramiko.Ed25519Key,
    paramiko.ECDSAKey,
    paramiko.RSAKey,
)


def fingerprint(key: paramiko.PKey) -> str:
    """As ``ssh-keygen -l`` shows it, the type in front."""
    digest = base64.b64encode(hashlib.sha256(key.asbytes()).digest()).decode().rstrip("=")
    return f"{key.get_name()} SHA256:{digest}"


class SftpFetcher:
    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._patterns = patterns_of(str(asked.settings.get("patterns", "")))
        self._folder = str(asked.settings.get("path") or ".")
        self.host_key = str(asked.settings.get("host_key", ""))

    def check(self) -> Seen:
        with self._open() as client:
            entries = self._look(client)
        newest = max(entries, key=lambda entry: entry.mtime_ns, default=None)
        if newest is None:
            return Seen(0, host_key=self.host_key)
        return Seen(len(entries), newest.name, newest.at, self.host_key)

    def batches(self) -> Iterator[Batch]:
        with self._open() as client:
            entries = self._look(client)
            fresh = [each for each in entries if each.digest not in self._asked.seen]
            present = frozenset(each.digest for each in entries)
            yield Batch(found=len(entries), known=len(entries) - len(fresh), present=present)
            if not fresh:
                return
            time.sleep(BETWEEN_LOOKS)
            again = set(self._look(client))
            yield from self._read(client, [each for each in fresh if each in again])

    @contextmanager
    def _open(self) -> Iterator[paramiko.SFTPClient]:
        """A client that is logged in. Raises SourceError, whatever breaks inside, too."""
        host, port = str(self._asked.settings["host"]), int(self._asked.settings.get("port") or 22)
        transport = paramiko.Transport(connected(host, port, self._asked.granted))
        try:
            self._greet(transport, host)
            self._log_in(transport)
            client = paramiko.SFTPClient.from_transport(transport)
            if client is None:
                raise SourceError("no_sftp", host=host)
            channel = client.get_channel()
            if channel is not None:
                channel.settimeout(QUIET_SECONDS)
            yield client
        except _AWAY as error:
            raise SourceError("connection_lost", host=host) from error
        finally:
            transport.close()

    def _greet(self, transport: paramiko.Transport, host: str) -> None:
        """Agree on keys, and see that the server is the one it was."""
        transport.banner_timeout = transport.auth_timeout = CONNECT_SECONDS
        if self.host_key:
            transport.get_security_options().key_types = _agreeable(
                self.host_key.partition(" ")[0], transport.get_security_options().key_types
            )
        try:
            transport.start_client(timeout=CONNECT_SECONDS)
        except _AWAY as error:
            code = "host_key_changed" if _is_about_keys(error) else "no_ssh"
            raise SourceError(code, host=host, seen="?", known=self.host_key) from error
        seen = fingerprint(transport.get_remote_server_key())
        if self.host_key and seen != self.host_key:
            raise SourceError("host_key_changed", host=host, seen=seen, known=self.host_key)
        self.host_key = seen

    def _log_in(self, transport: paramiko.Transport) -> None:
        user, secrets = str(self._asked.settings.get("username", "")), self._asked.secrets
        try:
            if secrets.get("private_key"):
                key = private_key(secrets["private_key"], secrets.get("password", ""))
                left = transport.auth_publickey(user, key)
            else:
                left = transport.auth_password(user, secrets.get("password", ""))
        except paramiko.AuthenticationException as error:
            raise SourceError("login_refused", user=user) from error
        if left or not transport.is_authenticated():
            raise SourceError("login_refused", user=user)

    def _look(self, client: paramiko.SFTPClient) -> list[Entry]:
        found: list[Entry] = []
        try:
            for each in client.listdir_iter(self._folder):
                if not S_ISREG(each.st_mode or 0) or not each.st_size:
                    continue
                if is_wanted(each.filename, self._patterns) and "/" not in each.filename:
                    mtime = int(each.st_mtime or 0) * _NANO
                    found.append(Entry(each.filename, each.st_size, mtime))
                if len(found) > MOST_ENTRIES:
                    raise SourceError("folder_too_full", limit=MOST_ENTRIES)
        except FileNotFoundError as error:
            raise SourceError("folder_gone", path=self._folder) from error
        except PermissionError as error:
            raise SourceError("folder_forbidden", path=self._folder) from error
        return found

    def _read(self, client: paramiko.SFTPClient, entries: Sequence[Entry]) -> Iterator[Batch]:
        before = self._asked.history_before
        for part in in_batches(in_order(entries, before), before):
            batch = Batch(is_history=is_history(part[0], before))
            for entry in part:
                if is_too_large(entry):
                    batch.refused.append(SourceError("too_large", name=entry.name))
                    batch.digests.append(entry.digest)
                elif (stream := self._copy(client, entry)) is not None:
                    batch.files.append(Fetched(entry.name, stream, entry.digest))
                    batch.digests.append(entry.digest)
            yield batch

    def _copy(self, client: paramiko.SFTPClient, entry: Entry) -> BinaryIO | None:
        """The file; None when it went away, came cut off, or is still being written."""
        unnamed = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - handed on
        spool = cast("BinaryIO", unnamed)
        path = f"{self._folder.rstrip('/') or ''}/{entry.name}"
        until = time.monotonic() + FILE_SECONDS

        def heed(done: int, _total: int) -> None:
            if done > entry.size or time.monotonic() > until:
                raise SourceError("too_slow", name=entry.name)

        try:
            got = client.getfo(path, spool, heed, max_concurrent_prefetch_requests=64)
        except (FileNotFoundError, PermissionError):
            return None
        except OSError as error:
            if "size mismatch" in str(error):
                return None
            raise
        settled = abs(time.time() - entry.mtime_ns / _NANO) > SETTLED_AFTER
        if got == entry.size and (is_complete(spool) or settled):
            spool.seek(0)
            return spool
        return None


def private_key(text: str, password: str) -> paramiko.PKey:
    """The key in ``text`` (OpenSSH or PEM). Raises SourceError when it cannot be used."""
    for kind in _KEYS:
        try:
            return kind.from_private_key(io.StringIO(text), password or None)
        except paramiko.PasswordRequiredException as error:
            raise SourceError("key_needs_password") from error
        except (paramiko.SSHException, ValueError):
            continue
    raise SourceError("key_unreadable")


def _agreeable(kind: str, known: Sequence[str]) -> tuple[str, ...]:
    """The signature algorithms for a pinned key of ``kind``; an RSA key has several."""
    rsa = ("rsa-sha2-512", "rsa-sha2-256", "ssh-rsa")
    wanted = rsa if kind == "ssh-rsa" else (kind,)
    return tuple(each for each in known if each in wanted) or tuple(known)


def _is_about_keys(error: Exception) -> bool:
    return isinstance(error, paramiko.ssh_exception.IncompatiblePeer)
