"""Links to a clip's files: signed, expiring, and good for one person only.

A signature binds chain, clip, person and use, so that a link from another chain, another
clip or another person proves nothing; the view still asks for the session's membership.
Links change only every few minutes, so that a page which refreshes itself does not
restart the video, and so that one viewing is one entry of the access log.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.signing import Signer
from django.utils.crypto import constant_time_compare
from django.utils.http import base36_to_int, int_to_base36

if TYPE_CHECKING:
    import uuid

_SIGNER = "clips.links"
_LONGEST = 120


class Use(StrEnum):
    VIDEO = "video"
    DOWNLOAD = "download"
    THUMBNAIL = "thumbnail"
    SHEET = "sheet"


class LinkForgedError(Exception):
    """The signature was not made for this chain, clip, person and use."""


class LinkExpiredError(Exception):
    """The signature was right, once."""


@dataclass(frozen=True, slots=True)
class LinkFor:
    """Whom and what a link is for."""

    chain: uuid.UUID
    clip: uuid.UUID
    user_id: int
    use: Use

    def sign(self, *, now: float | None = None) -> str:
        """The ``s`` of a link that lives between half of and all of CLIP_LINK_SECONDS."""
        step = max(1, settings.CLIP_LINK_SECONDS // 2)
        expires = (int(now if now is not None else time.time()) // step + 2) * step
        return f"{int_to_base36(expires)}.{self._signature(expires)}"

    def check(self, signature: str, *, now: float | None = None) -> int:
        """Seconds the link is still good for. Raises LinkForgedError, LinkExpiredError."""
        stamp, _dot, given = signature.partition(".")
        if len(signature) > _LONGEST or not stamp.isascii():
            raise LinkForgedError
        try:
            expires = base36_to_int(stamp)
        except ValueError as error:
            raise LinkForgedError from error
        if int_to_base36(abs(expires)) != stamp:
            raise LinkForgedError  # one spelling each, so that one link is one log entry
        if not constant_time_compare(given, self._signature(expires)):
            raise LinkForgedError
        left = expires - int(now if now is not None else time.time())
        if left <= 0:
            raise LinkExpiredError
        return left

    def _signature(self, expires: int) -> str:
        said = f"{self.chain}/{self.clip}/{self.user_id}/{self.use}/{expires}"
        return Signer(salt=_SIGNER).signature(said)
