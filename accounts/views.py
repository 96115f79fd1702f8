"""The public host: which chains a person belongs to, and where they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.models import Chain, ChainState, Domain, Membership, User

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@dataclass(frozen=True, slots=True)
class ChainLink:
    name: str
    role: str
    address: str


@require_GET
@login_required
def chains(request: HttpRequest) -> HttpResponse:
    """The person's ready chains with a link to each one's own host."""
    user = cast("User", request.user)
    memberships = Membership.objects.filter(
        user=user, is_active=True, chain__state=ChainState.READY
    ).select_related("chain")
    rows = [(each.chain, str(each.get_role_display())) for each in memberships]
    hosts = _hosts([chain for chain, _role in rows])
    links = [
        ChainLink(chain.name, role, f"{request.scheme}://{hosts[chain.pk]}{_port(request)}/")
        for chain, role in sorted(rows, key=lambda row: row[0].name.lower())
        if chain.pk in hosts
    ]
    return render(request, "accounts/chains.html", {"links": links})


def _hosts(chains: list[Chain]) -> dict[int, str]:
    """Each chain's first host."""
    domains = Domain.objects.filter(tenant__in=chains).order_by("is_primary", "-id")
    return {domain.tenant_id: domain.domain for domain in domains}


def _port(request: HttpRequest) -> str:
    _host, colon, port = request.get_host().rpartition(":")
    return f":{port}" if colon and port.isdecimal() else ""
