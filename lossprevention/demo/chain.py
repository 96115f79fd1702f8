"""The demo's chain, its people and its stores in the database; each step can be repeated."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.models import Chain, ChainState, Domain, User
from accounts.roles import Role
from accounts.services import chains
from accounts.services.onboarding import progress_of
from accounts.tenancy import ensure_public_chain, in_chain, in_public
from lossprevention.demo.logins import PEOPLE
from lossprevention.demo.place import (
    BACK_OFFICE_STORE,
    CHAIN_HOSTS,
    CHAIN_NAME,
    SCHEMA,
    SUPPORT_HOST,
)
from lossprevention.simulator.catalogue import CAR_WASH, department_roles
from lossprevention.simulator.profiles import OUTSIDE_CASHIER
from stores.models import (
    Camera,
    Cashier,
    Recorder,
    Register,
    RegisterCamera,
    RegisterClass,
    Store,
    StoreAccess,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lossprevention.demo.logins import Person
    from lossprevention.demo.place import Place
    from lossprevention.simulator.profiles import RegisterProfile, StoreProfile

BUILT_WITHIN_SECONDS = 180.0
CLOCKS_AHEAD_MS = {"102": 7000}
"""Recorders whose clock is wrong, by store, as recorders' clocks are; the product knows."""
UNSAID_DEPARTMENTS = {BACK_OFFICE_STORE: CAR_WASH.code}
"""What nobody said the meaning of yet, so that the product proposes one."""


class ChainNotBuiltError(RuntimeError):
    """The workers did not build the chain's schema; the message says where it stands."""


def ensure_chain() -> Chain:
    """The demo's chain, its schema built by the workers as for any other chain."""
    with in_public():
        public = ensure_public_chain()
        Domain.objects.get_or_create(domain=SUPPORT_HOST, defaults={"tenant": public})
        chain = Chain.objects.filter(schema_name=SCHEMA).first()
        if chain is None:
            chain = chains.create_chain(
                name=CHAIN_NAME, schema_name=SCHEMA, domains=list(CHAIN_HOSTS)
            )
        deadline = time.monotonic() + BUILT_WITHIN_SECONDS
        while chain.state != ChainState.READY:
            if time.monotonic() > deadline:
                progress = progress_of(chain)
                raise ChainNotBuiltError(f"chain {SCHEMA}: {progress.state} {progress.reason}")
            time.sleep(0.2)
            chain.refresh_from_db()
    return chain


def ensure_people(chain: Chain, passwords: Mapping[str, str]) -> None:
    """Needs the stores. A password changed in the product is left as it is."""
    for person in PEOPLE:
        with in_public():
            user = User.objects.filter(email=person.email).first()
            if user is None:
                user = User.objects.create_user(
                    person.email,
                    passwords[person.key],
                    name=person.name,
                    is_staff=not person.role,
                    is_superuser=not person.role,
                )
                _join(chain, user, person)


def _join(chain: Chain, user: User, person: Person) -> None:
    if not person.role:
        return
    chains.add_member(
        chain=chain,
        user=user,
        role=Role(person.role),
        limited_to_stores=bool(person.limited_to),
    )
    if person.limited_to:
        with in_chain(chain):
            StoreAccess.objects.get_or_create(
                user=user, store=Store.objects.get(code=person.limited_to)
            )


def ensure_stores(chain: Chain, profiles: Sequence[StoreProfile], place: Place) -> None:
    """Stores with registers, cashiers, cameras and a recorder; one commit per store."""
    with in_chain(chain):
        for profile in profiles:
            place.footage(profile.code).mkdir(parents=True, exist_ok=True)
            if not Store.objects.filter(code=profile.code).exists():
                with transaction.atomic():
                    _build_store(profile, place)


def _build_store(profile: StoreProfile, place: Place) -> None:
    roles = department_roles()
    roles.pop(UNSAID_DEPARTMENTS.get(profile.code, ""), None)
    store = Store.objects.create(
        code=profile.code,
        name=profile.name,
        timezone=profile.zone.key,
        department_roles=roles,
    )
    Cashier.objects.create(store=store, code=OUTSIDE_CASHIER, name="", is_person=False)
    for person in profile.cashiers:
        Cashier.objects.create(store=store, code=person.code, name=person.name)
    recorder = _build_recorder(store, place)
    cameras: dict[str, Camera] = {}
    for register in profile.registers:
        _build_register(store, register, recorder, cameras)


def _build_recorder(store: Store, place: Place) -> Recorder:
    ahead = CLOCKS_AHEAD_MS.get(store.code, 0)
    return Recorder.objects.create(
        store=store,
        name=f"Recorder of store {store.code}",
        driver="simulated",
        options={
            "path": str(place.footage(store.code)),
            "store": store.code,
            "ahead_ms": str(ahead),
        },
        clock_offset_ms=ahead,
        clock_error_ms=500 if ahead else 0,
    )


def _build_register(
    store: Store, profile: RegisterProfile, recorder: Recorder, cameras: dict[str, Camera]
) -> None:
    register = Register.objects.create(
        store=store,
        code=profile.code,
        label=profile.name,
        register_class=RegisterClass.OUTSIDE if profile.outside else RegisterClass.INSIDE,
    )
    for position, seen in enumerate(profile.cameras, start=1):
        if seen.code not in cameras:
            cameras[seen.code] = Camera.objects.create(
                recorder=recorder, channel=seen.code, name=seen.name
            )
        RegisterCamera.objects.create(
            register=register, camera=cameras[seen.code], position=position
        )
