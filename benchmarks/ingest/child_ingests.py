"""A process that receives, parses and loads one journal and tells its peak memory."""

from __future__ import annotations

import sys
from pathlib import Path

import django

from benchmarks.peaks import tell


def main(path: Path) -> None:
    django.setup()
    from benchmarks.ingest.ground import Ground

    ground = Ground.opened()
    ground.empty()
    ground.ingest(path)
    tell(rows=ground.fingerprint().rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
