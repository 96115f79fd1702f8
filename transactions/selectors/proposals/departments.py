"""What each department is for: proposed from its name, the goods rung in it, and signs."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from transactions.models import Unfamiliar, UnfamiliarKind
from transactions.selectors.proposals.proposal import Reason, Row, in_order, make_row

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from stores.models import Store
    from transactions.selectors.proposals.sample import Sample

ENOUGH: Final = 5
"""Rings below which signs say nothing."""
MOST_OF: Final = 0.6
NEARLY_ALL: Final = 0.95
PLAIN: Final = frozenset({"", "merchandise", "fuel"})
"""Roles under which a line is read as goods, as a line without any role is."""

_WORDS: Final = tuple(
    (role, re.compile(pattern, re.IGNORECASE))
    for role, pattern in (
        (
            "lottery_payout",
            r"\b(lotto|lottery|scratch\w*|instant)\b.*\b(pa(id|y)|win|prize|redee|cash)",
        ),
        ("paid_out", r"\bpa(id|y)[\s_-]?outs?\b|\bvendor pa(id|y)"),
        ("lottery", r"\b(lotto|lottery|scratch|powerball|mega ?millions|instant ticket)"),
        ("gift_card", r"\bgift|\bcash ?card|\bprepaid card|\bstored value|\bcard reload"),
        ("car_wash", r"\b(car ?)?wash\b"),
        ("fuel", r"\b(fuel|unleaded|diesel|gasoline|kerosene)\b"),
        ("fee", r"\bfees?\b|\bdeposit\b|surcharge|\bbag charge|\bcrv\b"),
        ("ignore", r"\bcoupons?\b|\bdiscounts?\b|\bpromo|\bloyalty"),
    )
)
_KINDS: Final = {"fuel": "fuel", "fuel_prepay": "fuel", "wash": "car_wash", "fee": "fee"}
_COLUMNS: Final = "t.source_event_tag, t.receipt"
_QUERY: Final = """
    SELECT line->>'department' AS code, line->>'kind' AS kind,
           left(line->>'description', 80) AS description, count(*) AS rings,
           count(*) FILTER (WHERE line->>'amount' LIKE '-%%') AS negative,
           count(*) FILTER (WHERE line->>'amount' ~ '[1-9]') AS priced
    FROM recent r, jsonb_array_elements(r.receipt->'lines') AS line
    WHERE line->>'department' <> '' AND line->>'status' = 'normal'
    GROUP BY 1, 2, 3
    ORDER BY count(*) DESC
    LIMIT 20000
"""


@dataclass(slots=True)
class _Department:
    """What was rung in one department."""

    name: str = ""
    """As the register calls it, where it told."""
    rings: int = 0
    negative: int = 0
    priced: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)
    goods: Counter[str] = field(default_factory=Counter)

    def add(self, group: Mapping[str, Any]) -> None:
        text, rings = group["description"] or "", group["rings"]
        self.rings += rings
        self.negative += group["negative"]
        self.priced += group["priced"]
        self.kinds[_KINDS.get(group["kind"], "")] += rings
        self.goods[text] += rings
        self.words[_word(text)] += rings
        if group["kind"] == "open_department" and not self.name:
            self.name = text

    @property
    def sign(self) -> str:
        """``negative``, ``positive`` or ``mixed``; "" for too few to tell."""
        if self.rings < ENOUGH:
            return ""
        if self.negative >= self.rings * NEARLY_ALL:
            return "negative"
        return "positive" if self.negative <= self.rings * (1 - NEARLY_ALL) else "mixed"


def department_rows(store: Store, sample: Sample) -> list[Row]:
    """A row per department that was rung, named by the register, or spoken of before."""
    seen = _seen(sample.rows(_COLUMNS, _QUERY))
    for code, name in _named(store).items():
        seen.setdefault(code, _Department()).name = name
    said = {str(code): str(role) for code, role in store.department_roles.items()}
    return in_order(
        _row(store, code, seen.get(code, _Department()), said.get(code, ""))
        for code in {*seen, *said}
    )


def rereads(row: Row | None, role: str) -> bool:
    """Whether ``role`` reads stored events another way than what held before. Goods stay
    goods, unless words on the line had made them something else."""
    before = row.value if row else ""
    if before == role:
        return False
    both_plain = before in PLAIN and role in PLAIN
    return not both_plain or (row is not None and row.proposed not in PLAIN)


def _seen(groups: Iterable[Mapping[str, Any]]) -> dict[str, _Department]:
    found: dict[str, _Department] = {}
    for group in groups:
        found.setdefault(group["code"], _Department()).add(group)
    return found


def _named(store: Store) -> dict[str, str]:
    """Names from the register's own department report."""
    rows = Unfamiliar.objects.filter(
        store=store, kind=UnfamiliarKind.DEPARTMENT, format="naxml_movement"
    )
    return {row.name: row.example for row in rows if row.example}


def _row(store: Store, code: str, seen: _Department, value: str) -> Row:
    role, reason = _proposal(seen)
    return make_row(
        store,
        "department",
        code=code,
        name=seen.name,
        value=value,
        proposed=role,
        reason=reason,
        count=seen.rings,
        confirmed=bool(value),
    )


def _proposal(seen: _Department) -> tuple[str, Reason]:
    role = _by_words(seen)
    if role:
        role = _lottery(role, seen)
        return role, _reason("department_words", seen, text=seen.name or _example(seen))
    kind = _by_kind(seen)
    if kind:
        return kind, _reason("department_kind", seen)
    if seen.rings == 0:
        return "", Reason("department_not_rung")
    if seen.rings < ENOUGH:
        return "", _reason("department_few", seen)
    if seen.priced == 0:
        return "", _reason("department_zero", seen)
    if seen.sign == "positive":
        code = "department_goods" if len(seen.goods) > 1 else "department_one_good"
        return "merchandise", _reason(code, seen, goods=len(seen.goods))
    return "", _reason("department_negative", seen)


def _by_words(seen: _Department) -> str:
    """The department's own name beats the goods rung in it; these must mostly agree."""
    if seen.name and (word := _word(seen.name)):
        return word
    word, rings = max(seen.words.items(), key=lambda each: each[1], default=("", 0))
    return word if word and rings >= seen.rings * MOST_OF else ""


def _lottery(role: str, seen: _Department) -> str:
    """Tickets that are sold, or prizes that are paid: where words do not say, signs do."""
    if role != "lottery":
        return role
    return "lottery_payout" if seen.sign == "negative" else "lottery_sale"


def _by_kind(seen: _Department) -> str:
    kind, rings = max(seen.kinds.items(), key=lambda each: each[1], default=("", 0))
    return kind if kind and rings >= seen.rings * MOST_OF else ""


def _word(text: str) -> str:
    return next((role for role, pattern in _WORDS if pattern.search(text)), "")


def _example(seen: _Department) -> str:
    return next((text for text, _rings in seen.goods.most_common(3) if text), "")


def _reason(code: str, seen: _Department, **more: Any) -> Reason:
    return Reason(
        code,
        {
            "rings": seen.rings,
            "negative": seen.negative,
            "sign": seen.sign,
            "example": _example(seen),
            **more,
        },
    )
