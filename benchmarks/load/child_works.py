"""One worker process with every quick stage of the product's own pipeline, until its
standard input is closed. Says on its standard output when it is ready."""

from __future__ import annotations

import select
import sys
import time

import django


def main() -> None:
    django.setup()
    from jobs.worker import work

    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while not _is_told_to_stop():
        if not work("quick", seconds=1.0):
            time.sleep(0.05)


def _is_told_to_stop() -> bool:
    ready, _, _ = select.select([sys.stdin], [], [], 0)
    return bool(ready)


if __name__ == "__main__":
    main()
