"""Ring tests, and evidence that leaves the house. Chain schema."""

from review.models.evidence import (
    EvidenceCopy,
    EvidencePackage,
    MakingState,
    Share,
    ShareVisit,
    SigningKey,
    VisitKind,
)
from review.models.ring_test import RingStep, RingTest, StepOutcome

__all__ = [
    "EvidenceCopy",
    "EvidencePackage",
    "MakingState",
    "RingStep",
    "RingTest",
    "Share",
    "ShareVisit",
    "SigningKey",
    "StepOutcome",
    "VisitKind",
]
