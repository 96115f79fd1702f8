"""How cashiers steal, one module per scheme, each with the honest event that looks like it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import (
    after_hours_open,
    discount_abuse,
    no_sale_burst,
    price_override,
    refund_without_customer,
    suspended_never_resumed,
    sweethearting,
    void_after_tender,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .scheme import Scheme

SCHEMES: dict[str, Scheme] = {
    "no_sale_burst": no_sale_burst.SCHEME,
    "refund_without_customer": refund_without_customer.SCHEME,
    "void_after_tender": void_after_tender.SCHEME,
    "sweethearting": sweethearting.SCHEME,
    "discount_abuse": discount_abuse.SCHEME,
    "suspended_never_resumed": suspended_never_resumed.SCHEME,
    "price_override": price_override.SCHEME,
    "after_hours_open": after_hours_open.SCHEME,
}


def chosen_schemes(names: Iterable[str]) -> dict[str, Scheme]:
    """The named schemes in the order of the list above. Raises ``ValueError`` for strangers."""
    wanted = set(names)
    unknown = sorted(wanted - SCHEMES.keys())
    if unknown:
        raise ValueError(f"no such scheme: {', '.join(unknown)}; known: {', '.join(SCHEMES)}")
    return {name: scheme for name, scheme in SCHEMES.items() if name in wanted}
