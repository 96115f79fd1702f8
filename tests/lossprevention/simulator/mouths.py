"""A store's day from all its sources, ready to be taken in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from lossprevention.simulator.mouths import modisoft_files, msm_files, without
from lossprevention.simulator.profiles import default_stores
from lossprevention.simulator.store_day import generate
from lossprevention.simulator.writers.day_file import day_document

SEED = 5
DAY = date(2025, 11, 11)


def small_day(customers=240, on=DAY):
    """A day of store 101 with fewer customers, and every kind of event all the same."""
    profile = replace(default_stores(1)[0], transactions_per_day=customers)
    [day] = generate(seed=SEED, stores=[profile], days=1, start_date=on)
    return day


def journal_of(day, blind=frozenset()):
    return b"".join(day_document(without(day, blind)))


def spreadsheets_of(day, container="mixed"):
    return list(modisoft_files(day, SEED, container))


def reports_of(day):
    return list(msm_files(day))
