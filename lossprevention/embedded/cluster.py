"""The files of the embedded PostgreSQL: where they are, how they are made, who may log in.

<data>/postgres.json                        passwords and the port used last (0600)
<data>/postgresql/cluster                   the database cluster, not root
/var/lib/lossprevention/<hash>/cluster      the same, when the product runs as root
"""

import hashlib
import logging
import secrets
import shutil
import subprocess
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from lossprevention.embedded.account import Account, service_account, state_directory
from lossprevention.embedded.binaries import executable, postgres_binaries
from lossprevention.embedded.errors import ServiceError
from lossprevention.embedded.private_files import read_private_json, write_private_json

logger = logging.getLogger(__name__)

SUPERUSER = "postgres"
SPACE_NEEDED_BYTES = (
    300_000_000  # an empty cluster with its first write-ahead log, and room to work
)

_INITDB = (
    "--encoding=UTF8",
    "--locale-provider=builtin",  # the same order of text on every system, no system locale needed
    "--builtin-locale=C.UTF-8",
    "--locale=C",
    "--auth-host=scram-sha-256",
    "--auth-local=scram-sha-256",
    f"--username={SUPERUSER}",
)


@dataclass(frozen=True)
class ClusterState:
    """What must be remembered from one start to the next."""

    identity: str
    superuser_password: str
    owner_password: str
    application_password: str
    port: int | None = None

    @classmethod
    def fresh(cls) -> "ClusterState":
        """New passwords for a new cluster."""
        return cls(
            identity=secrets.token_hex(8),
            superuser_password=secrets.token_urlsafe(24),
            owner_password=secrets.token_urlsafe(24),
            application_password=secrets.token_urlsafe(24),
        )


@dataclass(frozen=True)
class Cluster:
    """A database cluster on this machine."""

    home: Path
    state_file: Path
    state: ClusterState
    account: Account | None
    binaries: Path

    @property
    def directory(self) -> Path:
        """PostgreSQL's own data directory."""
        return self.home / "cluster"

    def remember_port(self, port: int) -> "Cluster":
        """The same cluster, listening on `port` now and, if it is free, at the next start."""
        if port == self.state.port:
            return self
        state = replace(self.state, port=port)
        write_private_json(self.state_file, asdict(state))
        return replace(self, state=state)


def open_cluster(data_dir: Path) -> Cluster:
    """The cluster of `data_dir`, built when there is none. The caller holds the data's lock.

    A build that was interrupted is thrown away and begun again; a cluster that was ever complete
    is never touched. Raises ServiceError.
    """
    account = service_account()
    home = _home(data_dir, account)
    state_file = data_dir / "postgres.json"
    stored = read_private_json(state_file)
    state = ClusterState.fresh() if stored is None else ClusterState(**stored)
    cluster = Cluster(home, state_file, state, account, postgres_binaries(account))
    if cluster.directory.exists() and not _belongs(cluster):
        _refuse_or_set_aside(cluster, known=stored is not None)
    if not cluster.directory.exists():
        _build(cluster)
    return cluster


def _home(data_dir: Path, account: Account | None) -> Path:
    if account is None:
        return data_dir / "postgresql"
    name = hashlib.sha256(str(data_dir.resolve()).encode()).hexdigest()[:12]
    return state_directory() / name


def _belongs(cluster: Cluster) -> bool:
    """Whether the passwords at hand are this cluster's, not those of a namesake before it."""
    identity = cluster.home / "identity"
    return identity.exists() and identity.read_text(encoding="ascii") == cluster.state.identity


def _refuse_or_set_aside(cluster: Cluster, *, known: bool) -> None:
    """A cluster without its password file: outside the data directory it is a leftover.

    Somebody deleted the data directory to begin anew; the old cluster is kept under another name,
    because deleting a database is nothing to do on a guess. Only the last one is kept.
    """
    if cluster.account is None:
        missing = "does not belong to" if known else "with its passwords is missing for"
        raise ServiceError(
            f"{cluster.state_file} {missing} the database in {cluster.home}. Put the right file "
            "back, or move that folder away to begin with an empty database."
        )
    for older in cluster.home.parent.glob(f"{cluster.home.name}.set-aside-*"):
        shutil.rmtree(older, ignore_errors=True)
    moment = datetime.now(tz=UTC).strftime("%Y%m%d%H%M%S%f")
    aside = cluster.home.with_name(f"{cluster.home.name}.set-aside-{moment}")
    cluster.home.rename(aside)
    logger.warning("A database of an earlier data directory was set aside: %s", aside)


def _build(cluster: Cluster) -> None:
    """initdb under another name, renamed at the end: what is called `cluster` is complete."""
    unfinished = cluster.home / "cluster.incomplete"
    try:
        if cluster.account is None:
            cluster.home.mkdir(mode=0o700, exist_ok=True)
        else:
            cluster.account.make_directory(cluster.home)
        shutil.rmtree(unfinished, ignore_errors=True)
        check_space(cluster.home)
        # remembered first: a complete cluster without its passwords would be lost
        write_private_json(cluster.state_file, asdict(cluster.state))
        (cluster.home / "identity").write_text(cluster.state.identity, encoding="ascii")
        _initdb(cluster, unfinished)
        unfinished.rename(cluster.directory)
    except OSError as error:
        message = f"The database cannot be created in {cluster.home}: {error.strerror}."
        raise ServiceError(message) from error


def check_space(directory: Path) -> None:
    """Raise ServiceError when the disk that holds `directory` is (nearly) full."""
    free = shutil.disk_usage(directory).free
    if free < SPACE_NEEDED_BYTES:
        raise ServiceError(
            f"There is not enough room on the disk for the database: {free // 1_000_000} MB free "
            f"at {directory}, {SPACE_NEEDED_BYTES // 1_000_000} MB needed."
        )


def _initdb(cluster: Cluster, directory: Path) -> None:
    password_file = cluster.home / "initdb.password"
    password_file.touch(mode=0o600)
    try:
        password_file.write_text(cluster.state.superuser_password, encoding="ascii")
        if cluster.account is not None:
            cluster.account.own(password_file)
        command: list[str | Path] = [
            executable(cluster.binaries, "initdb"),
            "-D",
            directory,
            *_INITDB,
        ]
        done = run_as(cluster.account, [*command, f"--pwfile={password_file}"], cluster.home)
    finally:
        password_file.unlink()
    if done.returncode != 0:
        shutil.rmtree(directory, ignore_errors=True)
        raise ServiceError(f"PostgreSQL could not create its files: {done.stderr.strip()}")


def run_as(
    account: Account | None, command: list[str | Path], cwd: Path
) -> subprocess.CompletedProcess[str]:
    """Run one of PostgreSQL's programs to its end under `account`."""
    options = {} if account is None else account.process_options()
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, **options)
