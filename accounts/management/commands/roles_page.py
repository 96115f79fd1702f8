"""``python manage.py roles_page``: write docs/roles.md anew."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from accounts.roles_page import page


class Command(BaseCommand):
    help = "Writes docs/roles.md from the table of roles in the code."
    requires_system_checks: list[str] = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        path = settings.BASE_DIR / "docs" / "roles.md"
        path.write_text(page(), encoding="utf-8")
        self.stdout.write(str(path.relative_to(settings.BASE_DIR)))
