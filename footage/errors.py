"""What can go wrong on the way to a clip, as types a job can act on.

Each error has a ``code`` (the key of its sentence in :mod:`footage.reasons`), ``params``
(text only, redacted; times as ISO 8601 UTC) and ``retries``: whether asking again later,
without a person, can help.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import ClassVar

from footage.redaction import redact


class FootageError(Exception):
    """Base of all. Only the subclasses are raised."""

    code: str = "footage_failed"
    retries: ClassVar[bool] = False

    def __init__(self, **params: object) -> None:
        self.params: dict[str, str] = {
            name: _as_text(value) for name, value in params.items() if value is not None
        }
        super().__init__(self.code, self.params)

    def __str__(self) -> str:
        details = ", ".join(f"{name}={value}" for name, value in self.params.items())
        return f"{self.code} ({details})" if details else self.code


def _as_text(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, float):
        return f"{value:.1f}"
    return redact(str(value))


class UnreachableError(FootageError):
    """No answer from the recorder, or the folder cannot be opened."""

    code = "unreachable"
    retries = True

    def __init__(self, where: str = "") -> None:
        super().__init__(where=where)


class AddressRefusedError(FootageError):
    """The address is not one that this recorder may have. ``why``: ``not_a_host``,
    ``never`` (link-local, multicast, our own network), ``public`` or ``no_route``."""

    code = "address_refused"

    def __init__(self, host: str, why: str) -> None:
        super().__init__(host=host, why=why)
        self.why = why
        self.code = f"address_{why}"


class BadAnswerError(FootageError):
    """What answers there does not behave as a recorder. ``why``: ``redirected``,
    ``too_large``, ``wrong_type``, ``unreadable``, ``certificate``."""

    code = "bad_answer"

    def __init__(self, why: str, what: str = "") -> None:
        super().__init__(what=what or None)
        self.why = why
        self.code = f"answer_{why}"


class AuthRejectedError(FootageError):
    """Wrong user or password. Never retried: five tries lock the recorder."""

    code = "auth_rejected"

    def __init__(self, tries_left: int | None = None) -> None:
        super().__init__(tries_left="?" if tries_left is None else tries_left)
        self.tries_left = tries_left


class LockedError(FootageError):
    """The recorder has locked the account after too many wrong passwords."""

    code = "locked"

    def __init__(self, until: datetime | None = None) -> None:
        super().__init__(until=until or "?")
        self.until = until


class NoPermissionError(FootageError):
    """The user (or this program) may not read the footage."""

    code = "no_permission"

    def __init__(self, what: str = "") -> None:
        super().__init__(what=what)


class BusyError(FootageError):
    """All playback slots are taken (RTSP 453)."""

    code = "busy"
    retries = True


class NoFootageError(FootageError):
    """The recorder holds nothing in the window. ``nearest``: closest recorded instant."""

    code = "no_footage"

    def __init__(self, nearest: datetime | None = None) -> None:
        super().__init__(nearest=nearest)
        self.nearest = nearest
        if nearest is None:
            self.code = "no_footage_at_all"


class NotYetRecordedError(FootageError):
    """The window is not on the disk yet; ask again at ``retry_at``."""

    code = "not_yet_recorded"
    retries = True

    def __init__(self, retry_at: datetime) -> None:
        super().__init__(retry_at=retry_at)
        self.retry_at = retry_at


class OverwrittenError(FootageError):
    """The window is older than the oldest footage kept."""

    code = "overwritten"

    def __init__(self, oldest: datetime) -> None:
        super().__init__(oldest=oldest)
        self.oldest = oldest


class TruncatedError(FootageError):
    """Less arrived than the recorder said it had. Seconds of video."""

    code = "truncated"
    retries = True

    def __init__(self, got: float, want: float) -> None:
        super().__init__(got=got, want=want)
        self.got = got
        self.want = want


class UnsupportedError(FootageError):
    """This recorder or file cannot do what was asked."""

    code = "unsupported"

    def __init__(self, what: str) -> None:
        super().__init__(what=what)


class ClockUntrustedError(FootageError):
    """The recorder's clock cannot be placed in real time, so neither can the clip."""

    code = "clock_untrusted"

    def __init__(self, why: str = "") -> None:
        super().__init__(why=why)


class UnreadableVideoError(FootageError):
    """A file that is no video, or holds no picture that can be decoded.

    ``reason`` is itself a code with a sentence: ``segment_empty``, ``not_video``,
    ``no_picture``, ``segment_damaged``.
    """

    code = "unreadable_video"

    def __init__(self, reason: str) -> None:
        super().__init__()
        self.code = reason


class UploadRefusedError(FootageError):
    """An uploaded file over a limit: ``too_large``, ``too_long``, ``too_wide``."""

    code = "upload_refused"

    def __init__(self, reason: str, **params: object) -> None:
        super().__init__(**params)
        self.code = reason


class StorageFullError(FootageError):
    """No room to write the clip."""

    code = "storage_full"
    retries = True


class CutFailedError(FootageError):
    """ffmpeg failed for a reason we do not know better; ``detail`` is its last line."""

    code = "cut_failed"

    def __init__(self, detail: str) -> None:
        super().__init__(detail=detail)


class CutTimedOutError(FootageError):
    """The work took longer than its bound and was ended."""

    code = "cut_timed_out"
    retries = True

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds=seconds)


class CutCancelledError(FootageError):
    """Whoever asked for the clip no longer wants it."""

    code = "cut_cancelled"
