"""Layouts of spreadsheets: which wait for a person, and what was said of the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Max, Min
from django.utils import timezone

from accounts.models import User
from transactions.models import FileState, SourceFile
from transactions.models import Mapping as Layout
from transactions.selectors.wording import short_time

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from stores.access import Member

MOST = 200


@dataclass(frozen=True, slots=True)
class WaitingLayout:
    """Files of one layout that nobody confirmed; ``file_id`` is the newest of them."""

    file_id: int
    name: str
    store: str
    stores: int
    files: int
    since: str


@dataclass(frozen=True, slots=True)
class KnownLayout:
    """A confirmed layout; ``file_id`` is the newest file of it that is still kept."""

    file_id: int
    name: str
    version: int
    who: str
    when: str
    is_ignored: bool
    files: int


def waiting_count(member: Member) -> int:
    """How many layouts wait, among the member's stores; one look at a small index."""
    waiting = SourceFile.objects.filter(state=FileState.NEEDS_MAPPING)
    return member.only(waiting).values("layout").distinct().count()


def waiting_layouts(member: Member) -> list[WaitingLayout]:
    """Those with the most files first."""
    waiting = member.only(SourceFile.objects.filter(state=FileState.NEEDS_MAPPING))
    groups = list(
        waiting.order_by()
        .values("layout")
        .annotate(
            files=Count("id"),
            newest=Max("id"),
            since=Min("received_at"),
            stores=Count("store", distinct=True),
        )
        .order_by("-files", "-newest")[:MOST]
    )
    newest = SourceFile.objects.select_related("store").in_bulk([each["newest"] for each in groups])
    return [
        WaitingLayout(
            file_id=each["newest"],
            name=newest[each["newest"]].original_name,
            store=newest[each["newest"]].store.name,
            stores=each["stores"],
            files=each["files"],
            since=_time(each["since"], newest[each["newest"]]),
        )
        for each in groups
    ]


def known_layouts(member: Member) -> list[KnownLayout]:
    """The layouts that files of the member's stores were read by, newest word first."""
    newest = Layout.objects.order_by("fingerprint", "-version").distinct("fingerprint")
    layouts = {layout.fingerprint: layout for layout in newest}
    used = list(
        member.only(SourceFile.objects.filter(layout__in=layouts).exclude(stored_key=""))
        .order_by()
        .values("layout")
        .annotate(files=Count("id"), newest=Max("id"))
    )
    files = SourceFile.objects.select_related("store").in_bulk([each["newest"] for each in used])
    people = User.objects.in_bulk([each.confirmed_by_id or 0 for each in layouts.values()])
    used.sort(key=lambda each: layouts[each["layout"]].confirmed_at, reverse=True)
    return [
        _known(layouts[each["layout"]], each["files"], files[each["newest"]], people)
        for each in used[:MOST]
    ]


def _known(layout: Layout, files: int, file: SourceFile, people: dict[int, User]) -> KnownLayout:
    return KnownLayout(
        file_id=file.pk,
        name=layout.name,
        version=layout.version,
        who=str(people.get(layout.confirmed_by_id or 0, "")),
        when=_time(layout.confirmed_at, file),
        is_ignored=bool(layout.definition.get("ignored")),
        files=files,
    )


def older_files(member: Member, layout: Layout) -> QuerySet[SourceFile]:
    """The member's files that an older version of the layout was read by."""
    read = SourceFile.objects.filter(
        layout=layout.fingerprint, mapping_version__lt=layout.version
    ).exclude(state__in=[FileState.RECEIVED, FileState.NEEDS_MAPPING, FileState.DUPLICATE])
    return member.only(read.exclude(stored_key=""))


def _time(at: datetime, file: SourceFile) -> str:
    zone = file.store.zone
    return short_time(at, zone, timezone.now().astimezone(zone).date())
