"""The clip library ready to print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from clips.holding import held_ids
from clips.library import COMING, LOOSE, NONE, PAGE, At, after
from clips.models import Clip, ClipState, Purpose
from clips.selectors import links_of
from clips.wording import Words
from transactions.models import EVENT_TYPES, ReviewStatus
from transactions.selectors.wording import full_time, short_time

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from review.library_filters import LibraryFilters
    from stores.access import Member

STATE_WORDS: Final[dict[str, StrOrPromise]] = {
    "": gettext_lazy("All"),
    ClipState.READY: gettext_lazy("Ready"),
    COMING: gettext_lazy("On its way"),
    ClipState.UNAVAILABLE: gettext_lazy("No video"),
    ClipState.REMOVED: gettext_lazy("Removed"),
}
STATUS_WORDS: Final[dict[str, StrOrPromise]] = {
    **{status.value: status.label for status in ReviewStatus},
    NONE: gettext_lazy("Nothing to review"),
    LOOSE: gettext_lazy("No transaction"),
}
PURPOSE_WORDS: Final[dict[str, StrOrPromise]] = {each.value: each.label for each in Purpose}


@dataclass(frozen=True, slots=True)
class LibraryRow:
    href: str
    title: str
    place: str
    time: str
    when: str
    status: str
    status_word: str
    state: str
    state_word: str
    sentence: str
    expiry: str
    length: str
    thumbnail: str
    is_held: bool


@dataclass(frozen=True, slots=True)
class LibraryPage:
    """``next`` is the address of the following page, "" on the last one."""

    rows: list[LibraryRow]
    next: str
    is_first: bool


def library_page(filters: LibraryFilters, place: At | None) -> LibraryPage:
    found = after(filters.library, place, PAGE + 1)
    shown = found[:PAGE]
    held = held_ids(shown)
    return LibraryPage(
        rows=[library_row(clip, filters.member, clip.pk in held) for clip in shown],
        next=filters.page_after(shown[-1]) if len(found) > PAGE else "",
        is_first=place is None,
    )


def library_row(clip: Clip, member: Member, is_held: bool = False) -> LibraryRow:
    """``clip`` with its store, camera, recorder, transaction, register and review."""
    words = Words.of(clip)
    zone = clip.store.zone
    review = getattr(clip.transaction, "review", None) if clip.transaction else None
    return LibraryRow(
        href=href_of(clip),
        title=title_of(clip),
        place=_place(clip),
        time=short_time(clip.moment, zone, timezone.now().astimezone(zone).date()),
        when=full_time(clip.moment, zone),
        status=review.status if review else "",
        status_word=str(review.get_status_display()) if review else "",
        state=clip.state,
        state_word=str(clip.get_state_display()),
        sentence=words.sentence,
        expiry=words.expiry,
        length=_length(clip),
        thumbnail=links_of(clip, member)["thumbnail"],
        is_held=is_held,
    )


def href_of(clip: Clip) -> str:
    if clip.transaction_id:
        return reverse("review:transaction", args=[clip.transaction_id])
    return reverse("review:library_clip", args=[clip.uuid])


def title_of(clip: Clip) -> str:
    if clip.transaction is not None:
        return str(EVENT_TYPES[clip.transaction.event_type])
    if clip.purpose == Purpose.UPLOAD:
        return gettext("Uploaded export")
    return gettext("A camera and a time")


def _place(clip: Clip) -> str:
    camera = clip.camera.name if clip.camera else gettext("no camera")
    return f"{camera} · {clip.store.name or clip.store.code}"


def _length(clip: Clip) -> str:
    if clip.state != ClipState.READY:
        return ""
    minutes, seconds = divmod(round(clip.duration_ms / 1000), 60)
    return f"{minutes}:{seconds:02}"
