"""Examples in the description of the API. They are tried out by its tests."""

from __future__ import annotations

from typing import Any, Final

from drf_spectacular.utils import OpenApiExample

EVENTS_BODY: Final[dict[str, Any]] = {
    "format": "lossprevention.events",
    "version": 1,
    "vendor": "Corner POS",
    "events": [
        {
            "event_type": "refund",
            "source_event_tag": "refund",
            "register": "2",
            "cashier": "7",
            "transaction_no": "9006",
            "occurred_local": "2026-11-20T14:03:12",
            "business_date": "2026-11-20",
            "amount": "-64.20",
            "lines": [
                {"kind": "item", "description": "PHONE CHARGER", "quantity": "-1", "amount": "-60"}
            ],
            "tenders": [{"tender_class": "cash", "amount": "-64.20"}],
        }
    ],
}
SHA: Final = "b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c"
FINDING: Final = {
    "code": "field_missing",
    "detail": "“occurred_local” is missing.",
    "index": 3,
}
TAKEN: Final = OpenApiExample(
    "One new file",
    value={
        "upload": 12,
        "taken": 1,
        "known": 0,
        "refused": 0,
        "files": [
            {
                "id": 345,
                "name": "PJR20261120140312.xml",
                "sha256": SHA,
                "size": 4182,
                "state": "received",
                "duplicate_of": None,
                "problem": None,
            }
        ],
    },
    response_only=True,
    status_codes=["202"],
)
KNOWN: Final = OpenApiExample(
    "The same file again",
    value={
        "upload": 13,
        "taken": 0,
        "known": 1,
        "refused": 0,
        "files": [
            {
                "id": 346,
                "name": "PJR20261120140312.xml",
                "sha256": SHA,
                "size": 4182,
                "state": "duplicate",
                "duplicate_of": 345,
                "problem": None,
            }
        ],
    },
    response_only=True,
    status_codes=["200"],
)
EVENTS: Final = OpenApiExample("A refund", value=EVENTS_BODY, request_only=True)
EVENTS_TAKEN: Final = OpenApiExample(
    "All were taken",
    value={
        "upload": 14,
        "file": 347,
        "state": "received",
        "duplicate_of": None,
        "taken": 1,
        "refused": [],
    },
    response_only=True,
    status_codes=["202"],
)
EVENTS_IN_PART: Final = OpenApiExample(
    "The fourth was not taken",
    value={
        "upload": 15,
        "file": 348,
        "state": "received",
        "duplicate_of": None,
        "taken": 9,
        "refused": [FINDING],
    },
    response_only=True,
    status_codes=["207"],
)
