"""What the demo's owner has set up: sources, a token, and who stands behind some numbers.

Each store shows another side of it. At 101 a watched folder brings the live journal and the
register's own counts at the close of a shift. A program of store 102's back office has a
token. Of store 103 a source has been silent for days.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from accounts.models import User
from accounts.tenancy import in_chain
from lossprevention.demo.logins import OWNER
from lossprevention.demo.place import BACK_OFFICE_STORE, LIVE_STORE, SILENT_STORE
from stores.models import Cashier, Person, Source, SourceKind, Store, Token, TokenScope
from stores.services.people import give_number
from stores.services.sources import SourceWish, add_source
from stores.services.tokens import make_token

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from accounts.models import Chain
    from lossprevention.demo.place import Place
    from lossprevention.simulator.profiles import CashierProfile, StoreProfile

LIVE_FOLDER, SILENT_FOLDER = "Passport, live", "Back office reports"
TOKEN: Final = "Back office of Lakeside"  # noqa: S105  a name, no secret
HEARD_BEFORE: Final = timedelta(days=3)
KNOWN_FOR: Final = timedelta(days=90)


def arrange(chain: Chain, profiles: Sequence[StoreProfile], place: Place, began: datetime) -> None:
    """All of it; what is there already stays as it is. Needs the stores and the people."""
    with in_chain(chain):
        ensure_sources(place, began)
        ensure_token()
        ensure_faces(profiles[0], profiles[1], began)


def ensure_sources(place: Place, began: datetime) -> None:
    """A live folder, and one that was heard last three days before ``began``."""
    live, silent = place.incoming(LIVE_STORE), place.incoming(SILENT_STORE)
    for folder in (live, silent):
        folder.mkdir(parents=True, exist_ok=True)
    _ensure_source(
        LIVE_STORE,
        SourceWish(LIVE_FOLDER, {"path": str(live)}, is_live=True, silent_after_minutes=60),
    )
    made = _ensure_source(
        SILENT_STORE,
        SourceWish(
            SILENT_FOLDER, {"path": str(silent)}, every_minutes=60, silent_after_minutes=1440
        ),
    )
    if made:
        heard = began - HEARD_BEFORE
        Source.objects.filter(pk=made.pk).update(heard_at=heard, created_at=heard - HEARD_BEFORE)


def ensure_token() -> None:
    """A program's key that nobody holds: it is shown once, when it is made."""
    if not Token.objects.filter(name=TOKEN).exists():
        store = Store.objects.get(code=BACK_OFFICE_STORE)
        make_token(name=TOKEN, scope=TokenScope.PUSH, store=store, by=_owner())


def ensure_faces(one: StoreProfile, other: StoreProfile, began: datetime) -> None:
    """Some cashier numbers are somebody's; one person has a number in each of two stores."""
    if Person.objects.exists():
        return
    since = began - KNOWN_FOR
    for number in one.staff[:2]:
        _give(one, number, since)
    shared = next(each for each in one.staff if each.name in {p.name for p in other.staff})
    person = _give(one, shared, since)
    number = next(each for each in other.staff if each.name == shared.name)
    _give(other, number, since, person)


def _ensure_source(code: str, wish: SourceWish) -> Source | None:
    """The source, when it is new."""
    store = Store.objects.get(code=code)
    if Source.objects.filter(store=store, name=wish.name).exists():
        return None
    return add_source(store=store, kind=SourceKind.FOLDER, wish=wish, user=_owner())


def _give(
    profile: StoreProfile, number: CashierProfile, since: datetime, person: Person | None = None
) -> Person:
    """A number to somebody known, or to a new person of its name."""
    made = give_number(
        cashier=Cashier.objects.get(store__code=profile.code, code=number.code),
        person=person,
        new_name="" if person else number.name,
        since=since.astimezone(profile.zone).date(),
        until=None,
        by=_owner(),
    )
    return made.person


def _owner() -> User:
    return User.objects.get(email=OWNER.email)
