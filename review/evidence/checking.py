"""Checking what somebody brings: a package, its number and sum, or its manifest alone.

On a chain's host only that chain's keys count. On the public host the package's number
says which chain is meant, and nothing of the chain is told but whether the key is its own.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

import evidence_verifier as verifier
from accounts.models import Chain, ChainState
from accounts.tenancy import PUBLIC, current_chain, in_chain, is_public
from review.evidence.numbers import read_number
from review.models import EvidencePackage, MakingState, SigningKey

if TYPE_CHECKING:
    import uuid
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Issued:
    """What is known of a package: whether it is the very one, and since when it is."""

    matches: bool
    made_at: datetime | None


def check_package(file: IO[bytes]) -> verifier.Report:
    """Everything that can be said of a ZIP, the chain's own keys included."""
    report = verifier.verify(file)
    if not report.fingerprint:
        return report
    chain = chain_of(report.package.get("number", ""))
    report.is_key_known = chain is not None and report.fingerprint in fingerprints(chain)
    if not report.is_key_known:
        report.findings.append(verifier.Finding("unknown_key", report.fingerprint))
    return report


def check_sum(number: str, sha256: str) -> Issued | None:
    """Is that the SHA-256 of the ZIP of that number? None for a number nobody issued."""
    package = _package(number)
    if package is None:
        return None
    given = "".join(sha256.split()).lower()
    return Issued(given == package.sha256, package.made_at)


def check_manifest(raw: bytes) -> Issued | None:
    """Did the chain sign this very manifest? None for one that names no known package."""
    manifest = verifier.read_manifest(raw)
    told: Any = manifest.get("package") if manifest else None
    package = _package(str(told.get("number", ""))) if isinstance(told, dict) else None
    if package is None:
        return None
    given = hashlib.sha256(raw).hexdigest()
    return Issued(given == package.manifest_sha256, package.made_at)


def fingerprints(chain: Chain) -> set[str]:
    with in_chain(chain):
        return set(SigningKey.objects.values_list("fingerprint", flat=True))


def public_keys(chain: Chain) -> list[SigningKey]:
    with in_chain(chain):
        return list(SigningKey.objects.all())


def chain_of(number: str) -> Chain | None:
    """The host's own chain; on the public host the one that the number names."""
    if not is_public():
        return current_chain()
    told = read_number(number)
    return ready_chain(told[0]) if told else None


def ready_chain(chain_uuid: uuid.UUID) -> Chain | None:
    chains = Chain.objects.filter(uuid=chain_uuid, state=ChainState.READY)
    return chains.exclude(schema_name=PUBLIC).first()


def _package(number: str) -> EvidencePackage | None:
    chain, told = chain_of(number), read_number(number)
    if chain is None or told is None or told[0] != chain.uuid:
        return None
    with in_chain(chain):
        return EvidencePackage.objects.filter(uuid=told[1], state=MakingState.READY).first()
