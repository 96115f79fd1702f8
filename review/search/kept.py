"""Searches under a name, shared or one's own, and the last ones somebody made."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext

from accounts.roles import Action
from review.models import RecentSearch, SavedSearch
from review.search.reading import read_words
from stores.models import Store

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from stores.access import Member

RECENT: Final = 8
MOST_SAVED: Final = 100
MOST_ADDRESS: Final = 4000


class KeepError(ValueError):
    """It cannot be kept like that; says why to whoever asked."""


def visible_searches(member: Member) -> list[SavedSearch]:
    """One's own, and what others shared; of those none that names a store which the member
    may not see."""
    rows = SavedSearch.objects.filter(Q(user=member.user) | Q(is_shared=True))
    if member.store_ids is None:
        return list(rows)
    codes = set(Store.objects.filter(pk__in=member.store_ids).values_list("code", flat=True))
    return [row for row in rows if row.user_id == member.user.pk or _stores(row) <= codes]


def _stores(row: SavedSearch) -> set[str]:
    return set(read_words(QueryDict(row.address)).query.stores)


def save_search(*, member: Member, name: str, address: str, shared: bool) -> SavedSearch:
    """Raises KeepError."""
    words = _named(name)
    if len(address) > MOST_ADDRESS:
        raise KeepError(gettext("This search is too long to be kept."))
    if own(member).count() >= MOST_SAVED:
        raise KeepError(gettext("You keep %(n)s searches; delete one first.") % {"n": MOST_SAVED})
    try:
        with transaction.atomic():
            return SavedSearch.objects.create(
                user=member.user,
                user_name=str(member.user),
                name=words,
                address=address,
                is_shared=shared,
            )
    except IntegrityError as error:
        raise _taken(words) from error


def change_search(*, member: Member, search: SavedSearch, name: str, shared: bool) -> None:
    """Rename it, share it or take that back. Raises KeepError, PermissionDenied."""
    _check_own(member, search)
    search.name, search.is_shared = _named(name), shared
    try:
        with transaction.atomic():
            search.save(update_fields=["name", "is_shared"])
    except IntegrityError as error:
        raise _taken(search.name) from error


def delete_search(*, member: Member, search: SavedSearch) -> None:
    """Raises PermissionDenied."""
    _check_own(member, search)
    search.delete()


def may_change(member: Member, search: SavedSearch) -> bool:
    """Its owner, and for what is shared whoever looks after people: owners leave."""
    if search.user_id == member.user.pk:
        return True
    return search.is_shared and member.may(Action.MANAGE_PEOPLE)


def remember(member: Member, address: str) -> None:
    """Among the last searches of the member, of which a few are kept."""
    if not address or len(address) > MOST_ADDRESS:
        return
    digest = hashlib.sha256(address.encode()).hexdigest()[:32]
    RecentSearch.objects.bulk_create(
        [RecentSearch(user=member.user, address=address, digest=digest, at=timezone.now())],
        update_conflicts=True,
        unique_fields=["user", "digest"],
        update_fields=["at"],
    )
    mine = RecentSearch.objects.filter(user=member.user)
    mine.filter(pk__in=list(mine.values_list("pk", flat=True)[RECENT : RECENT + 50])).delete()


def recent_searches(member: Member) -> list[RecentSearch]:
    return list(RecentSearch.objects.filter(user=member.user)[:RECENT])


def own(member: Member) -> QuerySet[SavedSearch]:
    return SavedSearch.objects.filter(user=member.user)


def _check_own(member: Member, search: SavedSearch) -> None:
    if not may_change(member, search):
        member.check(Action.MANAGE_PEOPLE)


def _named(name: str) -> str:
    words = " ".join(name.replace("\x00", "").split())[:80]
    if not words:
        raise KeepError(gettext("Give the search a name."))
    return words


def _taken(name: str) -> KeepError:
    return KeepError(gettext("You have a search called “%(name)s” already.") % {"name": name})
