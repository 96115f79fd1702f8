"""What the recipient of a share sees: the shared things and not a word of the chain more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone

from review.evidence import shares
from review.evidence.copy_rows import copy_name
from review.evidence.signing import grouped
from transactions.selectors.wording import full_time, size

if TYPE_CHECKING:
    from collections.abc import Sequence

    from review.models import Share

UTC = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Thing:
    """One file to take. ``video`` is where it can be watched."""

    name: str
    size: str
    sha256: str
    original_sha256: str
    href: str
    video: str


@dataclass(frozen=True, slots=True)
class OutsidePage:
    """Before the passcode only ``unlock`` and what went wrong are told."""

    is_open: bool
    unlock: str
    outcome: str
    minutes: int
    title: str = ""
    recipient: str = ""
    ends: str = ""
    fingerprint: str = ""
    things: Sequence[Thing] = ()


def outside_page(
    share: Share, token: str, *, is_open: bool, tried: shares.Tried | None
) -> OutsidePage:
    unlock = reverse("review:share_unlock", args=[token])
    if not is_open:
        outcome, minutes = _outcome(share, tried)
        return OutsidePage(False, unlock, outcome, minutes)
    key = share.package.key
    return OutsidePage(
        is_open=True,
        unlock=unlock,
        outcome="",
        minutes=0,
        title=share.package.title,
        recipient=f"{share.recipient}, {share.organisation}",
        ends=f"{full_time(share.expires_at, UTC)} UTC",
        fingerprint=grouped(key.fingerprint) if key and share.holds_package else "",
        things=_things(share, token),
    )


def _outcome(share: Share, tried: shares.Tried | None) -> tuple[str, int]:
    """How it stands with the passcode, and for how many minutes it is locked."""
    now = timezone.now()
    until = tried.locked_until if tried else share.locked_until
    if (tried and tried.outcome == "shut") or share.failures >= shares.MOST_FAILURES:
        return "shut", 0
    if until is not None and until > now:
        return "locked", max(1, round((until - now).total_seconds() / 60))
    return ("wrong", 0) if tried else ("", 0)


def _things(share: Share, token: str) -> list[Thing]:
    found = []
    if share.holds_package:
        package = share.package
        found.append(
            Thing(
                name=f"evidence-{package.uuid.hex[:8]}.zip",
                size=size(package.size),
                sha256=package.sha256,
                original_sha256="",
                href=reverse("review:share_package", args=[token]),
                video="",
            )
        )
    for copy in share.copies.select_related("clip"):
        address = reverse("review:share_copy", args=[token, copy.uuid])
        found.append(
            Thing(
                name=copy_name(copy),
                size=size(copy.size),
                sha256=copy.sha256,
                original_sha256=copy.original_sha256,
                href=f"{address}?keep",
                video=address,
            )
        )
    return found
