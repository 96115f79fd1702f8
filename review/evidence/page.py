"""Everything on the page of one package, and of one share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from clips.holding import active_holds
from clips.models import Clip, ClipState
from review.evidence import copies, packages
from review.evidence.copy_rows import CopyRow, copy_rows, share_done
from review.evidence.numbers import package_number
from review.evidence.rows import TransactionRow, transaction_row, zone_of
from review.evidence.share_rows import ShareRow, share_row
from review.evidence.shares import MOST_DAYS, USUAL_DAYS
from review.evidence.signing import grouped
from review.models import EvidenceCopy, EvidencePackage, MakingState, Share
from review.selectors.frame import version
from transactions.selectors.wording import full_time, size

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stores.access import Member
    from transactions.models import Transaction


@dataclass(frozen=True, slots=True)
class ClipRow:
    uuid: str
    name: str
    state: str
    is_ready: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One transaction of the package. ``is_held``: a legal hold stands on it."""

    row: TransactionRow
    clips: Sequence[ClipRow]
    is_held: bool


@dataclass(frozen=True, slots=True)
class PackageState:
    done: int | None
    version: str
    is_moving: bool


@dataclass(frozen=True, slots=True)
class PackagePage:
    id: int
    title: str
    state: str
    trouble: str
    number: str
    sha256: str
    manifest_sha256: str
    fingerprint: str
    files: int
    size: str
    until: str
    who: str
    parts: Sequence[Part]
    copies: Sequence[CopyRow]
    shares: Sequence[ShareRow]
    making: PackageState
    most_days: int = MOST_DAYS
    usual_days: int = USUAL_DAYS

    @property
    def is_ready(self) -> bool:
        return self.state == MakingState.READY

    @property
    def ready_copies(self) -> list[CopyRow]:
        return [copy for copy in self.copies if copy.state == MakingState.READY]

    @property
    def can_share(self) -> bool:
        return self.is_ready or bool(self.ready_copies)


def package_page(package: EvidencePackage, member: Member) -> PackagePage:
    zone = zone_of(member)
    rows = list(package.transactions.select_related("store").order_by("occurred_at", "pk"))
    found = _copies(package)
    trouble = gettext("It could not be made; our support has been told.")
    return PackagePage(
        id=package.pk,
        title=package.title,
        state=package.state,
        trouble=trouble if package.state == MakingState.FAILED else "",
        number=package_number(member.chain.uuid, package.uuid),
        sha256=package.sha256,
        manifest_sha256=package.manifest_sha256,
        fingerprint=grouped(package.key.fingerprint) if package.key else "",
        files=package.files,
        size=size(package.size),
        until=full_time(package.until, zone),
        who=package.ordered_by_name,
        parts=_parts(rows),
        copies=copy_rows(found, member),
        shares=[share_row(each, zone) for each in _shares(package)],
        making=package_state(package, member),
    )


def package_state(package: EvidencePackage, member: Member) -> PackageState:
    """How far the work is, of the package and of its copies."""
    states = list(package.copies.values_list("pk", "state"))
    done = share_done(member, packages.KIND, [package.pk]).get(package.pk)
    waits = [pk for pk, state in states if state == MakingState.MAKING]
    shares_of_work = share_done(member, copies.KIND, waits)
    return PackageState(
        done=done,
        version=version([package.state, done], [*states, sorted(shares_of_work.items())]),
        is_moving=package.state == MakingState.MAKING or bool(waits),
    )


def _parts(rows: Sequence[Transaction]) -> list[Part]:
    clips: dict[int, list[ClipRow]] = {row.pk: [] for row in rows}
    for clip in Clip.objects.filter(transaction__in=rows).select_related("camera"):
        clips[clip.transaction_id or 0].append(_clip(clip))
    held = set(active_holds().filter(transaction__in=rows).values_list("transaction_id", flat=True))
    return [Part(transaction_row(row), clips[row.pk], row.pk in held) for row in rows]


def _clip(clip: Clip) -> ClipRow:
    return ClipRow(
        uuid=str(clip.uuid),
        name=clip.camera.name if clip.camera else gettext("Uploaded video"),
        state=str(ClipState(clip.state).label),
        is_ready=clip.state == ClipState.READY and bool(clip.playback_key),
    )


def _copies(package: EvidencePackage) -> list[EvidenceCopy]:
    return list(package.copies.select_related("clip__camera", "clip__store"))


def _shares(package: EvidencePackage) -> list[Share]:
    return list(package.shares.prefetch_related("copies"))
