"""The first page of each admin site: what is stuck, and where to look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Min, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.admin.chain_rows import SLOW_PROVISIONING
from accounts.admin.jobs import WAITS_LONG, outcome_in_words, words
from accounts.models import Chain, ChainState
from accounts.tenancy import PUBLIC, current_chain
from clips.models import Clip, ClipState
from clips.reasons import help_for
from jobs.models import Job, JobState
from stores.models import Camera, Register, RegisterClass, Route
from stores.selectors.recorders import with_problems
from transactions.models import FileState, Review, ReviewStatus, SourceFile, Transaction
from transactions.selectors.reasons import problem

if TYPE_CHECKING:
    from collections.abc import Sequence

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Card:
    """One number that should be zero, what it is about, and the list behind it."""

    title: str
    count: int
    says: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of (text, address or "") cells; ``empty`` is said when there are none."""

    title: str
    headers: Sequence[str]
    rows: Sequence[Sequence[tuple[object, str]]]
    empty: str


def public() -> dict[str, Any]:
    """Support's own host: chains, and jobs of all chains."""
    failed = Job.objects.filter(state=JobState.FAILED)
    chains = Chain.objects.exclude(schema_name=PUBLIC)
    slow = chains.filter(
        state=ChainState.PROVISIONING, created_at__lt=timezone.now() - SLOW_PROVISIONING
    )
    suspended = chains.filter(state=ChainState.SUSPENDED)
    return {
        "title": _("What is stuck?"),
        "cards": [
            Card(_("Jobs failed"), failed.count(), _kinds(failed), _jobs("wrong=failed")),
            _late_card(),
            Card(
                _("Chains being set up for long"),
                slow.count(),
                _names(slow),
                _list("accounts_chain", "wrong=building"),
            ),
            Card(
                _("Chains suspended"),
                suspended.count(),
                _names(suspended),
                _list("accounts_chain", "wrong=suspended"),
            ),
        ],
        "tables": [_pools(), _failures(failed)],
    }


def _jobs(query: str) -> str:
    return _list("jobs_job", query)


def _list(name: str, query: str = "") -> str:
    return f"{reverse(f'admin:{name}_changelist')}?{query}".rstrip("?")


def _names(chains: QuerySet[Chain]) -> str:
    return ", ".join(chains.values_list("name", flat=True)[:SHOWN])


def _kinds(jobs: QuerySet[Job]) -> str:
    kinds = jobs.order_by("kind").values_list("kind").annotate(n=Count("*"))
    return ", ".join(f"{words(kind)} {n}" for kind, n in kinds[:SHOWN])


def _late_card() -> Card:
    now = timezone.now()
    late = Job.objects.filter(state=JobState.QUEUED, run_after__lt=now - WAITS_LONG)
    lost = Job.objects.filter(state=JobState.RUNNING, lease_until__lt=now).count()
    says = [_kinds(late)] if late else []
    if lost:
        gone = ngettext("%(n)s held by a lost worker", "%(n)s held by lost workers", lost)
        says.append(gone % {"n": lost})
    return Card(_("Jobs waiting for long"), late.count(), "; ".join(says), _jobs("wrong=late"))


def _pools() -> Table:
    """Per pool: how many wait and run, and how long the oldest due one has waited."""
    due = Job.objects.filter(state=JobState.QUEUED, run_after__lte=timezone.now())
    running = Job.objects.filter(state=JobState.RUNNING).order_by("pool").values_list("pool")
    running_by = dict(running.annotate(n=Count("*")))
    waiting = due.order_by("pool").values_list("pool")
    waiting_by = {
        pool: (count, oldest)
        for pool, count, oldest in waiting.annotate(n=Count("*"), oldest=Min("run_after"))
    }
    rows = []
    for pool in sorted({*waiting_by, *running_by}):
        count, oldest = waiting_by.get(pool, (0, None))
        cells = (count, running_by.get(pool, 0), _since(oldest))
        rows.append([(pool, _jobs(f"pool={pool}")), *((cell, "") for cell in cells)])
    return Table(
        _("Waiting, by pool of workers"),
        [_("Pool"), _("Due"), _("Running"), _("Oldest waits for")],
        rows,
        _("Nothing waits and nothing runs."),
    )


