"""How a store's receipts add up: each way is tried on its own sales."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from transactions.selectors.proposals.sample import AMOUNT

if TYPE_CHECKING:
    from transactions.selectors.proposals.sample import Sample

ENOUGH: Final = 20
NEARLY_ALL: Final = 0.98
INCLUDES, PLUS = "net_includes_tax", "grand_is_net_plus_tax"
_COLUMNS: Final = "t.event_type, t.gross, t.net, t.tax, t.grand, t.receipt"
_QUERY: Final = """,
    sale AS (
        SELECT gross, net, tax, coalesce(grand, (
                   SELECT sum({tender}) FROM jsonb_array_elements(receipt->'tenders') AS each
               )) AS paid, coalesce((
                   SELECT sum(abs({adjustment}))
                   FROM jsonb_array_elements(receipt->'adjustments') AS each
               ), 0) AS promoted
        FROM recent
        WHERE event_type = 'sale' AND net IS NOT NULL AND tax <> 0
    ), told AS (
        SELECT *, abs(paid - net) <= 0.01 AS includes, abs(paid - net - tax) <= 0.01 AS plus,
               gross + tax - net AS less, gross - net AS less_untaxed
        FROM sale WHERE paid IS NOT NULL
    )
    SELECT count(*) AS sales, count(*) FILTER (WHERE includes) AS includes,
           count(*) FILTER (WHERE plus) AS plus,
           count(*) FILTER (WHERE least(abs(less), abs(less_untaxed)) > 0.01) AS reduced,
           count(*) FILTER (WHERE least(abs(less), abs(less_untaxed)) > 0.01 AND promoted > 0
               AND least(abs(less - promoted), abs(less_untaxed - promoted)) <= 0.01) AS explained
    FROM told
""".format(tender=AMOUNT.format("each->>'amount'"), adjustment=AMOUNT.format("each->>'amount'"))


@dataclass(frozen=True, slots=True)
class Formula:
    """How many taxed sales each way fits. ``reduced``: goods cost more than was paid, of
    which promotions and discounts on the receipt explain ``explained`` to the cent."""

    sales: int = 0
    includes: int = 0
    plus: int = 0
    reduced: int = 0
    explained: int = 0

    @property
    def proposed(self) -> str:
        """The way that fits nearly all sales, if the other does not; "" when none does."""
        if self.sales < ENOUGH:
            return ""
        for name, fits, other in (
            (INCLUDES, self.includes, self.plus),
            (PLUS, self.plus, self.includes),
        ):
            if fits >= self.sales * NEARLY_ALL and other <= self.sales * (1 - NEARLY_ALL):
                return name
        return ""


def formula_of(sample: Sample) -> Formula:
    """Sales without tax say nothing, and are not counted."""
    found = sample.rows(_COLUMNS, _QUERY)
    return Formula(**found[0]) if found else Formula()
