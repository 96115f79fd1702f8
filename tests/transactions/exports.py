"""Back office exports as they come in: received, and read as the worker reads them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from django.db import transaction

from transactions.models import FileState, SourceFile
from transactions.services.parse import parse_files
from transactions.services.receive import Incoming, receive_upload

if TYPE_CHECKING:
    from stores.models import Store

HEADER = "Receipt No,Date,Time,Register,Cashier,Type,Total"
ROWS = (
    "9001,11/19/2025,8:01:10 AM,1,7,Sale,12.40",
    "9002,11/19/2025,8:03:55 AM,1,7,Refund,-64.20",
    "9003,11/20/2025,9:12:00 AM,1,8,No Sale,0.00",
    "9004,11/20/2025,9:15:31 AM,1,8,Void,8.25",
)


def export(*rows: str, header: str = HEADER, title: str = "") -> bytes:
    lines = [*([title, ""] if title else []), header, *rows]
    return "\r\n".join(lines).encode()


def receive(store: Store, data: bytes, name: str = "export.csv") -> SourceFile:
    """Received, and read as far as it can be."""
    upload = receive_upload(store=store, user=None, files=[Incoming(name, io.BytesIO(data))])
    read_waiting()
    return SourceFile.objects.get(upload=upload)


def read_waiting() -> None:
    """What the worker does with every file that waits to be parsed."""
    waiting = SourceFile.objects.filter(state=FileState.RECEIVED).select_related("store", "upload")
    with transaction.atomic():
        parse_files(list(waiting))


def forget_waiting() -> None:
    """In a chain that tests share: what an earlier one left has lost its stored bytes."""
    SourceFile.objects.filter(state=FileState.RECEIVED).update(state=FileState.QUARANTINED)
    SourceFile.objects.update(stored_key="")
