"""Who may see which store: the look-up that every view of a chain begins with."""

from __future__ import annotations

from dataclasses import dataclass
from functools import update_wrapper
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from accounts.models import Chain, Membership, User
from accounts.roles import Action, Role, may
from stores.models import Store, StoreAccess

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Member:
    """A person inside one chain: role, and the stores they may see (None for all)."""

    user: User
    chain: Chain
    role: Role
    store_ids: frozenset[int] | None

    def may(self, action: Action) -> bool:
        return may(self.role, action)

    def check(self, action: Action) -> None:
        """Raises PermissionDenied, which the page answers with who can grant it."""
        if not self.may(action):
            raise PermissionDenied(action.label)

    def only(self, rows: QuerySet[M], path: str = "store") -> QuerySet[M]:
        """``rows`` narrowed to the stores this member may see; ``path`` leads to the store."""
        if self.store_ids is None:
            return rows
        return rows.filter(Q(**{f"{path}__in": sorted(self.store_ids)}))

    def stores(self) -> QuerySet[Store]:
        return self.only(Store.objects.filter(is_active=True), "id")


class MemberRequest(HttpRequest):
    """A request whose person belongs to the chain of its host."""

    member: Member
    user: User
    htmx: Any
    tenant: Chain


def member_of(user: User, chain: Chain) -> Member | None:
    """The person's active membership, with their stores; None for strangers."""
    membership = Membership.objects.filter(user=user, chain=chain, is_active=True).first()
    if membership is None or not user.is_active:
        return None
    stores = None
    if membership.limited_to_stores:
        stores = frozenset(StoreAccess.objects.filter(user=user).values_list("store_id", flat=True))
    return Member(user=user, chain=chain, role=Role(membership.role), store_ids=stores)


def needs(
    action: Action,
) -> Callable[
    [Callable[Concatenate[MemberRequest, P], HttpResponse]],
    Callable[Concatenate[HttpRequest, P], HttpResponse],
]:
    """A view for members whose role may do ``action``: log-in first, 404 for strangers,
    403 with an explanation for members whose role is too small."""

    def decorate(
        view: Callable[Concatenate[MemberRequest, P], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            member = getattr(request, "member", None)
            if not isinstance(member, Member):
                raise Http404
            member.check(action)
            return view(cast("MemberRequest", request), *args, **kwargs)

        update_wrapper(guarded, view)
        guarded.needs_action = action  # type: ignore[attr-defined]
        return login_required(guarded)

    return decorate
