"""A new chain as support staff open it: chain, hosts, owner, and the job that builds it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from accounts.models import Chain, ChainState, User
from accounts.roles import Role
from accounts.services import chains
from accounts.tenancy import PUBLIC, in_public
from jobs.models import Job, JobState
from jobs.services import retry


@dataclass(frozen=True, slots=True)
class Progress:
    """Where the building of a chain's schema stands."""

    state: str
    """``queued``, ``running``, ``done``, ``failed`` or ``cancelled``."""
    attempts: int = 0
    reason: str = ""
    """Why the last try failed or what is waited for; "" when nothing did."""
    job_id: int | None = None

    @property
    def is_over(self) -> bool:
        return self.state in {JobState.DONE, JobState.FAILED, JobState.CANCELLED}


def open_chain(*, name: str, domains: list[str], owner_email: str) -> Chain:
    """Write the chain, its hosts and its owner, and ask for its schema.

    A person is made for an address nobody has yet. Raises ChainNameError when the name
    or a host is taken; then nothing is written.
    """
    with in_public(), transaction.atomic():
        chain = chains.create_chain(name=name, domains=domains)
        owner = User.objects.filter(email__iexact=owner_email).first()
        owner = owner or User.objects.create_user(owner_email)
        chains.add_member(chain=chain, user=owner, role=Role.OWNER)
    return chain


def progress_of(chain: Chain) -> Progress:
    if chain.state != ChainState.PROVISIONING:
        return Progress(state=JobState.DONE)
    job = Job.objects.filter(chain=PUBLIC, kind=chains.PROVISION, key=chain.schema_name).first()
    if job is None:
        return Progress(state=JobState.FAILED, reason="no_job")
    reason = job.outcome.get("detail") or job.outcome.get("waiting_for") or ""
    return Progress(
        state=job.state,
        attempts=job.attempts,
        reason=reason or job.outcome.get("error", ""),
        job_id=job.pk,
    )


def try_again(chain: Chain) -> None:
    """Ask for the chain's schema once more; a no-op while it is being built."""
    progress = progress_of(chain)
    if progress.job_id is not None and progress.is_over:
        retry([progress.job_id])
    elif progress.job_id is None:
        chains.ask_for_schema(chain)


def suspend(chain: Chain) -> bool:
    """Close a chain's hosts and leave its jobs waiting. False when it was not open."""
    return _move(chain, ChainState.READY, ChainState.SUSPENDED)


def resume(chain: Chain) -> bool:
    """Open a suspended chain again. False when it was not suspended."""
    return _move(chain, ChainState.SUSPENDED, ChainState.READY)


def _move(chain: Chain, before: ChainState, after: ChainState) -> bool:
    rows = Chain.objects.filter(pk=chain.pk, state=before).exclude(schema_name=PUBLIC)
    return bool(rows.update(state=after))
