"""A verifier's report in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from review.evidence.signing import grouped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evidence_verifier import Report

MOST_SAID = 200
OF_THE_KEY = {"unknown_key", "other_key"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """``state`` is ``intact``, ``changed`` or ``stranger`` (whole, but signed by nobody we
    know). ``facts`` is what the package says of itself, told only when it is intact."""

    state: str
    says: str
    findings: Sequence[str]
    more: int
    facts: Sequence[tuple[str, str]]


def verdict_of(report: Report) -> Verdict:
    said = [finding.sentence(gettext) for finding in report.findings]
    state = _state(report)
    return Verdict(
        state=state,
        says=_says(state, report),
        findings=said[:MOST_SAID],
        more=max(0, len(said) - MOST_SAID),
        facts=_facts(report) if state == "intact" else [],
    )


def _state(report: Report) -> str:
    if report.is_intact and report.is_key_known:
        return "intact"
    codes = {finding.code for finding in report.findings}
    return "stranger" if report.is_signed and codes and codes <= OF_THE_KEY else "changed"


def _says(state: str, report: Report) -> str:
    if state == "intact":
        said = gettext("Intact: all %(n)s files are as they were issued.")
        return said % {"n": report.files}
    if state == "stranger":
        return gettext("Not ours: nothing contradicts itself, but the key is not the chain's.")
    return gettext("Not intact. What was found:")


def _facts(report: Report) -> list[tuple[str, str]]:
    told = report.package
    return [
        (word, value)
        for word, value in (
            (gettext("Title"), told.get("title", "")),
            (gettext("Package number"), told.get("number", "")),
            (gettext("State as of"), told.get("state_as_of", "")),
            (gettext("Signed with the key"), grouped(report.fingerprint)),
            (gettext("SHA-256 of the ZIP"), report.sha256),
        )
        if value
    ]
