"""Files as received, register events, and what people decided about them. Chain schema."""

from transactions.models.api import ApiAllowance, ApiRequest
from transactions.models.counts import ControlCount, GapExplanation, HourlyTotal
from transactions.models.events import Standing, Transaction
from transactions.models.files import (
    Channel,
    FileState,
    SourceFile,
    Unfamiliar,
    UnfamiliarKind,
    Upload,
)
from transactions.models.health import StoreHealth
from transactions.models.items import Item, ItemsTouched, ItemUse, ItemWord
from transactions.models.labels import EVENT_TYPES, FLAGS
from transactions.models.layouts import LayoutVariant, Mapping
from transactions.models.matches import Match, MatchHow
from transactions.models.reviews import STATUS_SUBTITLES, Note, Review, ReviewStatus
from transactions.models.touched import Touched

__all__ = [
    "EVENT_TYPES",
    "FLAGS",
    "STATUS_SUBTITLES",
    "ApiAllowance",
    "ApiRequest",
    "Channel",
    "ControlCount",
    "FileState",
    "GapExplanation",
    "HourlyTotal",
    "Item",
    "ItemUse",
    "ItemWord",
    "ItemsTouched",
    "LayoutVariant",
    "Mapping",
    "Match",
    "MatchHow",
    "Note",
    "Review",
    "ReviewStatus",
    "SourceFile",
    "Standing",
    "StoreHealth",
    "Touched",
    "Transaction",
    "Unfamiliar",
    "UnfamiliarKind",
    "Upload",
]
