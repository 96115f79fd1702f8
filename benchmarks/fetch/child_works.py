"""One worker process that fetches clips until its standard input is closed. Says on its
standard output when it is ready."""

from __future__ import annotations

import select
import sys
import time

import django


def main() -> None:
    django.setup()
    from benchmarks.fetch.ground import use_slow_recorders
    from jobs.worker import work_once

    use_slow_recorders()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while not _is_told_to_stop():
        if not work_once("video"):
            time.sleep(0.05)


def _is_told_to_stop() -> bool:
    ready, _, _ = select.select([sys.stdin], [], [], 0)
    return bool(ready)


if __name__ == "__main__":
    main()
