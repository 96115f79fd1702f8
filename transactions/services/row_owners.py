"""Registers and cashiers that rows name by number: found or made, and their keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from transactions.formats.canonical import RegisterClass
from transactions.services.row_text import FLAG, NULL

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.backends.utils import CursorWrapper

    from transactions.services.rows import Row

_REGISTERS = """
    INSERT INTO stores_register (store_id, code, label, register_class, clock_offset_ms)
    SELECT store_id, code, '', of, 0
    FROM unnest(%(stores)s::bigint[], %(codes)s::text[], %(of)s::text[]) AS n(store_id, code, of)
    WHERE NOT EXISTS (SELECT 1 FROM stores_register r
                      WHERE r.store_id = n.store_id AND r.code = n.code)
    ORDER BY store_id, code
    ON CONFLICT DO NOTHING;
    SELECT store_id, code, r.id
    FROM unnest(%(stores)s::bigint[], %(codes)s::text[]) AS n(store_id, code)
    JOIN stores_register r USING (store_id, code)
"""
_CASHIERS = """
    INSERT INTO stores_cashier (store_id, code, name, is_person)
    SELECT store_id, code, '', of
    FROM unnest(%(stores)s::bigint[], %(codes)s::text[], %(of)s::boolean[]) AS n(store_id, code, of)
    WHERE NOT EXISTS (SELECT 1 FROM stores_cashier c
                      WHERE c.store_id = n.store_id AND c.code = n.code)
    ORDER BY store_id, code
    ON CONFLICT DO NOTHING;
    SELECT store_id, code, c.id
    FROM unnest(%(stores)s::bigint[], %(codes)s::text[]) AS n(store_id, code)
    JOIN stores_cashier c USING (store_id, code)
"""

_Numbered = tuple[int, str]
"""A store's key, and a number there."""


class Place(NamedTuple):
    """Where a row's event was rung up, in the words of its file."""

    store_id: int
    register: str
    register_class: str
    cashier: str


class Owners:
    """Remembers the keys for as long as the caller's transaction stands."""

    def __init__(self, *, is_baseline: bool) -> None:
        self._is_baseline = FLAG[is_baseline]
        self._registers: dict[_Numbered, int] = {}
        self._cashiers: dict[_Numbered, int] = {}
        self._tails: dict[Place, bytes] = {}

    def forget(self) -> None:
        """Some that were made may have been rolled back."""
        self._registers.clear()
        self._cashiers.clear()
        self._tails.clear()

    def tails(self, cursor: CursorWrapper, piece: Sequence[Row]) -> dict[Place, bytes]:
        """By their places, the ends of the rows' lines: ``register_id``, ``cashier_id`` and
        ``is_baseline``."""
        if unknown := {row.place for row in piece} - self._tails.keys():
            self._find_registers(cursor, unknown)
            self._find_cashiers(cursor, unknown)
            self._tails |= {place: self._tail(place) for place in unknown}
        return self._tails

    def _tail(self, place: Place) -> bytes:
        register = self._registers.get((place.store_id, place.register), NULL)
        cashier = self._cashiers.get((place.store_id, place.cashier), NULL)
        return f"\t{register}\t{cashier}\t{self._is_baseline}\n".encode()

    def _find_registers(self, cursor: CursorWrapper, places: Iterable[Place]) -> None:
        told: dict[_Numbered, str] = {}
        for store_id, code, of, _cashier in places:
            if code and (store_id, code) not in self._registers:
                told[store_id, code] = min(of, told.get((store_id, code), of))
        self._registers |= _found(cursor, _REGISTERS, told)

    def _find_cashiers(self, cursor: CursorWrapper, places: Iterable[Place]) -> None:
        """A number that only pumps used is nobody's."""
        told: dict[_Numbered, bool] = {}
        for store_id, _register, of, code in places:
            if code and (store_id, code) not in self._cashiers:
                inside = of != RegisterClass.OUTSIDE
                told[store_id, code] = inside or told.get((store_id, code), False)
        self._cashiers |= _found(cursor, _CASHIERS, told)


def _found(
    cursor: CursorWrapper, statement: str, told: dict[_Numbered, str] | dict[_Numbered, bool]
) -> dict[_Numbered, int]:
    if not told:
        return {}
    stores, codes = zip(*told, strict=True)
    cursor.execute(
        statement, {"stores": list(stores), "codes": list(codes), "of": list(told.values())}
    )
    return {(store_id, code): key for store_id, code, key in cursor.fetchall()}
