"""Who can log in to the demo. Passwords are made for each data directory and kept in it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lossprevention.embedded.private_files import read_private_json, write_private_json

if TYPE_CHECKING:
    from pathlib import Path

# without letters and digits that look alike
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True, slots=True)
class Person:
    """A person of the demo. ``role`` is a role's name, "" for support staff."""

    key: str
    name: str
    role: str
    what: str
    limited_to: str = ""
    """The code of the only store this person sees; "" for all."""

    @property
    def email(self) -> str:
        return f"{self.key}@sunrise.example"


PEOPLE = (
    Person("owner", "Olivia Barnes", "owner", "Owner, sees and may do everything"),
    Person("manager", "Miguel Santos", "manager", "Manager of store 101 only", "101"),
    Person("viewer", "Vera Lindqvist", "viewer", "Viewer, decides nothing"),
    Person("support", "Sam Okafor", "", "Support engineer, admin only"),
)
OWNER, MANAGER = PEOPLE[:2]


def read_or_make(path: Path) -> dict[str, str]:
    """Password by person's key; the same ones at each start."""
    stored = read_private_json(path) or {}
    passwords = {person.key: stored.get(person.key) or _password() for person in PEOPLE}
    if passwords != stored:
        write_private_json(path, passwords)
    return passwords


def _password() -> str:
    """About 59 bits, easy to copy by hand."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(3))
