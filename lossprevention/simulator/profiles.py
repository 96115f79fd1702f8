"""The simulated stores: what a real store's set-up would say about each.

The demo creates its stores, registers, cashiers and cameras from these, so that
journals, footage and database agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from zoneinfo import ZoneInfo

OUTSIDE_CASHIER = "20000"
"""The cashier that pumps sell as; nobody real."""
FIRST_PUMP_REGISTER = 10001
MANAGER_CODE = "90"


@dataclass(frozen=True, slots=True)
class CameraProfile:
    code: str
    """Folder name of its footage; unique in the chain."""
    name: str


@dataclass(frozen=True, slots=True)
class RegisterProfile:
    code: str
    name: str
    outside: bool
    cameras: tuple[CameraProfile, ...]
    """The best view first."""


@dataclass(frozen=True, slots=True)
class CashierProfile:
    code: str
    name: str
    manager: bool = False


@dataclass(frozen=True, slots=True)
class StoreProfile:
    code: str
    name: str
    city: str
    zone: ZoneInfo
    registers: tuple[RegisterProfile, ...]
    cashiers: tuple[CashierProfile, ...]
    opens: time | None = time(5, 0)
    """Local; None for a store that never closes."""
    closes: time | None = time(23, 30)
    day_close: time = time(22, 50)
    """About when the business date rolls."""
    transactions_per_day: int = 1050

    @property
    def inside(self) -> tuple[RegisterProfile, ...]:
        return tuple(register for register in self.registers if not register.outside)

    @property
    def pumps(self) -> tuple[RegisterProfile, ...]:
        return tuple(register for register in self.registers if register.outside)

    @property
    def manager(self) -> CashierProfile:
        return next(cashier for cashier in self.cashiers if cashier.manager)

    @property
    def staff(self) -> tuple[CashierProfile, ...]:
        return tuple(cashier for cashier in self.cashiers if not cashier.manager)

    @property
    def never_closes(self) -> bool:
        return self.opens is None or self.closes is None

    def register(self, code: str) -> RegisterProfile:
        """The register with this code. Raises ``KeyError`` when the store has none."""
        for register in self.registers:
            if register.code == code:
                return register
        raise KeyError(code)


_PLACES: tuple[tuple[str, str, str], ...] = (
    ("Main Street", "Albany, NY", "America/New_York"),
    ("Lakeside", "Madison, WI", "America/Chicago"),
    ("Mesa Road", "Tucson, AZ", "America/Phoenix"),
    ("Harbor Point", "Tacoma, WA", "America/Los_Angeles"),
    ("Foothill", "Boulder, CO", "America/Denver"),
    ("Old Mill", "Athens, GA", "America/New_York"),
)
_STAFF = (
    ("Dana Whitfield", "Marcus Oyelaran", "Priya Raman", "Tom Kessler"),
    ("Lucia Fuentes", "Aaron Brandt", "Mei Castellan", "Devon Hartley"),
    ("Rosa Delgado", "Kyle Sorensen", "Amira Haddad", "Grant Pellman"),
)
_EXTRA_STAFF = ("Nadia Kovac", "Jesse Tran", "Elena Marsh")
_MANAGERS = ("Ruth Abernathy", "Calvin Moss", "Ines Aguilar")


def default_stores(count: int = 3) -> tuple[StoreProfile, ...]:
    """The first ``count`` stores of the chain, codes 101, 102, ...; always the same."""
    if count < 1:
        raise ValueError("a chain needs at least one store")
    return tuple(_store(index) for index in range(count))


def _store(index: int) -> StoreProfile:
    place, city, zone = _PLACES[index % len(_PLACES)]
    lap = index // len(_PLACES)
    code = str(101 + index)
    round_the_clock = index % 3 == 1
    return StoreProfile(
        code=code,
        name=f"{place} {lap + 1}" if lap else place,
        city=city,
        zone=ZoneInfo(zone),
        registers=_registers(code, 3 if index % 3 != 2 else 2, 5 if index % 2 == 0 else 4),
        cashiers=_cashiers(index),
        opens=None if round_the_clock else time(5, 0),
        closes=None if round_the_clock else time(23, 30),
    )


def _registers(code: str, inside: int, pumps: int) -> tuple[RegisterProfile, ...]:
    forecourt = CameraProfile(f"{code}-forecourt", "Forecourt")
    side = CameraProfile(f"{code}-counter", "Counter from the side")
    tills = [
        RegisterProfile(
            str(number),
            f"Register {number}",
            outside=False,
            cameras=(
                CameraProfile(f"{code}-register-{number}", f"Register {number} overhead"),
                *((side,) if number == 1 else ()),
            ),
        )
        for number in range(1, inside + 1)
    ]
    dispensers = [
        RegisterProfile(str(FIRST_PUMP_REGISTER + n), f"Pump {n + 1}", True, (forecourt,))
        for n in range(pumps)
    ]
    return (*tills, *dispensers)


def _cashiers(index: int) -> tuple[CashierProfile, ...]:
    names = (*_STAFF[index % len(_STAFF)], *_EXTRA_STAFF)
    people = [CashierProfile(str(11 + 3 * place), name) for place, name in enumerate(names)]
    manager = CashierProfile(MANAGER_CODE, _MANAGERS[index % len(_MANAGERS)], manager=True)
    return (*people, manager)
