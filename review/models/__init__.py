"""Ring tests, evidence that leaves the house, and searches. Chain schema."""

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
from review.models.search import (
    ExportState,
    FileFormat,
    RecentSearch,
    SavedSearch,
    SearchExport,
)

__all__ = [
    "EvidenceCopy",
    "EvidencePackage",
    "ExportState",
    "FileFormat",
    "MakingState",
    "RecentSearch",
    "RingStep",
    "RingTest",
    "SavedSearch",
    "SearchExport",
    "Share",
    "ShareVisit",
    "SigningKey",
    "StepOutcome",
    "VisitKind",
]
