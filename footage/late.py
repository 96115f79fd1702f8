"""Libraries that weigh megabytes and that most processes never ask for anything."""

from __future__ import annotations

from importlib import import_module
from typing import Any


class Late:
    """Stands for a module, which is loaded when something of it is first wanted: a web server
    or a reader of journals without pictures has 20 MB less."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, wanted: str) -> Any:
        return getattr(import_module(self._name), wanted)
