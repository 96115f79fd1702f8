"""What kind of payment each code is: proposed from its words, and from how it is used."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from transactions.formats.canonical import TenderClass
from transactions.formats.naxml.tenders import tender_class
from transactions.selectors.proposals.proposal import Reason, Row, in_order, make_row

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stores.models import Store
    from transactions.selectors.proposals.sample import Sample

HALF: Final = 0.5
_QUERY: Final = """
    SELECT lower(tender->>'code') AS code, min(tender->>'code') AS spelled,
           coalesce(tender->>'sub_code', '') AS sub_code, tender->>'tender_class' AS class,
           count(*) AS uses,
           count(*) FILTER (WHERE tender->>'is_change' = 'true') AS change,
           count(*) FILTER (WHERE tender->>'card_last4' <> '') AS card
    FROM recent r, jsonb_array_elements(r.receipt->'tenders') AS tender
    WHERE tender->>'code' <> ''
    GROUP BY 1, 3, 4
    ORDER BY count(*) DESC
    LIMIT 5000
"""


@dataclass(slots=True)
class _Code:
    spelled: str = ""
    uses: int = 0
    change: int = 0
    card: int = 0
    words: Counter[str] = field(default_factory=Counter)
    """What the code's own words, with each of its sub-codes, say it is."""
    read_as: Counter[str] = field(default_factory=Counter)

    def add(self, group: Mapping[str, Any]) -> None:
        uses = group["uses"]
        self.spelled = self.spelled or group["spelled"]
        self.uses += uses
        self.change += group["change"]
        self.card += group["card"]
        self.words[tender_class(group["spelled"], group["sub_code"])] += uses
        self.read_as[group["class"]] += uses


def tender_rows(store: Store, sample: Sample) -> list[Row]:
    """A row per payment code that was used, or spoken of before; codes in lower case."""
    seen: dict[str, _Code] = {}
    for group in sample.rows("t.receipt", _QUERY):
        seen.setdefault(group["code"], _Code()).add(group)
    said = {str(code): str(kind) for code, kind in store.tender_classes.items()}
    return in_order(
        _row(store, code, seen.get(code, _Code(code)), said.get(code, ""))
        for code in {*seen, *said}
    )


def rereads(row: Row | None, kind: str) -> bool:
    """Whether ``kind`` reads stored events another way than what held before."""
    before = row.value if row else ""
    if before == kind:
        return False
    return bool(before) or row is None or row.proposed != kind or row.reason.code != "tender_words"


def _row(store: Store, code: str, seen: _Code, value: str) -> Row:
    kind, reason = _proposal(seen)
    return make_row(
        store,
        "tender",
        code=code,
        name=seen.spelled,
        value=value,
        proposed=kind,
        reason=reason,
        count=seen.uses,
        confirmed=bool(value),
    )


def _proposal(seen: _Code) -> tuple[str, Reason]:
    params = {"uses": seen.uses, "change": seen.change, "card": seen.card, "text": seen.spelled}
    if not seen.uses:
        return "", Reason("tender_not_used")
    known = {kind: uses for kind, uses in seen.words.items() if kind != TenderClass.OTHER}
    if len(known) == 1 and TenderClass.OTHER not in seen.words:
        return next(iter(known)), Reason("tender_words", params)
    if len(known) > 1:
        return "", Reason("tender_several", params)
    if seen.change:
        return TenderClass.CASH, Reason("tender_change", params)
    if seen.card >= seen.uses * HALF:
        return TenderClass.CARD, Reason("tender_card", params)
    return "", Reason("tender_unknown", params)
