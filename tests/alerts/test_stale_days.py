"""Days to be rolled up are noted by every file that comes, and are there once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from alerts.models import StaleDay
from alerts.services.rollup import note_forgotten_days, note_stale_days
from tests.review.factories import NOON, plain
from transactions.models import Touched

pytestmark = pytest.mark.django_db


def test_a_second_file_before_the_roll_up_is_no_error(store):
    plain(store)
    for _file in range(2):
        Touched.objects.create(store=store, since=NOON, until=NOON + timedelta(seconds=1))
        note_stale_days([store.pk])
        note_forgotten_days()
    assert StaleDay.objects.count() == 1
