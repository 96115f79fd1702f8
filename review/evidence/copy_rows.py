"""Masked copies as pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from clips import reasons
from jobs.models import Job, JobState
from review.evidence import copies
from review.models import EvidenceCopy, MakingState
from transactions.selectors.wording import size

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stores.access import Member


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


def share_done(member: Member, kind: str, ids: Sequence[int]) -> dict[int, int]:
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


def copy_rows(found: Sequence[EvidenceCopy], member: Member) -> list[CopyRow]:
    done = share_done(member, copies.KIND, [each.pk for each in found])
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
