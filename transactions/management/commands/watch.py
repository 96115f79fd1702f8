"""``python manage.py watch``: looks into the live folders of all chains."""

from __future__ import annotations

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand

from transactions.services.watch import Watch


class Command(BaseCommand):
    help = (
        "Watches the live folders of all chains and hands over what the registers write "
        "there, seconds after it is written. Reads only. One process is enough."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        stopping = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stopping.set())
        Watch().run(stopping)
