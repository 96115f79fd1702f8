"""README.txt: what is in the package, how to check it, and what it does not prove."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.template.loader import render_to_string

from review.evidence.signing import grouped
from transactions.formats.redaction import redact_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from review.models import EvidencePackage, SigningKey


@dataclass(slots=True)
class Remarks:
    """What a reader must know of this very package, gathered while it is made."""

    uploads: list[str] = field(default_factory=list)
    lacking: list[str] = field(default_factory=list)
    altered: list[str] = field(default_factory=list)


def readme(
    package: EvidencePackage,
    *,
    number: str,
    chain: str,
    key: SigningKey,
    folders: Sequence[tuple[str, str]],
    remarks: Remarks,
) -> bytes:
    """``folders``: each folder and what it is of."""
    context = {
        "title": redact_text(package.title),
        "number": number,
        "chain": chain,
        "who": package.ordered_by_name,
        "when": f"{package.until:%Y-%m-%d %H:%M:%S} UTC",
        "fingerprint": grouped(key.fingerprint),
        "folders": folders,
        "remarks": remarks,
    }
    text = render_to_string("review/evidence/readme.txt", context)
    return "\r\n".join(line.rstrip() for line in text.strip().splitlines()).encode() + b"\r\n"
