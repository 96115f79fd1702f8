"""Everything on the page of one package, and of one share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext

from clips import reasons
from clips.holding import active_holds
from clips.models import Clip, ClipState
from jobs.models import Job, JobState
from review.evidence import copies, packages
from review.evidence.numbers import package_number
from review.evidence.rows import TransactionRow, transaction_row, zone_of
from review.evidence.shares import MOST_DAYS, MOST_FAILURES, USUAL_DAYS
from review.evidence.signing import grouped
from review.models import EvidenceCopy, EvidencePackage, MakingState, Share, VisitKind
from review.selectors.frame import version
from transactions.selectors.wording import full_time, size

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

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
class CopyRow:
    id: int
    name: str
    why: str
    masks: int
    state: str
    word: str
    trouble: str
    size: str
    sha256: str
    original_sha256: str
    done: int | None


@dataclass(frozen=True, slots=True)
class ShareRow:
    """``state`` is ``open``, ``locked``, ``expired`` or ``revoked``."""

    id: int
    recipient: str
    organisation: str
    what: str
    state: str
    word: str
    made: str
    ends: str


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
        copies=_copy_rows(found, member),
        shares=[share_row(each, zone) for each in _shares(package)],
        making=package_state(package, member),
    )


def package_state(package: EvidencePackage, member: Member) -> PackageState:
    """How far the work is, of the package and of its copies."""
    states = list(package.copies.values_list("pk", "state"))
    done = _done(member, packages.KIND, [package.pk]).get(package.pk)
    waits = [pk for pk, state in states if state == MakingState.MAKING]
    shares_of_work = _done(member, copies.KIND, waits)
    return PackageState(
        done=done,
        version=version([package.state, done], [*states, sorted(shares_of_work.items())]),
        is_moving=package.state == MakingState.MAKING or bool(waits),
    )


def _done(member: Member, kind: str, ids: Sequence[int]) -> dict[int, int]:
    """Percent of each running job that says so."""
    jobs = Job.objects.filter(
        chain=member.chain.schema_name,
        kind=kind,
        key__in=[str(pk) for pk in ids],
        state=JobState.RUNNING,
    )
    return {
        int(key): round(100 * told["done"])
        for key, told in jobs.values_list("key", "progress")
        if told
    }


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


def _copy_rows(found: Sequence[EvidenceCopy], member: Member) -> list[CopyRow]:
    done = _done(member, copies.KIND, [each.pk for each in found])
    return [
        CopyRow(
            id=each.pk,
            name=copy_name(each),
            why=each.why,
            masks=len(each.masks),
            state=each.state,
            word=str(MakingState(each.state).label),
            trouble=_trouble(each),
            size=size(each.size) if each.size else "",
            sha256=each.sha256,
            original_sha256=each.original_sha256,
            done=done.get(each.pk),
        )
        for each in found
    ]


def _trouble(copy: EvidenceCopy) -> str:
    if copy.state != MakingState.FAILED:
        return ""
    return reasons.sentence(copy.reason_code, copy.reason_params, lambda at: at.isoformat())


def copy_name(copy: EvidenceCopy) -> str:
    """What a copy is called outside: the clip's own name, and that it is a copy."""
    stem = copy.clip.filename.rpartition(".")[0] or f"clip_{copy.clip.uuid.hex[:8]}"
    return f"{stem}_copy{copy.pk}.mp4"


def _shares(package: EvidencePackage) -> list[Share]:
    return list(package.shares.prefetch_related("copies"))


def share_row(share: Share, zone: ZoneInfo) -> ShareRow:
    state, word = _share_state(share, timezone.now())
    count = len(share.copies.all())
    parts = [gettext("the package")] if share.holds_package else []
    parts += [gettext("%(n)s masked videos") % {"n": count}] if count else []
    return ShareRow(
        id=share.pk,
        recipient=share.recipient,
        organisation=share.organisation,
        what=", ".join(parts),
        state=state,
        word=word,
        made=full_time(share.made_at, zone),
        ends=full_time(share.expires_at, zone),
    )


def _share_state(share: Share, now: datetime) -> tuple[str, str]:
    if share.revoked_at is not None:
        return "revoked", gettext("Taken back")
    if share.expires_at <= now:
        return "expired", gettext("Expired")
    if share.failures >= MOST_FAILURES:
        return "locked", gettext("Shut after wrong passcodes")
    if share.locked_until and share.locked_until > now:
        return "locked", gettext("Locked after wrong passcodes")
    return "open", gettext("Open")


@dataclass(frozen=True, slots=True)
class VisitRow:
    when: str
    kind: str
    word: str
    what: str
    address: str
    program: str


@dataclass(frozen=True, slots=True)
class SharePage:
    row: ShareRow
    package_id: int
    package: str
    made_by: str
    revoked_by: str
    visits: Sequence[VisitRow]


def share_page(share: Share) -> SharePage:
    row = share.package.transactions.select_related("store").order_by("pk").first()
    zone = row.store.zone if row else ZoneInfo("UTC")
    return SharePage(
        row=share_row(share, zone),
        package_id=share.package_id,
        package=share.package.title,
        made_by=str(share.made_by or ""),
        revoked_by=str(share.revoked_by or ""),
        visits=[
            VisitRow(
                when=full_time(visit.at, zone),
                kind=visit.kind,
                word=str(VisitKind(visit.kind).label),
                what=visit.what,
                address=visit.address or "",
                program=visit.program,
            )
            for visit in share.visits.all()[:500]
        ],
    )
