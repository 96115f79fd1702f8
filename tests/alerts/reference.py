"""What a rule finds, worked out slowly and obviously: straight from the words of
``alerts/rules/tree.py``, over a list of transactions, without a thought for speed.

It shares nothing with the product but the tree and the rows.
"""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal

from alerts.rules import tree
from alerts.rules.tree import SHIFT_GAP, By, Op, Whole
from transactions.formats.canonical import EventType, Flag

COMPARES = {
    Op.MORE: lambda a, b: a > b,
    Op.AT_LEAST: lambda a, b: a >= b,
    Op.LESS: lambda a, b: a < b,
    Op.AT_MOST: lambda a, b: a <= b,
    Op.EXACTLY: lambda a, b: a == b,
}
TAKEN_OFF = {Flag.MANUAL_DISCOUNT, Flag.PRICE_OVERRIDE, Flag.CANCELLATION}


def episodes(rule, rows, register_classes=()):
    """All of them, as (store, kind of key, key, transaction ids)."""
    world = World([row for row in rows if is_looked_at(row)])
    found = []
    for store in {row.store_id for row in rows}:
        mine = [row for row in world.rows if row.store_id == store]
        if register_classes:
            mine = [r for r in mine if r.register and r.register.register_class in register_classes]
        found += [(store, *each) for each in FINDERS[type(rule)](rule, mine, world)]
    return {(store, kind, key, frozenset(row.pk for row in hit)) for store, kind, key, hit in found}


def is_looked_at(row):
    return row.standing == "" and row.time_quality != "implausible"


class World:
    """All rows that are looked at: shifts and watermarks are theirs, whatever the rule."""

    def __init__(self, rows):
        self.rows = rows
        self.heard = {}
        for row in rows:
            self.heard[row.store_id] = max(
                self.heard.get(row.store_id, row.occurred_at), row.occurred_at
            )
        self.shift_of = {}
        for name, shift in self._shifts():
            for row in shift:
                self.shift_of[row.pk] = (name, shift)

    def _shifts(self):
        by_unit = defaultdict(list)
        for row in self.rows:
            if is_near_its_day(row) and (unit := unit_of(row)) is not None:
                by_unit[row.store_id, row.business_date, row.shift_no, unit].append(row)
        for unit, rows in by_unit.items():
            rows.sort(key=order)
            shift = []
            for row in rows:
                is_numbered = row.shift_no != ""
                if (
                    shift
                    and not is_numbered
                    and row.occurred_at - shift[-1].occurred_at >= SHIFT_GAP
                ):
                    yield (unit, order(shift[0])), shift
                    shift = []
                shift.append(row)
            yield (unit, order(shift[0])), shift


def unit_of(row):
    if row.shift_no == "" and row.till != "":
        return "till", row.till
    return ("register", row.register_id) if row.register_id else None


def is_near_its_day(row):
    return abs((local(row).date() - row.business_date).days) <= 3


def order(row):
    return row.occurred_at, row.event_key


def local(row):
    return row.occurred_at.astimezone(row.store.zone)


def single(rule, rows, world):
    return [("transaction", row.pk, [row]) for row in rows if fits(row, rule.events, world)]


def counted(rule, rows, world):
    return summed(rule, rows, world, len, rule.number)


def totalled(rule, rows, world):
    def total(hit):
        return sum((amount_of(row, rule.events) or Decimal(0) for row in hit), Decimal(0))

    return summed(rule, rows, world, total, rule.value)


def summed(rule, rows, world, measure, limit):
    mine = [row for row in rows if fits(row, rule.events, world)]
    found = []
    for key, some in by_key(mine, rule.by).items():
        hits = []
        if rule.within is Whole.SHIFT:
            hits = list(grouped(some, lambda row: world.shift_of.get(row.pk, (None,))[0]))
        elif rule.within is Whole.DAY:
            hits = list(grouped([r for r in some if is_near_its_day(r)], lambda r: r.business_date))
        else:
            for last in some:
                first = last.occurred_at - rule.within
                hits.append([row for row in some if first <= row.occurred_at <= last.occurred_at])
        hits = [hit for hit in hits if COMPARES[rule.op](measure(hit), limit)]
        found += [(rule.by.value, key, hit) for hit in joined(hits)]
    return found


def grouped(rows, name):
    groups = defaultdict(list)
    for row in rows:
        groups[name(row)].append(row)
    return [group for of, group in groups.items() if of is not None]


def sequence(rule, rows, world):
    firsts = [row for row in rows if fits(row, rule.first, world)]
    thens = [row for row in rows if fits(row, rule.then, world)]
    found = []
    keys = by_key(firsts, rule.by)
    for key, some in by_key(thens, rule.by).items():
        hits = []
        for then in some:
            before = [
                first
                for first in keys.get(key, [])
                if first.pk != then.pk
                and then.occurred_at - rule.within <= first.occurred_at <= then.occurred_at
            ]
            if before:
                hits.append([max(before, key=order), then])
        found += [(rule.by.value, key, hit) for hit in joined(hits)]
    return found


def absence(rule, rows, world):
    missing = [row for row in rows if fits(row, rule.missing, world)]
    found = []
    for key, some in by_key([r for r in rows if fits(r, rule.events, world)], rule.by).items():
        for row in some:
            until = row.occurred_at + rule.within
            later = [
                other
                for other in missing
                if other.pk != row.pk and row.occurred_at <= other.occurred_at <= until
            ]
            same = [other for other in later if key_of(other, rule.by) == key]
            named = is_resumed(rule) and any(
                row.transaction_no and other.linked_transaction_no == row.transaction_no
                for other in later
            )
            if not same and not named and world.heard[row.store_id] >= until:
                found.append(("transaction", row.pk, [row]))
    return found


