from datetime import date

import pytest

from lossprevention.simulator.profiles import default_stores
from lossprevention.simulator.store_day import generate

MONDAY = date(2025, 11, 10)


@pytest.fixture(scope="session")
def stores():
    return default_stores(3)


@pytest.fixture(scope="session")
def week(stores):
    """Nine days of three stores with every scheme allowed."""
    return list(generate(seed=11, stores=stores, days=9, start_date=MONDAY))


@pytest.fixture(scope="session")
def honest_day(stores):
    [day] = generate(seed=11, stores=stores[:1], days=1, start_date=MONDAY, schemes=())
    return day
