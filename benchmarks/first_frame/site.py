"""A chain with flagged transactions whose clips are there, served as in production."""

from __future__ import annotations

import threading
import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from django.test import Client
from waitress.server import create_server

from accounts.models import Chain, Domain, Membership, User
from accounts.roles import Role
from benchmarks.cut.footage import STARTS, recording
from benchmarks.cut.ground import Ground
from lossprevention.wsgi import application
from stores.models import Register, Store
from transactions.models import Review, SourceFile, Transaction, Upload

if TYPE_CHECKING:
    from benchmarks.bench import Size
    from clips.models import Clip

HOST: Final = "bench.localhost"
"""Browsers know by themselves that this is the machine they run on."""
_BACKEND: Final = "allauth.account.auth_backends.AuthenticationBackend"
_EVERY: Final = timedelta(seconds=20)


@dataclass(frozen=True, slots=True)
class Item:
    """One flagged transaction, and where its clip lies."""

    transaction_id: int
    playback_key: str
    opens_at: float
    """Second of the file at which the page opens the video."""


class Site:
    def __init__(self, size: Size, count: int) -> None:
        self._ground = Ground(recording(size))
        self._store = Store.objects.get(code="101")
        self._register = Register.objects.create(store=self._store, code="1")
        self._file = _source_file(self._store)
        chain = Chain.objects.get(schema_name="bench")
        Domain.objects.create(domain=HOST, tenant=chain, is_primary=False)
        self.cookie = _session_of_owner(chain)
        self.items = [self._item(number) for number in range(count)]
        self._server = create_server(application, host="127.0.0.1", port=0, threads=8)
        self.address = f"http://{HOST}:{self._server.effective_port}"
        threading.Thread(target=self._server.run, daemon=True).start()

    def close(self) -> None:
        self._server.close()

    def _item(self, number: int) -> Item:
        clip = self._ground.order(STARTS + timedelta(seconds=30) + number * _EVERY)
        self._ground.work()
        clip = self._ground.checked(clip)
        row = self._transaction(number, clip)
        clip.transaction = row
        clip.save(update_fields=["transaction"])
        return Item(row.pk, clip.playback_key, max((clip.moment_ms or 0) / 1000 - 5.0, 0.0))

    def _transaction(self, number: int, clip: Clip) -> Transaction:
        row = Transaction.objects.create(
            store=self._store,
            register=self._register,
            source_file=self._file,
            source_index=number,
            event_key=uuid.uuid4().hex,
            event_type="refund",
            type_confidence="certain",
            source_event_tag="RefundEvent",
            transaction_no=str(9000 + number),
            occurred_at=clip.moment,
            time_basis="receipt",
            time_quality="exact",
            business_date=date(2026, 1, 5),
            flags=["refund"],
            risk=60,
            content_hash="x",
        )
        Review.objects.create(
            transaction=row,
            store=self._store,
            status="new",
            primary_flag="refund",
            risk=60,
            occurred_at=clip.moment,
        )
        return row


def _source_file(store: Store) -> SourceFile:
    upload = Upload.objects.create(store=store, name="day")
    return SourceFile.objects.create(
        store=store, upload=upload, original_name="a.xml", sha256=uuid.uuid4().hex, size=1
    )


def _session_of_owner(chain: Chain) -> dict[str, str]:
    """A cookie as Playwright takes it."""
    from django.conf import settings

    user = User.objects.create_user("owner@bench.example.com", uuid.uuid4().hex, name="Owner")
    Membership.objects.create(user=user, chain=chain, role=Role.OWNER)
    client = Client(headers={"host": HOST})
    client.force_login(user, backend=_BACKEND)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "domain": HOST, "path": "/"}