def is_resumed(rule):
    return rule.events.kinds == (Flag.SUSPENDED,) and EventType.RESUME in rule.missing.kinds


def two_places(rule, rows, world):
    mine = [
        row
        for row in rows
        if fits(row, rule.events, world)
        and row.register_id
        and row.cashier
        and row.cashier.is_person
    ]
    found = []
    for key, some in by_key(mine, By.CASHIER).items():
        pairs = [
            [one, other]
            for one in some
            for other in some
            if one.register_id != other.register_id
            and abs(one.occurred_at - other.occurred_at) <= rule.within
        ]
        found += [("cashier", key, hit) for hit in joined(pairs)]
    return found


FINDERS = {
    tree.Single: single,
    tree.Count: counted,
    tree.Total: totalled,
    tree.Sequence: sequence,
    tree.Absence: absence,
    tree.TwoPlaces: two_places,
}


def by_key(rows, by):
    keys = defaultdict(list)
    for row in rows:
        if (key := key_of(row, by)) is not None:
            keys[key].append(row)
    return keys


def key_of(row, by):
    return {By.REGISTER: row.register_id, By.CASHIER: row.cashier_id, By.STORE: row.store_id}[by]


def joined(hits):
    """Hits that share a transaction are one."""
    whole = []
    for hit in hits:
        together = list(hit)
        apart = []
        for other in whole:
            if {row.pk for row in other} & {row.pk for row in together}:
                together += other
            else:
                apart.append(other)
        whole = [*apart, together]
    return whole


def fits(row, events, world):
    asked = set(map(kind_name, events.kinds))
    for each in events.conditions:
        if isinstance(each, tree.AlsoFlagged):
            asked |= {("flag", Flag.TRAINING_SALE.value)} & set(map(kind_name, each.flags))
    if row.is_training and ("flag", "training_sale") not in asked:
        return False
    if events.kinds and not any(is_kind(row, kind) for kind in events.kinds):
        return False
    return all(HOLDS[type(each)](row, each, events, world) for each in events.conditions)


def kind_name(kind):
    return ("flag" if isinstance(kind, Flag) else "type"), kind.value


def is_kind(row, kind):
    return kind.value in row.flags if isinstance(kind, Flag) else row.event_type == kind.value


def amount_of(row, events):
    taken = [kind for kind in events.kinds if isinstance(kind, Flag) and kind in TAKEN_OFF]
    others = [kind for kind in events.kinds if not (isinstance(kind, Flag) and kind in TAKEN_OFF)]
    if taken and not any(is_kind(row, kind) for kind in others):
        sums = [taken_off(d) for d in row.flag_details if d["flag"] in {k.value for k in taken}]
        sums = [each for each in sums if each is not None]
        return sum(sums, Decimal(0)) if sums else None
    return abs(row.amount) if row.amount is not None else None


def taken_off(detail):
    if detail["code"].endswith("_up"):
        return Decimal(0)
    text = detail["params"].get("amount", detail["params"].get("difference"))
    if text is None or not re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,9})?", text):
        return None
    return Decimal(text)


def is_between(at, start, end):
    return start <= at < end if start < end else at >= start or at < end


def is_closed(row):
    opens, closes = row.store.opens_at, row.store.closes_at
    if opens is None or closes is None:
        return False
    return not is_between(local(row).time(), opens, closes)


def is_last(row, asked, _events, world):
    if row.pk not in world.shift_of:
        return False
    last = world.shift_of[row.pk][1][-1].occurred_at
    return row.occurred_at >= last - asked.span and world.heard[row.store_id] >= last + SHIFT_GAP


def is_first(row, asked, _events, world):
    if row.pk not in world.shift_of:
        return False
    return row.occurred_at <= world.shift_of[row.pk][1][0].occurred_at + asked.span


def is_amount(row, asked, events, _world):
    amount = amount_of(row, events)
    return amount is not None and COMPARES[asked.op](amount, asked.value)


def is_whole_dollars(row, _asked, events, _world):
    amount = amount_of(row, events)
    return bool(amount) and amount == amount.to_integral_value()


def has_item(row, asked, _events, _world):
    lines = row.receipt.get("lines", [])
    return any(asked.text.lower() in line.get("description", "").lower() for line in lines)


HOLDS = {
    tree.Amount: is_amount,
    tree.WholeDollars: is_whole_dollars,
    tree.PaidBy: lambda row, asked, *_: row.tender_class in {t.value for t in asked.tenders},
    tree.Between: lambda row, asked, *_: is_between(local(row).time(), asked.start, asked.end),
    tree.OnDays: lambda row, asked, *_: local(row).isoweekday() in asked.days,
    tree.WhileClosed: lambda row, *_: is_closed(row),
    tree.AtStores: lambda row, asked, *_: row.store.code in asked.codes,
    tree.AtRegisters: lambda row, asked, *_: row.register and row.register.code in asked.codes,
    tree.RegisterKind: lambda row, asked, *_: (
        row.register and row.register.register_class == asked.kind.value
    ),
    tree.ByCashiers: lambda row, asked, *_: row.cashier and row.cashier.code in asked.codes,
    tree.LastOfShift: is_last,
    tree.FirstOfShift: is_first,
    tree.HasItem: has_item,
    tree.Approved: lambda row, asked, *_: ("override" in row.flags) == asked.yes,
    tree.Linked: lambda row, asked, *_: bool(row.linked_transaction_no) == asked.yes,
    tree.AlsoFlagged: lambda row, asked, *_: bool({f.value for f in asked.flags} & set(row.flags)),
}
