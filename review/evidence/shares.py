"""Sharing with somebody outside: a link nobody can guess, and a passcode told apart from it.

Wrong passcodes lock the share for a while, and each lock lasts longer than the one before;
after MOST_FAILURES it stays shut until it is given a new passcode.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction as database
from django.utils import timezone
from django.utils.translation import gettext

from accounts.roles import Action
from review.models import MakingState, Share
from stores import audit
from stores.models import AccessKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from review.models import EvidenceCopy, EvidencePackage
    from stores.access import Member

USUAL_DAYS: Final = 14
MOST_DAYS: Final = 90
LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without those that look alike when they are read out or written down."""
PASSCODE_LETTERS: Final = 12
TRIES_BEFORE_LOCK: Final = 5
MOST_FAILURES: Final = 20
FIRST_LOCK: Final = timedelta(minutes=5)


class ShareError(ValueError):
    """What was asked for makes no share; says why to the person who asked."""


@dataclass(frozen=True, slots=True)
class NewShare:
    """Who gets what until when."""

    recipient: str
    organisation: str
    days: int
    holds_package: bool
    copies: Sequence[EvidenceCopy]


@dataclass(frozen=True, slots=True)
class MadeShare:
    """``token`` and ``passcode`` are known only here: nothing can tell them again."""

    share: Share
    token: str
    passcode: str


@dataclass(frozen=True, slots=True)
class Tried:
    """``outcome`` is ``right``, ``wrong``, ``locked`` or ``shut``."""

    outcome: str
    locked_until: datetime | None = None
    has_just_locked: bool = False


def make_share(*, member: Member, package: EvidencePackage, wish: NewShare) -> MadeShare:
    """Raises ShareError."""
    member.check(Action.HAND_OVER)
    _check(package, wish)
    token, passcode = secrets.token_urlsafe(32), new_passcode()
    with database.atomic():
        share = Share.objects.create(
            package=package,
            recipient=" ".join(wish.recipient.split())[:120],
            organisation=" ".join(wish.organisation.split())[:120],
            digest=digest_of(token),
            passcode=make_password(plain(passcode)),
            holds_package=wish.holds_package,
            made_by=member.user,
            expires_at=timezone.now() + timedelta(days=wish.days),
        )
        share.copies.set(wish.copies)
        _record(member, share, "shared")
    return MadeShare(share, token, passcode)


def _check(package: EvidencePackage, wish: NewShare) -> None:
    if not wish.recipient.strip() or not wish.organisation.strip():
        raise ShareError(gettext("Name the person and the organisation."))
    if not 1 <= wish.days <= MOST_DAYS:
        raise ShareError(gettext("A share lasts 1 to %(n)s days.") % {"n": MOST_DAYS})
    if not wish.holds_package and not wish.copies:
        raise ShareError(gettext("Choose what to share."))
    if wish.holds_package and package.state != MakingState.READY:
        raise ShareError(gettext("The package is not ready yet."))
    if any(c.state != MakingState.READY or c.package_id != package.pk for c in wish.copies):
        raise ShareError(gettext("A copy is not ready yet."))


def revoke(*, member: Member, share: Share) -> None:
    """From the next request on the link opens nothing, downloads under way aside."""
    member.check(Action.HAND_OVER)
    with database.atomic():
        row = Share.objects.select_for_update(of=("self",)).get(pk=share.pk)
        if row.revoked_at is None:
            row.revoked_at, row.revoked_by = timezone.now(), member.user
            row.save(update_fields=["revoked_at", "revoked_by"])
            _record(member, row, "revoked")


def new_code(*, member: Member, share: Share) -> str:
    """Another passcode: the old one and every open visit end, a lock is lifted."""
    member.check(Action.HAND_OVER)
    passcode = new_passcode()
    with database.atomic():
        row = Share.objects.select_for_update(of=("self",)).get(pk=share.pk)
        row.passcode, row.failures, row.locked_until = make_password(plain(passcode)), 0, None
        row.save(update_fields=["passcode", "failures", "locked_until"])
        _record(member, row, "new_passcode")
    return passcode


def open_share(token: str) -> Share | None:
    """The share of a link that opens something now. Looked up by a digest, so that no
    comparison tells by its time how much of a guess was right."""
    return (
        Share.objects.select_related("package")
        .filter(digest=digest_of(token), revoked_at=None, expires_at__gt=timezone.now())
        .first()
    )


def try_passcode(share: Share, said: str) -> Tried:
    """One try at a time for each share: a thousand at once are counted like one by one."""
    with database.atomic():
        row = Share.objects.select_for_update(of=("self",)).get(pk=share.pk)
        now = timezone.now()
        if row.failures >= MOST_FAILURES:
            return Tried("shut")
        if row.locked_until and row.locked_until > now:
            return Tried("locked", row.locked_until)
        if check_password(plain(said)[:64], row.passcode):
            row.failures, row.locked_until = 0, None
            row.save(update_fields=["failures", "locked_until"])
            return Tried("right")
        return _note_failure(row, now)


def _note_failure(row: Share, now: datetime) -> Tried:
    row.failures += 1
    rounds, rest = divmod(row.failures, TRIES_BEFORE_LOCK)
    if not rest:
        row.locked_until = now + FIRST_LOCK * 4 ** (rounds - 1)
    row.save(update_fields=["failures", "locked_until"])
    if row.failures >= MOST_FAILURES:
        return Tried("shut", has_just_locked=True)
    return Tried("wrong" if rest else "locked", row.locked_until, has_just_locked=not rest)


def new_passcode() -> str:
    code = "".join(secrets.choice(LETTERS) for _ in range(PASSCODE_LETTERS))
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def plain(said: str) -> str:
    """What was typed, without what people add."""
    return "".join(letter for letter in said.upper() if letter.isalnum())


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode(errors="surrogateescape")).hexdigest()


def _record(member: Member, share: Share, what: str) -> None:
    audit.record(
        AccessKind.SHARED_EVIDENCE,
        user=member.user,
        about=("evidence", share.package_id),
        name=share.package.title,
        what=what,
        recipient=share.recipient,
        organisation=share.organisation,
    )
