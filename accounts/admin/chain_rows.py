"""What a list of chains says about each: hosts, members, stuck jobs, and what is wrong."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy

from accounts.admin.base import WrongFilter
from accounts.models import Chain, ChainState, Domain, Membership
from accounts.roles import Role
from jobs.models import Job, JobState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import Promise

SLOW_PROVISIONING = timedelta(minutes=10)


def failed_jobs_of(chain: OuterRef) -> QuerySet[Job]:
    return Job.objects.filter(chain=chain, state=JobState.FAILED)


class WrongWithChain(WrongFilter):
    def problems(self) -> Mapping[str, tuple[str | Promise, Q]]:
        owners = Membership.objects.filter(
            chain=OuterRef("pk"), role=Role.OWNER, is_active=True, user__is_active=True
        )
        building = Q(state=ChainState.PROVISIONING)
        late = timezone.now() - SLOW_PROVISIONING
        return {
            "building": (gettext_lazy("being set up for long"), building & Q(created_at__lt=late)),
            "jobs": (
                gettext_lazy("failed jobs"),
                Q(Exists(failed_jobs_of(OuterRef("schema_name")))),
            ),
            "suspended": (gettext_lazy("suspended"), Q(state=ChainState.SUSPENDED)),
            "hosts": (
                gettext_lazy("no host name"),
                ~Q(Exists(Domain.objects.filter(tenant=OuterRef("pk")))),
            ),
            "owner": (gettext_lazy("no owner"), ~Q(Exists(owners))),
        }


def counted(chains: QuerySet[Chain]) -> QuerySet[Chain]:
    """Each with ``stuck_jobs``, ``host_names`` and ``member_count``, in the same query."""
    hosts = (
        Domain.objects.filter(tenant=OuterRef("pk"))
        .order_by()
        .values("tenant")
        .annotate(names=StringAgg("domain", ", ", order_by="domain"))
        .values("names")
    )
    members = Membership.objects.filter(chain=OuterRef("pk"), is_active=True)
    return chains.annotate(
        stuck_jobs=_number(failed_jobs_of(OuterRef("schema_name"))),
        host_names=Subquery(hosts),
        member_count=_number(members),
    )


def _number(rows: QuerySet[Any]) -> Subquery:
    return Subquery(rows.order_by().values("chain").annotate(n=Count("*")).values("n"))
