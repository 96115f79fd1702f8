"""One clip by itself: for those that belong to no transaction, and for exports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from clips.holding import is_held
from clips.models import ClipState, Purpose
from clips.selectors import ClipView, view_of
from clips.services.export import is_export, is_start_open
from clips.services.serve_export import served_by
from review.selectors.frame import version
from review.selectors.library import LibraryRow, library_row, title_of
from transactions.selectors.wording import full_time

if TYPE_CHECKING:
    from clips.models import Clip
    from stores.access import Member

_SETTLED = {ClipState.READY, ClipState.UNAVAILABLE, ClipState.REMOVED}


@dataclass(frozen=True, slots=True)
class ClipPage:
    """``served``: what an export gave their video; ``asks_start``: when it starts was read
    from the file and waits for a person."""

    clip: Clip
    view: ClipView
    title: str
    when: str
    zone: str
    purpose: str
    is_held: bool
    is_moving: bool
    is_export: bool
    asks_start: bool
    start_date: str
    start_time: str
    served: list[LibraryRow]
    transaction_href: str
    version: str


def clip_page(clip: Clip, member: Member) -> ClipPage:
    view = view_of(clip, member)
    local = clip.moment.astimezone(clip.store.zone)
    export = is_export(clip)
    served = [library_row(each, member) for each in served_by(clip)] if export else []
    knows = clip.obtained_start is not None
    about = clip.transaction_id
    return ClipPage(
        clip=clip,
        view=view,
        title=title_of(clip),
        when=full_time(clip.moment, clip.store.zone) if knows or not export else "",
        zone=local.tzname() or "",
        purpose=str(Purpose(clip.purpose).label),
        is_held=is_held(clip),
        is_moving=clip.state not in _SETTLED,
        is_export=export,
        asks_start=is_start_open(clip) and clip.state == ClipState.READY,
        start_date=f"{local:%Y-%m-%d}" if knows else "",
        start_time=f"{local:%H:%M:%S}" if knows else "",
        served=served,
        transaction_href=reverse("review:transaction", args=[about]) if about else "",
        version=version(
            clip.state, view["progress"], view["sentence"], view["expiry"], len(served)
        ),
    )
