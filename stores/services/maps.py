"""What a person says about a store's data: roles of departments, kinds of payment, the
totals formula, kinds of registers. Writes in the open chain.

Each thing said is remembered in ``Store.confirmed`` under a key of :func:`key_of`::

    {"by": user id, "who": name, "at": ISO time, "rereads_at": ISO time or ""}

``rereads_at`` is when it last changed how events are read: files read before that moment
show the old meaning until they are read again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stores import audit
from stores.models import AccessKind, Store

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from accounts.models import User

ROLES: Final = (
    "merchandise",
    "fuel",
    "car_wash",
    "lottery_sale",
    "lottery_payout",
    "paid_out",
    "gift_card",
    "fee",
    "ignore",
)
FORMULAS: Final = ("auto", "net_includes_tax", "grand_is_net_plus_tax")
FORMULA: Final = "totals_formula"
MOST_CODE: Final = 60
MOST_LISTED: Final = 2_000
MOST_ENTRIES: Final = 2_000
"""Of one map: registers know some hundred departments, never thousands."""


class MapError(ValueError):
    """What was said cannot be kept; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Said:
    """One row of a map as a person said it. ``value`` "" takes back what was said.

    ``rereads``: events already stored would be read another way now.
    """

    code: str
    value: str
    rereads: bool = False


def key_of(kind: str, code: str) -> str:
    """The key in ``Store.confirmed``; kinds are department, tender, register, cashier."""
    return f"{kind}:{code}"


def say_departments(*, store: Store, said: Sequence[Said], by: User) -> Store:
    """Keep the roles of departments. Raises MapError; nothing is kept then."""
    for each in said:
        _check(each, ROLES)
    return _say(store, "department", said, by, _into("department_roles"))


def say_tenders(*, store: Store, said: Sequence[Said], classes: Sequence[str], by: User) -> Store:
    """Keep the kinds of payment codes; codes are compared in lower case. Raises MapError."""
    said = [Said(each.code.lower(), each.value, each.rereads) for each in said]
    for each in said:
        _check(each, classes)
    return _say(store, "tender", said, by, _into("tender_classes"))


def say_formula(*, store: Store, formula: str, rereads: bool, by: User) -> Store:
    """Keep how receipts add up. Raises MapError for a formula that is none."""
    if formula not in FORMULAS:
        raise MapError(_("Choose one of the ways in which receipts add up."))
    said = [Said("", formula, rereads)]

    def write(row: Store, each: Said) -> str:
        before, row.totals_formula = row.totals_formula, each.value
        return before

    return _say(store, FORMULA, said, by, write)


def mark_said(*, store: Store, kind: str, said: Sequence[Said], by: User) -> Store:
    """Remember that a person confirmed things which are kept in rows of their own
    (registers, cashiers). In the caller's transaction; the audit is the caller's."""
    row = Store.objects.select_for_update().get(pk=store.pk)
    now = timezone.now().isoformat()
    for each in said:
        key = key_of(kind, each.code)
        row.confirmed[key] = _mark(row.confirmed.get(key), each.rereads, by, now)
    row.save(update_fields=["confirmed"])
    return row


def _say(
    store: Store,
    kind: str,
    said: Sequence[Said],
    by: User,
    write: Callable[[Store, Said], str],
) -> Store:
    """All of it or nothing, with a mark per row and one entry in the access log."""
    now, changes = timezone.now().isoformat(), {}
    with transaction.atomic():
        row = Store.objects.select_for_update().get(pk=store.pk)
        for each in said:
            before = write(row, each)
            key = key_of(kind, each.code) if each.code else kind
            if before != each.value:
                changes[each.code or kind] = f"{before or '-'} → {each.value or '-'}"
            changed = each.rereads and before != each.value
            row.confirmed[key] = _mark(row.confirmed.get(key), changed, by, now)
        row.save()
        audit.record(
            AccessKind.CHANGED_SETTINGS,
            user=by,
            about=("store", store.pk),
            name=row.name or row.code,
            what=f"{kind}: {len(said)}",
            changes=listed(changes),
        )
    return row


def listed(changes: Mapping[str, str]) -> str:
    """``23: fee → paid_out, 4: - → merchandise``, for the access log."""
    return ", ".join(f"{code}: {what}" for code, what in changes.items())[:MOST_LISTED]


def _mark(before: dict[str, Any] | None, rereads: bool, by: User, now: str) -> dict[str, Any]:
    kept = (before or {}).get("rereads_at", "")
    return {"by": by.pk, "who": by.name, "at": now, "rereads_at": now if rereads else kept}


def _into(field: str) -> Callable[[Store, Said], str]:
    """Writes one entry of a JSON map; gives what was there."""

    def write(row: Store, each: Said) -> str:
        entries = getattr(row, field)
        before = str(entries.get(each.code, ""))
        if each.value:
            entries[each.code] = each.value
        else:
            entries.pop(each.code, None)
        if len(entries) > MOST_ENTRIES:
            raise MapError(_("There is room for %(most)s codes.") % {"most": MOST_ENTRIES})
        return before

    return write


def _check(each: Said, values: Sequence[str]) -> None:
    if not each.code or len(each.code) > MOST_CODE:
        raise MapError(_("A code has 1 to %(most)s characters.") % {"most": MOST_CODE})
    if each.value and each.value not in values:
        raise MapError(
            _("“%(value)s” is none of the choices for %(code)s.")
            % {"value": each.value, "code": each.code}
        )
