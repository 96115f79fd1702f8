"""``python manage.py rule_pack_page``: write docs/rule-pack.md anew."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from alerts.pack.page import page


class Command(BaseCommand):
    help = "Writes docs/rule-pack.md from the rule pack in the code."
    requires_system_checks: list[str] = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        path = settings.BASE_DIR / "docs" / "rule-pack.md"
        path.write_text(page(), encoding="utf-8")
        self.stdout.write(str(path.relative_to(settings.BASE_DIR)))
