"""Who belongs to a chain, as what, and which stores they see: changed and written down."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import ChainState, Membership, User
from accounts.roles import Role
from accounts.services.people import check_owner_remains
from accounts.tenancy import current_chain, in_chain
from stores import audit
from stores.models import AccessKind, Store, StoreAccess


class MemberError(ValueError):
    """The change is not allowed; the message says why."""


def save_membership(*, membership: Membership, by: User) -> None:
    """Write a new or changed membership (public schema) and, where the chain is open for
    work, an entry in its access log.

    Raises PersonError when the chain would be left without an owner.
    """
    before = Membership.objects.filter(pk=membership.pk).first() if membership.pk else None
    if before is not None and _was_owner(before) and not _was_owner(membership):
        check_owner_remains(before)
    with transaction.atomic():
        membership.save()
        if membership.chain.state != ChainState.READY:
            return
        with in_chain(membership.chain):
            audit.record(
                AccessKind.CHANGED_ROLE,
                user=by,
                about=("user", membership.user_id),
                person=membership.user.email,
                before=_described(before),
                after=_described(membership),
            )


def give_store(*, user: User, store: Store, by: User) -> StoreAccess:
    """Let a limited member see a store. Writes in the open chain.

    Raises MemberError for somebody who does not belong to the chain.
    """
    if not user.memberships.filter(chain=current_chain(), is_active=True).exists():
        raise MemberError(_("%(person)s does not belong to this chain.") % {"person": user})
    with transaction.atomic():
        access, is_new = StoreAccess.objects.get_or_create(user=user, store=store)
        if is_new:
            _record_store(user=user, store=store, by=by, may_see=True)
    return access


def take_store(*, access: StoreAccess, by: User) -> None:
    with transaction.atomic():
        access.delete()
        _record_store(user=access.user, store=access.store, by=by, may_see=False)


def _record_store(*, user: User, store: Store, by: User, may_see: bool) -> None:
    audit.record(
        AccessKind.CHANGED_ROLE,
        user=by,
        about=("user", user.pk),
        person=user.email,
        store=store.code,
        may_see=may_see,
    )


def _was_owner(membership: Membership) -> bool:
    return membership.role == Role.OWNER and membership.is_active


def _described(membership: Membership | None) -> dict[str, object] | None:
    if membership is None:
        return None
    return {
        "role": membership.role,
        "limited_to_stores": membership.limited_to_stores,
        "is_active": membership.is_active,
    }
