"""The fixed cast: who tries what in every test.

owner, admin      of north, all stores
manager           of north, all stores
limited           manager of north, store 101 only
viewer            of north, all stores
stranger          member of no chain
southerner        owner of south
support           support staff, member of no chain
"""

from __future__ import annotations

from functools import cached_property

from django.test import Client

from accounts.models import Chain, Membership, User
from accounts.roles import Role
from accounts.tenancy import in_chain
from stores.access import Member, member_of
from stores.models import Store, StoreAccess

PASSWORD = "correct horse battery"
NORTH = "north.testserver"
SOUTH = "south.testserver"
PEOPLE = ("owner", "admin", "manager", "limited", "viewer", "stranger", "southerner", "support")


def email_of(name: str) -> str:
    return f"{name}@example.com"


def build_cast(north: Chain, south: Chain) -> None:
    """Once per run."""
    for name in PEOPLE:
        user = User.objects.create_user(
            email_of(name), PASSWORD, name=name.title(), is_staff=name == "support"
        )
        role = {"limited": Role.MANAGER, "southerner": Role.OWNER}.get(name)
        if name in Role.values:
            role = Role(name)
        if role is None:
            continue
        Membership.objects.create(
            user=user,
            chain=south if name == "southerner" else north,
            role=role,
            limited_to_stores=name == "limited",
        )
    with in_chain(north):
        StoreAccess.objects.create(
            user=User.objects.get(email=email_of("limited")), store=Store.objects.get(code="101")
        )


class Cast:
    """``cast.manager`` is the user; ``cast.client("manager")`` a logged-in browser."""

    def __getattr__(self, name: str) -> User:
        if name not in PEOPLE:
            raise AttributeError(name)
        return User.objects.get(email=email_of(name))

    @cached_property
    def names(self) -> tuple[str, ...]:
        return PEOPLE

    def client(self, name: str | None, host: str = NORTH) -> Client:
        """A browser on ``host``; ``None`` for somebody not logged in."""
        client = Client(headers={"host": host})
        if name is not None:
            client.force_login(
                getattr(self, name), backend="allauth.account.auth_backends.AuthenticationBackend"
            )
        return client

    def member(self, name: str) -> Member:
        """The person as a member of north; the chain must be open."""
        found = member_of(getattr(self, name), Chain.objects.get(schema_name="north"))
        assert found is not None
        return found
