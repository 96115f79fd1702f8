"""Starts the real PostgreSQL and Redis for a test run, before Django reads its settings.

Loaded by ``-p tests.services``. Where DATABASE_URL is set already (a parallel worker, or
a server of the developer's own) that one is used.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from cryptography.fernet import Fernet

from lossprevention.embedded.postgres import start_postgres
from lossprevention.embedded.redis import start_redis

os.environ["IDLE_TRANSACTION_SECONDS"] = "0"  # a test is one long transaction
os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 40)

os.environ.setdefault("FIELD_KEYS", Fernet.generate_key().decode())

if "DATABASE_URL" not in os.environ:
    data = Path(tempfile.mkdtemp(prefix="lossprevention-tests-"))
    os.environ["LOSSPREVENTION_DATA"] = str(data)
    postgres = start_postgres(data)
    redis = start_redis(data)
    os.environ["DATABASE_URL"] = postgres.owner_url
    os.environ["TEST_APPLICATION_URL"] = postgres.url
    if redis is not None:
        os.environ["REDIS_URL"] = redis.url

    def stop() -> None:
        if redis is not None:
            redis.stop()
        postgres.destroy()
        shutil.rmtree(data, ignore_errors=True)

    atexit.register(stop)
elif "LOSSPREVENTION_DATA" not in os.environ:
    os.environ["LOSSPREVENTION_DATA"] = tempfile.mkdtemp(prefix="lossprevention-tests-")
