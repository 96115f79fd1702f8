"""Who came by a share and what they took: written before a byte of it is sent."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.db import transaction as database
from django.utils import timezone

from review.models import Share, ShareVisit, VisitKind
from stores import audit
from stores.models import AccessKind

if TYPE_CHECKING:
    from django.http import HttpRequest

ONE_VISIT: Final = timedelta(minutes=10)
"""Programs fetch a file in pieces: within this time that is one entry."""
WORTH_TELLING: Final = {
    VisitKind.UNLOCKED,
    VisitKind.LOCKED,
    VisitKind.TOOK_PACKAGE,
    VisitKind.TOOK_COPY,
}


@dataclass(frozen=True, slots=True)
class Visitor:
    """As far as it can be known: the address, and what the program calls itself."""

    address: str | None
    program: str

    @classmethod
    def of(cls, request: HttpRequest) -> Visitor:
        program = request.headers.get("User-Agent", "")
        printable = "".join(letter for letter in program if letter.isprintable())
        return cls(address_of(request), printable[:200])


def address_of(request: HttpRequest) -> str | None:
    """The last address that a proxy of ours did not write itself."""
    proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    told = request.META.get("REMOTE_ADDR", "")
    if 0 < proxies <= len(forwarded):
        told = forwarded[-proxies].strip() or told
    try:
        return str(ipaddress.ip_address(told))
    except ValueError:
        return None


def note_visit(
    share: Share, visitor: Visitor, kind: VisitKind, *, what: str = "", sha256: str = ""
) -> None:
    """One entry; for what is fetched in pieces, one within ONE_VISIT."""
    with database.atomic():
        Share.objects.select_for_update(of=("self",)).get(pk=share.pk)
        if kind not in {VisitKind.REFUSED, VisitKind.LOCKED} and _is_known(
            share, visitor, kind, what
        ):
            return
        ShareVisit.objects.create(
            share=share,
            kind=kind,
            address=visitor.address,
            program=visitor.program,
            what=what[:160],
            sha256=sha256,
        )
        if kind in WORTH_TELLING:
            _tell_chain(share, visitor, kind, what)


def _is_known(share: Share, visitor: Visitor, kind: VisitKind, what: str) -> bool:
    return ShareVisit.objects.filter(
        share=share,
        kind=kind,
        address=visitor.address,
        program=visitor.program,
        what=what[:160],
        at__gte=timezone.now() - ONE_VISIT,
    ).exists()


def _tell_chain(share: Share, visitor: Visitor, kind: VisitKind, what: str) -> None:
    audit.record(
        AccessKind.SHARE_OPENED,
        user=None,
        about=("evidence", share.package_id),
        who=f"{share.recipient} ({share.organisation})"[:200],
        name=share.package.title,
        what=str(kind),
        of=what,
        address=visitor.address,
    )
