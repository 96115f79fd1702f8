"""What a goal is: two things measured in turn, and the ratio the product must reach."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Goal:
    """``subject`` is the product, ``reference`` its floor; both are measured in ``unit``.

    ``higher``: the ratio is reference / subject (how close the product's rate comes to the
    floor's, or how many times faster it is). ``lower``: it is subject / reference (how many
    times more the product takes).
    """

    name: str
    says: str
    subject: str
    reference: str
    better: Literal["higher", "lower"]
    target: float
    moonshot: float
    unit: str = "s"

    def ratio(self, reference: float, subject: float) -> float:
        if self.better == "higher":
            return reference / subject
        return subject / reference

    def is_met(self, ratio: float) -> bool:
        return self._reaches(ratio, self.target)

    def is_moonshot(self, ratio: float) -> bool:
        return self._reaches(ratio, self.moonshot)

    def _reaches(self, ratio: float, bound: float) -> bool:
        return ratio >= bound if self.better == "higher" else ratio <= bound

    @property
    def sign(self) -> str:
        return ">=" if self.better == "higher" else "<="