def _since(at: datetime | None) -> str:
    return timesince(at, timezone.now()) if at is not None else "-"


def _failures(failed: QuerySet[Job]) -> Table:
    rows = [
        [
            (f"{words(job.kind)} · {job.key}", reverse("admin:jobs_job_change", args=(job.pk,))),
            (job.chain, ""),
            (outcome_in_words(job), ""),
            (_since(job.finished_at), ""),
        ]
        for job in failed.order_by("-id")[:SHOWN]
    ]
    headers = [_("Job"), _("Chain"), _("Why"), _("Ago")]
    return Table(_("Latest failures"), headers, rows, _("No job has failed."))


def chain() -> dict[str, Any]:
    """A chain's host: what of its own does not work."""
    week = timezone.now() - timedelta(days=7)
    jobs = Job.objects.filter(chain=current_chain().schema_name)
    failed = jobs.filter(state=JobState.FAILED)
    unread = SourceFile.objects.filter(state=FileState.QUARANTINED)
    lacking = Clip.objects.filter(state=ClipState.UNAVAILABLE, requested_at__gt=week)
    unseen = Register.objects.exclude(register_class=RegisterClass.OUTSIDE).filter(sightings=None)
    seen_by = [f"{register.store.code}/{register}" for register in unseen.select_related("store")]
    recorders = with_problems().select_related("store")
    troubled = [f"{recorder.store.code}/{recorder}" for recorder in recorders]
    waiting = Review.objects.filter(status=ReviewStatus.NEW)
    return {
        "title": _("What is wrong here?"),
        "cards": [
            Card(_("Files we couldn't read"), unread.count(), "", _files("wrong=unread")),
            Card(
                _("Clips unavailable, 7 days"),
                lacking.count(),
                "",
                _list("clips_clip", "wrong=unavailable"),
            ),
            Card(
                _("Registers no camera sees"),
                len(seen_by),
                ", ".join(seen_by[:SHOWN]),
                _list("stores_register", "wrong=unseen"),
            ),
            Card(
                _("Recorders with a problem"),
                len(troubled),
                ", ".join(troubled[:SHOWN]),
                _list("stores_recorder", "wrong=any"),
            ),
            Card(
                _("Routes that wait for approval"),
                Route.objects.filter(is_active=True, approved_at=None).count(),
                "",
                _list("stores_route", "wrong=waiting"),
            ),
            Card(_("Jobs failed"), failed.count(), _kinds(failed)),
        ],
        "facts": [
            (_("To review"), waiting.count(), _list("transactions_review", "status__exact=new")),
            (_("Cameras"), Camera.objects.count(), _list("stores_camera")),
            (_("Last event heard"), _last_heard(), _list("transactions_transaction")),
        ],
        "tables": [_unread(unread), _unavailable(lacking)],
    }


def _files(query: str) -> str:
    return _list("transactions_sourcefile", query)


def _last_heard() -> str:
    latest = Transaction.objects.order_by("-pk").values_list("occurred_at", flat=True).first()
    return _("%(time)s ago") % {"time": _since(latest)} if latest else _("never")


def _unread(files: QuerySet[SourceFile]) -> Table:
    rows = [
        [
            (each, reverse("admin:transactions_sourcefile_change", args=(each.pk,))),
            (each.store.code, ""),
            (problem(each.reason_code, each.reason_params), ""),
            (_since(each.received_at), ""),
        ]
        for each in files.select_related("store").order_by("-id")[:SHOWN]
    ]
    headers = [_("File"), _("Store"), _("Why"), _("Ago")]
    return Table(_("Latest files we couldn't read"), headers, rows, _("Every file could be read."))


def _unavailable(clips: QuerySet[Clip]) -> Table:
    why = clips.order_by("reason_code").values_list("reason_code").annotate(n=Count("*"))
    rows = [
        [(help_for(code), _list("clips_clip", f"wrong=unavailable&reason_code={code}")), (n, "")]
        for code, n in why.order_by("-n")[:SHOWN]
    ]
    headers = [_("What would help"), _("Clips")]
    return Table(_("Clips that could not be had"), headers, rows, _("Every clip could be had."))
