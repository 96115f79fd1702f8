"""A chain that lives through a simulation, round after round, and what its rules made of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from accounts.models import Membership, User
from accounts.roles import Role
from accounts.tenancy import in_chain
from alerts.models import Alert, AlertState, AlertTransaction, Delivery, DeliveryState
from alerts.services.pack import plant_pack
from benchmarks.detection.clock import Clock
from benchmarks.detection.joining import Incident, Raised, read_incidents
from benchmarks.detection.journals import files_of, rounds
from benchmarks.product import make_chain
from jobs.worker import work
from lossprevention.simulator.catalogue import department_roles
from lossprevention.simulator.profiles import OUTSIDE_CASHIER, default_stores
from lossprevention.simulator.run import Simulation, simulate
from stores.models import Cashier, Register, RegisterClass, Store
from transactions.models import Channel, Review, Transaction
from transactions.services.receive import incoming_from_paths, receive_upload

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from accounts.models import Chain
    from benchmarks.detection.joining import Name
    from benchmarks.detection.journals import File
    from lossprevention.simulator.profiles import StoreProfile

POOLS: Final = ("quick", "send")
_AGES: Final = 3600.0
_A_DAY: Final = timedelta(days=1)
_AFTERWARDS: Final = timedelta(hours=5)
"""Until the last shift is known to be over, and the last escalation has left."""


@dataclass(frozen=True, slots=True)
class Life:
    store_days: int
    incidents: Sequence[Incident]
    raised: Sequence[Raised]
    flagged: Mapping[Name, frozenset[str]]
    messages: Mapping[str, int]
    """How many left, by kind."""


class WrongLifeError(AssertionError):
    """Something was lost on the way: figures about the rest would be of no use."""


def live_through(data: Path, seed: int, stores: int, days: int, say: Callable[[str], None]) -> Life:
    """Raises WrongLifeError."""
    folder, profiles = data / f"simulation-{seed}", default_stores(stores)
    start = (datetime.now(UTC) + 2 * _A_DAY).date()
    order = Simulation(out=folder, start=start, stores=stores, days=days, seed=seed)
    events = simulate(order, lambda _line: None).events
    chain = make_chain(f"seed{seed}")
    _people(chain)
    with in_chain(chain), Clock(chain.schema_name).ruling() as clock:
        for profile in profiles:
            _store(profile)
        plant_pack()
        _live(files_of(folder, profiles), clock, lambda at: say(f"seed {seed}: {at:%a %H:%M}"))
        if (rows := Transaction.objects.count()) != events:
            raise WrongLifeError(f"seed {seed}: {rows} rows of {events} events")
        return _life(stores * days, read_incidents(folder / "labels.jsonl"))


def _people(chain: Chain) -> None:
    for role in (Role.OWNER, Role.MANAGER):
        user = User.objects.create_user(f"{role}@{chain.schema_name}.example", "not for log-in")
        Membership.objects.create(user=user, chain=chain, role=role)


def _store(profile: StoreProfile) -> None:
    """As its people would set it up."""
    store = Store.objects.create(
        code=profile.code,
        name=profile.name,
        timezone=profile.zone.key,
        department_roles=department_roles(),
        opens_at=profile.opens,
        closes_at=profile.closes,
    )
    Cashier.objects.create(store=store, code=OUTSIDE_CASHIER, is_person=False)
    for register in profile.registers:
        kind = RegisterClass.OUTSIDE if register.outside else RegisterClass.INSIDE
        Register.objects.create(store=store, code=register.code, register_class=kind)


def _live(files: Sequence[File], clock: Clock, say: Callable[[datetime], None]) -> None:
    stores = {store.code: store for store in Store.objects.all()}
    said = files[0].at - _A_DAY
    for taken in rounds(files):
        at = taken[-1].at
        if at - said > _A_DAY / 24:
            said = at
            say(at)
        _work(clock, at)  # what was due before these came
        for code in sorted({file.store for file in taken}):
            paths = [file.path for file in taken if file.store == code]
            files_in = incoming_from_paths(paths)
            receive_upload(store=stores[code], user=None, files=files_in, channel=Channel.AGENT)
        _work(clock, at)
    _work(clock, files[-1].at + _AFTERWARDS)


def _work(clock: Clock, at: datetime) -> None:
    clock.move(at)
    for pool in POOLS:
        work(pool, seconds=_AGES)


def _life(store_days: int, incidents: Sequence[Incident]) -> Life:
    rows = Transaction.objects.values_list("pk", "store__code", "register__code", "transaction_no")
    names: dict[int, Name] = {pk: (store, register, no) for pk, store, register, no in rows}
    held: defaultdict[int, set[Name]] = defaultdict(set)
    for alert_id, pk in AlertTransaction.objects.values_list("alert", "transaction"):
        held[alert_id].add(names[pk])
    raised = [
        Raised(alert.rule.code, frozenset(held[alert.pk]), alert.told_at is not None)
        for alert in Alert.objects.exclude(state=AlertState.WITHDRAWN).select_related("rule")
    ]
    reviewed = Transaction.objects.filter(pk__in=Review.objects.values("pk"))
    flagged = {names[pk]: frozenset(flags) for pk, flags in reviewed.values_list("pk", "flags")}
    left = Delivery.objects.filter(state__in=(DeliveryState.SENT, DeliveryState.DELIVERED))
    messages = Counter(left.values_list("kind", flat=True))
    return Life(store_days, incidents, raised, flagged, messages)
