"""People end by being deactivated and anonymised, never by being deleted."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership, User
from accounts.roles import Role


class PersonError(ValueError):
    """It cannot be done to this person; the message says why."""


def check_can_go(person: User, *, by: User) -> None:
    """Raises PersonError for oneself and for the only owner of a chain."""
    if person.pk == by.pk:
        raise PersonError(_("You cannot do this to yourself."))
    for membership in person.memberships.filter(role=Role.OWNER, is_active=True):
        check_owner_remains(membership)


def check_owner_remains(membership: Membership) -> None:
    """Raises PersonError when the chain would be left without an active owner."""
    others = Membership.objects.filter(
        chain_id=membership.chain_id, role=Role.OWNER, is_active=True, user__is_active=True
    ).exclude(pk=membership.pk)
    if not others.exists():
        raise PersonError(
            _("%(person)s is the only owner of %(chain)s. Make somebody else owner first.")
            % {"person": membership.user, "chain": membership.chain}
        )


def deactivate(*, person: User, by: User) -> None:
    """The person can no longer log in, anywhere. Sessions end with the next request."""
    check_can_go(person, by=by)
    User.objects.filter(pk=person.pk).update(is_active=False)


def reactivate(*, person: User) -> None:
    """Undoes :func:`deactivate`. Raises PersonError for somebody who was anonymised."""
    if is_anonymous(person):
        raise PersonError(
            _("%(person)s was anonymised; that cannot be undone.") % {"person": person}
        )
    User.objects.filter(pk=person.pk).update(is_active=True)


def anonymise(*, person: User, by: User) -> None:
    """Take name, address, password and second factor away for good. What the person did
    stays, under a number. Cannot be undone."""
    check_can_go(person, by=by)
    with transaction.atomic():
        EmailAddress.objects.filter(user=person).delete()
        Authenticator.objects.filter(user=person).delete()
        for membership in person.memberships.filter(is_active=True):
            membership.is_active = False
            membership.save(update_fields=["is_active"])
        person.name = _("Former member %(number)s") % {"number": person.pk}
        person.email = f"former-{person.pk}@{GONE}"
        person.is_active = person.is_staff = person.is_superuser = False
        person.set_unusable_password()
        person.save()


GONE = "anonymised.invalid"


def is_anonymous(person: User) -> bool:
    return person.email.endswith(f"@{GONE}")


def reset_second_factor(*, person: User) -> int:
    """Forget authenticator apps and recovery codes; answers how many there were."""
    count, _details = Authenticator.objects.filter(user=person).delete()
    return int(count)


def forget_former_addresses(person: User) -> None:
    """After a change of address: the former one no longer logs in."""
    EmailAddress.objects.filter(user=person).exclude(email__iexact=person.email).delete()
