"""The Celery application: workers hear the doorbell, beat rings for the sweep."""

import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lossprevention.settings")

app = Celery("lossprevention")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["jobs"])


@setup_logging.connect
def keep_django_logging(**_kwargs: Any) -> None:
    """Celery would otherwise replace the log format."""
