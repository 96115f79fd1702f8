"""``python -m benchmarks NAME [--json] [--size S|M|L] [--seed N]``.

Exit codes: 0 every target reached (or the machine too noisy to say), 1 a target missed.
"""

from __future__ import annotations

import argparse
import json
import sys
from importlib import import_module
from typing import Final

from benchmarks.bench import PAIRS, Bench
from benchmarks.calibration import calibrate, least_steady
from benchmarks.machine import describe
from benchmarks.report import Report, as_json, as_text

BENCHMARKS: Final[dict[str, str]] = {
    "accuracy": "benchmarks.accuracy",
    "detection": "benchmarks.detection",
    "ingest": "benchmarks.ingest",
    "cut": "benchmarks.cut",
    "first_frame": "benchmarks.first_frame",
    "first_frame_s3": "benchmarks.first_frame_s3",
    "fetch": "benchmarks.fetch",
    "queue": "benchmarks.queue",
    "search": "benchmarks.search",
    "tabular": "benchmarks.tabular",
    "fuzz": "benchmarks.fuzz",
    "load": "benchmarks.load",
    "rules": "benchmarks.rules",
    "alert_latency": "benchmarks.alert_latency",
}
"""Name to the package whose ``run(bench)`` measures it. Imported only when asked for: what
Django needs must be running before its settings are read."""


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    before, machine = calibrate(), describe()
    bench = Bench(options.size, options.seed)
    import_module(BENCHMARKS[options.name]).run(bench)
    bench.say("")
    report = Report(options.name, bench, machine, least_steady(before, calibrate()))
    print(json.dumps(as_json(report)) if options.json else as_text(report))
    return report.exit_code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Measures the product beside its floor and says whether targets are reached.",
    )
    parser.add_argument("name", choices=sorted(BENCHMARKS))
    parser.add_argument("--json", action="store_true", help="one JSON object as the answer")
    parser.add_argument(
        "--size",
        choices=tuple(PAIRS),
        default="M",
        help="S takes seconds to a minute, M minutes (default), L long",
    )
    parser.add_argument("--seed", type=int, default=1, help="of all generated input (default 1)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
