from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lossprevention.embedded.postgres import RunningPostgres, start_postgres


@pytest.fixture
def started() -> Iterator[Callable[[Path], RunningPostgres]]:
    """Starts databases and leaves nothing of them behind."""
    running: list[RunningPostgres] = []

    def start(data_dir: Path) -> RunningPostgres:
        server = start_postgres(data_dir)
        running.append(server)
        return server

    yield start
    for server in running:
        server.destroy()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningPostgres]:
    """One server for the tests that only look at it."""
    server = start_postgres(tmp_path_factory.mktemp("shared"))
    yield server
    server.destroy()
