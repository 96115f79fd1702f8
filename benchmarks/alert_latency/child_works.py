"""One worker process with the product's own stages of one pool, until its standard input is
closed. Says on its standard output when it is ready."""

from __future__ import annotations

import select
import sys
import time

import django

LOOKS_EVERY = 0.05


def main() -> None:
    django.setup()
    from jobs.worker import work

    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while not _is_told_to_stop():
        if not work(sys.argv[1], seconds=1.0):
            time.sleep(LOOKS_EVERY)


def _is_told_to_stop() -> bool:
    ready, _, _ = select.select([sys.stdin], [], [], 0)
    return bool(ready)


if __name__ == "__main__":
    main()
