"""The first page of each admin site: what is stuck, and where to look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Min, QuerySet
from django.template.defaultfilters import timesince
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.admin.chains import SLOW_PROVISIONING
from accounts.admin.jobs import WAITS_LONG, outcome_in_words, words
from accounts.models import Chain, ChainState
from accounts.tenancy import PUBLIC, current_chain
from clips.models import Clip, ClipState
from jobs.models import Job, JobState
from stores.models import Camera, Register, RegisterClass
from transactions.models import FileState, Review, ReviewStatus, SourceFile, Transaction

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Card:
    """One number that should be zero, and the list behind it."""

    title: str
    count: int
    says: str
    address: str
    is_bad: bool = True


def public() -> dict[str, Any]:
    """Support's own host: chains and jobs of all chains."""
    failed = Job.objects.filter(state=JobState.FAILED)
    chains = Chain.objects.exclude(schema_name=PUBLIC)
    building = chains.filter(state=ChainState.PROVISIONING)
    slow = building.filter(created_at__lt=timezone.now() - SLOW_PROVISIONING)
    suspended = chains.filter(state=ChainState.SUSPENDED)
    return {
        "title": _("What is stuck?"),
        "cards": [
            _card(_("Jobs failed"), failed.count(), _first_kinds(failed), _jobs("wrong=failed")),
            _waiting_card(),
            _card(
                _("Chains being set up for long"),
                slow.count(),
                _names(slow) or _("%(count)s being set up") % {"count": building.count()},
                _chains("wrong=building"),
            ),
            _card(
                _("Chains suspended"),
                suspended.count(),
                _names(suspended),
                _chains("wrong=suspended"),
            ),
        ],
        "pools": _pools(),
        "failures": _failures(failed),
    }


def _card(title: str, count: int, says: str, address: str) -> Card:
    return Card(title, count, says or _("Nothing"), address, is_bad=count > 0)


def _jobs(query: str) -> str:
    return f"{reverse('admin:jobs_job_changelist')}?{query}"


def _chains(query: str) -> str:
    return f"{reverse('admin:accounts_chain_changelist')}?{query}"


def _names(chains: QuerySet[Chain]) -> str:
    return ", ".join(chains.values_list("name", flat=True)[:SHOWN])


def _first_kinds(failed: QuerySet[Job]) -> str:
    kinds = failed.order_by("kind").values_list("kind").annotate(n=Count("*"))
    return ", ".join(f"{words(kind)} {n}" for kind, n in kinds[:SHOWN])


def _waiting_card() -> Card:
    now = timezone.now()
    late = Job.objects.filter(state=JobState.QUEUED, run_after__lt=now - WAITS_LONG)
    lost = Job.objects.filter(state=JobState.RUNNING, lease_until__lt=now).count()
    says = ngettext(
        "%(count)s held by a worker that is gone", "%(count)s held by workers that are gone", lost
    )
    return _card(
        _("Jobs waiting for long"),
        late.count(),
        says % {"count": lost} if lost else "",
        _jobs("wrong=late"),
    )


def _pools() -> list[dict[str, Any]]:
    """Per pool: how many wait and run, and how long the oldest due one has waited."""
    now = timezone.now()
    due = Job.objects.filter(state=JobState.QUEUED, run_after__lte=now)
    running = dict(
        Job.objects.filter(state=JobState.RUNNING)
        .order_by("pool")
        .values_list("pool")
        .annotate(n=Count("*"))
    )
    waiting = {
        pool: (count, oldest)
        for pool, count, oldest in due.order_by("pool")
        .values_list("pool")
        .annotate(n=Count("*"), oldest=Min("run_after"))
    }
    return [
        {
            "name": pool,
            "waiting": waiting.get(pool, (0, None))[0],
            "running": running.get(pool, 0),
            "oldest": _since(waiting.get(pool, (0, None))[1]),
        }
        for pool in sorted({*waiting, *running})
    ]


def _since(at: Any) -> str:
    return timesince(at, timezone.now()) if at is not None else "-"


def _failures(failed: QuerySet[Job]) -> list[dict[str, Any]]:
    return [
        {
            "what": f"{words(job.kind)} · {job.key}",
            "chain": job.chain,
            "why": outcome_in_words(job),
            "when": _since(job.finished_at),
            "address": reverse("admin:jobs_job_change", args=(job.pk,)),
        }
        for job in failed.order_by("-id")[:SHOWN]
    ]


def chain() -> dict[str, Any]:
    """A chain's host: what of its own does not work."""
    now = timezone.now()
    jobs = Job.objects.filter(chain=current_chain().schema_name)
    failed = jobs.filter(state=JobState.FAILED)
    unread = SourceFile.objects.filter(state=FileState.QUARANTINED)
    lacking = Clip.objects.filter(
        state=ClipState.UNAVAILABLE, requested_at__gt=now - timedelta(days=7)
    )
    unseen = Register.objects.exclude(register_class=RegisterClass.OUTSIDE).filter(sightings=None)
    waiting = Review.objects.filter(status=ReviewStatus.NEW)
    return {
        "title": _("What is wrong here?"),
        "cards": [
            _card(
                _("Files we couldn't read"),
                unread.count(),
                "",
                _list("transactions_sourcefile", "wrong=unread"),
            ),
            _card(
                _("Clips unavailable, 7 days"),
                lacking.count(),
                "",
                _list("clips_clip", "wrong=unavailable"),
            ),
            _card(
                _("Registers no camera sees"),
                unseen.count(),
                "",
                _list("stores_register", "wrong=unseen"),
            ),
            Card(
                _("Jobs failed"),
                failed.count(),
                _first_kinds(failed) or _("Nothing"),
                "",
                failed.exists(),
            ),
        ],
        "facts": [
            (_("To review"), waiting.count(), _list("transactions_review", "status__exact=new")),
            (_("Cameras"), Camera.objects.count(), _list("stores_camera", "")),
            (_("Last event heard"), _last_heard(), _list("transactions_transaction", "")),
        ],
    }


def _list(name: str, query: str) -> str:
    return f"{reverse(f'admin:{name}_changelist')}?{query}".rstrip("?")


def _last_heard() -> str:
    latest = Transaction.objects.order_by("-pk").values_list("occurred_at", flat=True).first()
    return _("%(time)s ago") % {"time": _since(latest)} if latest else _("never")
