"""All jobs of all chains: what waits, what failed and why, try again, cancel."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.admin import action as bulk_action
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import DropdownFilter

from accounts.admin.base import LargeTableAdmin, WrongFilter, confirmation
from accounts.admin.columns import column
from accounts.admin.dialogs import asked, go_to
from accounts.models import Chain
from jobs.models import Job, JobState
from jobs.registry import pipeline
from jobs.services import cancel, retry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.http import HttpRequest, HttpResponse
    from django.template.response import TemplateResponse
    from unfold.forms import BaseDialogForm

WAITS_LONG = timedelta(minutes=10)
STATE_COLOURS = {
    JobState.QUEUED.label: "info",
    JobState.RUNNING.label: "primary",
    JobState.DONE.label: "success",
    JobState.FAILED.label: "danger",
    JobState.CANCELLED.label: "warning",
}
CANCELLING = gettext_lazy("Waiting jobs are not run. They can be tried again later.")


class WrongWithJob(WrongFilter):
    def problems(self) -> Mapping[str, tuple[Any, Q]]:
        now = timezone.now()
        waiting = Q(state=JobState.QUEUED)
        return {
            "failed": (gettext_lazy("failed"), Q(state=JobState.FAILED)),
            "late": (gettext_lazy("waiting for long"), waiting & Q(run_after__lt=now - WAITS_LONG)),
            "lost": (
                gettext_lazy("worker gone"),
                Q(state=JobState.RUNNING, lease_until__lt=now),
            ),
            "again": (gettext_lazy("being tried again"), waiting & Q(attempts__gt=0)),
        }


class KindFilter(DropdownFilter):  # type: ignore[misc]
    """Kinds as the pipeline names them: no look through the whole table."""

    title = gettext_lazy("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        return [(kind, words(kind)) for kind in sorted(pipeline().stages)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Job]) -> QuerySet[Job]:
        return queryset.filter(kind=self.value()) if self.value() else queryset


class PoolFilter(DropdownFilter):  # type: ignore[misc]
    title = gettext_lazy("pool")
    parameter_name = "pool"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        return [(pool, pool) for pool in sorted({s.pool for s in pipeline().stages.values()})]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Job]) -> QuerySet[Job]:
        return queryset.filter(pool=self.value()) if self.value() else queryset


class ChainFilter(DropdownFilter):  # type: ignore[misc]
    title = gettext_lazy("chain")
    parameter_name = "chain"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        return Chain.objects.values_list("schema_name", "name")

    def queryset(self, request: HttpRequest, queryset: QuerySet[Job]) -> QuerySet[Job]:
        return queryset.filter(chain=self.value()) if self.value() else queryset


def words(kind: str) -> str:
    return kind.replace("_", " ").capitalize()


def outcome_in_words(job: Job) -> str:
    """The last error, what is waited for, or what came out, on one line."""
    if job.state == JobState.QUEUED:
        return str(job.outcome.get("waiting_for", ""))
    error, detail = job.outcome.get("error", ""), job.outcome.get("detail", "")
    if error:
        return f"{error}: {detail}" if detail and detail != error else str(error)
    return ", ".join(f"{key} {value}" for key, value in sorted(job.outcome.items()))


class JobAdmin(LargeTableAdmin):
    list_display = ("what", "chain", "shown_state", "attempts", "outcome_short", "due", "pool")
    list_filter = (WrongWithJob, "state", KindFilter, ChainFilter, PoolFilter, "lane")
    search_fields = ("=key",)
    search_help_text = gettext_lazy("Key, exactly")
    actions = ("try_again_chosen", "cancel_chosen")
    actions_detail = ("try_again", "cancel_one")
    fieldsets = (
        (None, {"fields": ("what", "chain", "shown_state", "outcome_words", "attempts", "due")}),
        (gettext_lazy("Times"), {"fields": ("created_at", "started_at", "finished_at")}),
        (
            gettext_lazy("Inside"),
            {
                "fields": (
                    ("pool", "lane", "priority"),
                    ("fence", "asked_again", "lease_until"),
                    "run_after",
                    "progress",
                    "outcome",
                )
            },
        ),
    )

    def applies(self, action: str, row: Job) -> bool:
        if action == "cancel_one":
            return row is not None and row.state == JobState.QUEUED
        return row is not None and row.state in {JobState.FAILED, JobState.CANCELLED}

    @column(gettext_lazy("Job"))
    def what(self, job: Job) -> str:
        return f"{words(job.kind)} · {job.key}"

    @column(gettext_lazy("State"), colours=STATE_COLOURS)
    def shown_state(self, job: Job) -> str:
        return job.get_state_display()

    @column(gettext_lazy("Outcome"), empty="")
    def outcome_short(self, job: Job) -> str:
        text = outcome_in_words(job)
        return text if len(text) <= 90 else text[:89] + "…"

    @column(gettext_lazy("Outcome or what it waits for"))
    def outcome_words(self, job: Job) -> str:
        return outcome_in_words(job)

    @column(gettext_lazy("When"))
    def due(self, job: Job) -> str:
        """How long ago it ended or began, or how long it has waited, or when it is due."""
        now = timezone.now()
        if job.state == JobState.QUEUED:
            if job.run_after > now:
                return _("due in %(time)s") % {"time": timesince(now, job.run_after)}
            return _("waits for %(time)s") % {"time": timesince(job.run_after, now)}
        at = job.finished_at or job.started_at or job.created_at
        return _("%(time)s ago") % {"time": timesince(at, now)}

    @bulk_action(description=gettext_lazy("Try again"), permissions=["act"])
    def try_again_chosen(self, request: HttpRequest, jobs: QuerySet[Job]) -> None:
        self._retry(request, jobs)

    @bulk_action(description=gettext_lazy("Cancel"), permissions=["act"])
    def cancel_chosen(self, request: HttpRequest, jobs: QuerySet[Job]) -> TemplateResponse | None:
        asking = confirmation(
            request,
            self,
            jobs,
            action="cancel_chosen",
            title=_("Cancel these jobs?"),
            warning=CANCELLING,
            button=_("Cancel jobs"),
            dangerous=True,
        )
        if asking is None:
            self._cancel(request, jobs)
        return asking

    @asked(
        gettext_lazy("Try again"),
        gettext_lazy("It starts afresh, with three attempts."),
        icon="replay",
    )
    def try_again(self, request: HttpRequest, form: BaseDialogForm, object_id: str) -> HttpResponse:
        self._retry(request, Job.objects.filter(pk=object_id))
        return go_to("admin:jobs_job_change", object_id)

    @asked(gettext_lazy("Cancel"), CANCELLING, icon="cancel", dangerous=True)
    def cancel_one(
        self, request: HttpRequest, form: BaseDialogForm, object_id: str
    ) -> HttpResponse:
        self._cancel(request, Job.objects.filter(pk=object_id))
        return go_to("admin:jobs_job_change", object_id)

    def _retry(self, request: HttpRequest, jobs: QuerySet[Job]) -> None:
        again = [job for job in jobs if job.state in {JobState.FAILED, JobState.CANCELLED}]
        count = retry([job.pk for job in again])
        self._written(
            request, again, _("Tried again."), count, _("Only ended jobs are tried again.")
        )

    def _cancel(self, request: HttpRequest, jobs: QuerySet[Job]) -> None:
        waiting = [job for job in jobs if job.state == JobState.QUEUED]
        count = cancel([job.pk for job in waiting])
        self._written(
            request, waiting, _("Cancelled."), count, _("Only waiting jobs are cancelled.")
        )

    def _written(
        self, request: HttpRequest, jobs: list[Job], said: str, count: int, none: str
    ) -> None:
        for job in jobs:
            self.log_change(request, job, said)
        self.tell(request, f"{count} · {said}" if count else none, done=bool(count))
