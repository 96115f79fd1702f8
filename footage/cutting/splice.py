"""Where each picture lands in a joined file."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

TICK = Fraction(1, 90_000)
"""The clock of every file made here: exact for 10, 12.5, 15, 25, 29.97 and 30 pictures a second."""
SECONDS_PER_TICK = float(TICK)


@dataclass(frozen=True, slots=True)
class Scale:
    """Ticks of one stream in :data:`TICK`; whole numbers, for it is done per picture."""

    numerator: int
    denominator: int

    @classmethod
    def of(cls, base: Fraction) -> Scale:
        ratio = base / TICK
        return cls(ratio.numerator, ratio.denominator)

    def ticks(self, count: int) -> int:
        return (2 * count * self.numerator + self.denominator) // (2 * self.denominator)


@dataclass(slots=True)
class Splice:
    """Places decode times in the output, in ticks of :data:`TICK`.

    Output and real time run together until real time jumps by more than the tolerance;
    from there the output goes straight on. It never goes backwards, in the order of
    decoding or of showing: a muxer refuses the one, a viewer the other.
    """

    frame: int
    tolerance: int
    shift: int = 0
    """Output minus real time, for the packets placed last."""
    _last: int | None = None
    _shown: int | None = None
    _is_new_span: bool = True

    @classmethod
    def of(cls, interval: float, tolerance: float) -> Splice:
        """From seconds per picture and the tolerated hole in seconds."""
        return cls(round(interval / TICK), round(max(tolerance, 3 * interval) / TICK))

    def begin_span(self) -> None:
        self._is_new_span = True

    def place(self, real: int, ahead: int) -> int:
        """Output decode time of a packet decoded at ``real`` and shown ``ahead`` later."""
        if self._last is None:
            # The first picture is shown at 0; where pictures are decoded ahead of being
            # shown, its decoding lies before that.
            self.shift = -real - ahead
            self._last = -ahead - self.frame
        placed = real + self.shift
        follows = self._last + self.frame
        if self._is_new_span and self._shown is not None:
            follows = max(follows, self._shown - ahead + self.frame)
        is_too_early = placed < follows if self._is_new_span else placed <= self._last
        if is_too_early or placed - self._last > self.tolerance:
            self.shift += follows - placed
            placed = follows
        self._is_new_span = False
        self._last = placed
        self._shown = max(self._shown or 0, placed + ahead)
        return placed
