"""``python -m tests.check_migrations``: fails when a model and its migrations differ."""

import os

import tests.services  # noqa: F401 - starts the database

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lossprevention.settings")

import django
from django.core.management import call_command

django.setup()
call_command("makemigrations", check=True, dry_run=True)
