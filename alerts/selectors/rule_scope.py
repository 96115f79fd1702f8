"""Which rules a member sees, and the stores of a rule as they may be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from alerts.models import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.db.models import QuerySet

    from stores.access import Member
    from stores.models import Store


def visible_rules(member: Member) -> QuerySet[Rule]:
    """Rules of the whole chain, and those of stores that the member may see."""
    rules = Rule.objects.all()
    if member.store_ids is None:
        return rules
    mine = Q(stores=[])
    for store_id in sorted(member.store_ids):
        mine |= Q(stores__contains=store_id)
    return rules.filter(mine)


def stores_by_code(member: Member) -> dict[str, int]:
    return dict(member.stores().values_list("code", "pk"))


def codes_of(rule: Rule, codes: Mapping[int, str]) -> tuple[str, ...]:
    """The codes of its stores that are among ``codes``."""
    return tuple(sorted(codes[each] for each in rule.stores if each in codes))


def with_unseen(member: Member, rule: Rule | None, ids: Iterable[int]) -> tuple[int, ...]:
    """``ids`` and the stores of the rule that this member cannot see, and so cannot mean to
    take away; empty for all of the chain."""
    wanted = set(ids)
    if rule is not None and member.store_ids is not None and wanted:
        wanted |= set(rule.stores) - member.store_ids
    return tuple(sorted(wanted))


def scope_of(rule: Rule, stores: Mapping[int, Store]) -> tuple[list[Store], int]:
    """The rule's stores that may be shown, and how many may not."""
    seen = [stores[each] for each in rule.stores if each in stores]
    return seen, len(rule.stores) - len(seen)
