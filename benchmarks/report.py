"""Findings as a table for people or as JSON for programs."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.bench import Bench
    from benchmarks.calibration import Calibration
    from benchmarks.findings import Finding


@dataclass(frozen=True, slots=True)
class Report:
    """Everything one run has to say."""

    name: str
    bench: Bench
    machine: dict[str, object]
    calibration: Calibration

    @property
    def missed(self) -> list[str]:
        return [finding.goal.name for finding in self.bench.findings if not finding.is_met]

    @property
    def exit_code(self) -> int:
        """1 when a target was missed on a machine steady enough to say so."""
        return 1 if self.missed and not self.calibration.is_noisy else 0

    @property
    def verdict(self) -> str:
        if self.calibration.is_noisy:
            return "noisy: this machine is too unsteady to judge by; nothing passed or failed"
        return f"missed: {', '.join(self.missed)}" if self.missed else "every target reached"


def as_json(report: Report) -> dict[str, object]:
    return {
        "benchmark": report.name,
        "size": report.bench.size,
        "seed": report.bench.seed,
        "machine": report.machine,
        "calibration": asdict(report.calibration),
        "noisy": report.calibration.is_noisy,
        "goals": [_finding_json(finding) for finding in report.bench.findings],
        "figures": [asdict(figure) for figure in report.bench.figures],
        "missed": report.missed,
        "verdict": report.verdict,
    }


def _finding_json(finding: Finding) -> dict[str, object]:
    low, high = finding.spread
    return {
        **asdict(finding.goal),
        "ratio": {"median": finding.ratio, "p10": low, "p90": high, "pairs": len(finding.pairs)},
        "measured": {"subject": finding.subject, "reference": finding.reference},
        "samples": [list(pair) for pair in finding.pairs],
        "met": finding.is_met,
        "moonshot_met": finding.is_moonshot,
    }


def as_text(report: Report) -> str:
    machine = ", ".join(f"{key} {value}" for key, value in report.machine.items())
    steady = report.calibration
    lines = [
        f"{report.name}, size {report.bench.size}, seed {report.bench.seed}",
        f"on {machine}",
        f"calibration: loop {steady.loop_ms:.1f} ms (p90/p10 {steady.loop_unsteadiness:.2f}), "
        f"sha256 {steady.sha256_mb_per_s:.0f} MB/s, write+fsync {steady.fsync_mb_per_s:.0f} MB/s",
        "",
    ]
    for finding in report.bench.findings:
        lines += _finding_lines(finding)
    lines += [f"      {f.says}: {_number(f.value)} {f.unit}" for f in report.bench.figures]
    return "\n".join([*lines, "", report.verdict])


def _finding_lines(finding: Finding) -> list[str]:
    goal, (low, high) = finding.goal, finding.spread
    mark = "ok    " if finding.is_met else "MISSED"
    if finding.is_moonshot:
        mark = "ok ***"
    return [
        f"{goal.name:<5} {mark} {finding.ratio:.2f}  ({low:.2f}-{high:.2f}, "
        f"{len(finding.pairs)} pairs)  target {goal.sign} {goal.target:g}, "
        f"moonshot {goal.sign} {goal.moonshot:g}",
        f"      {goal.says}",
        f"      product: {goal.subject}: {_number(finding.subject)} {goal.unit}; "
        f"floor: {goal.reference}: {_number(finding.reference)} {goal.unit}",
    ]


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
