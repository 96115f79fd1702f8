"""The demo's own programs run with Django but as modules: they are no commands for people."""

from __future__ import annotations

import os

import django


def start_django() -> None:
    """Settings, apps, logging; needs LOSSPREVENTION_DATA where it is not the default."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lossprevention.settings")
    django.setup()
