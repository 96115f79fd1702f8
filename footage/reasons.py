"""Codes to sentences a manager understands.

The sentences are marked for translation by name only (this package knows no Django);
pass ``gettext`` as ``translate`` where there is a reader with a language.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def gettext_noop(message: str) -> str:
    """Marks a sentence for the translation tools."""
    return message


REASONS: Mapping[str, str] = {
    # Errors
    "footage_failed": gettext_noop("The footage could not be fetched."),
    "unreachable": gettext_noop("The recorder did not answer."),
    "address_refused": gettext_noop("The address %(host)s may not be dialled."),
    "address_not_a_host": gettext_noop("“%(host)s” is not a host name or an address."),
    "address_never": gettext_noop(
        "The address %(host)s is reserved or belongs to our own network. No recorder can be there."
    ),
    "address_public": gettext_noop(
        "%(host)s is an address on the public internet. A recorder that answers there is open "
        "to everybody; connect the store by VPN or by the agent and give its private address."
    ),
    "address_no_route": gettext_noop(
        "No approved route leads to %(host)s. Ask support to approve the store's network."
    ),
    "bad_answer": gettext_noop("What answers at this address does not behave as a recorder."),
    "answer_redirected": gettext_noop(
        "The recorder points to another address. It was not followed; check the address and "
        "whether the recorder wants a secure connection."
    ),
    "answer_too_large": gettext_noop(
        "The recorder sent more than it should, so the rest was refused."
    ),
    "answer_wrong_type": gettext_noop(
        "What answers at this address is not a recorder of the kind chosen."
    ),
    "answer_unreadable": gettext_noop("The recorder's answer cannot be understood."),
    "answer_certificate": gettext_noop(
        "The recorder's certificate is not the one that was confirmed. It may have been "
        "replaced, or somebody may be listening in. No password was sent."
    ),
    "auth_rejected": gettext_noop(
        "The recorder refused the user name or password. Nothing more will be tried until "
        "somebody checks it, so that the recorder does not lock the account."
    ),
    "locked": gettext_noop("The recorder has locked this account until %(until)s."),
    "no_permission": gettext_noop("The footage may not be read with the access given."),
    "busy": gettext_noop("The recorder is busy with other playbacks. It will be tried again."),
    "no_footage": gettext_noop(
        "The recorder has no footage of this time. The nearest it has is %(nearest)s."
    ),
    "no_footage_at_all": gettext_noop("There is no footage of this camera."),
    "not_yet_recorded": gettext_noop(
        "The recorder has not finished writing this time. It will be tried again at %(retry_at)s."
    ),
    "overwritten": gettext_noop(
        "The recorder has already overwritten this time. Its oldest footage is of %(oldest)s."
    ),
    "truncated": gettext_noop(
        "Only %(got)s of %(want)s seconds arrived from the recorder. It will be tried again."
    ),
    "unsupported": gettext_noop("This cannot be done here: %(what)s."),
    "clock_untrusted": gettext_noop(
        "The recorder's clock cannot be trusted, so the right moment cannot be found."
    ),
    "storage_full": gettext_noop("There is no room left to store the clip."),
    "cut_failed": gettext_noop("The clip could not be made: %(detail)s"),
    "cut_timed_out": gettext_noop("The clip was not ready after %(seconds)s seconds."),
    "cut_cancelled": gettext_noop("The clip was cancelled."),
    "not_video": gettext_noop("This file is not a video."),
    "empty_file": gettext_noop("This file is empty."),
    "damaged_file": gettext_noop("This video file is damaged and cannot be read."),
    "no_picture": gettext_noop("No picture in this file can be shown."),
    "upload_refused": gettext_noop("This file cannot be accepted."),
    "too_large": gettext_noop("This file is larger than %(limit)s MB."),
    "too_long": gettext_noop("This video is longer than %(limit)s minutes."),
    "too_wide": gettext_noop("The picture of this video is larger than %(limit)s."),
    # Why a stretch of the window is missing
    "not_recorded": gettext_noop("Nothing was recorded."),
    "gap_overwritten": gettext_noop("Already overwritten by the recorder."),
    "gap_not_yet_recorded": gettext_noop("Not recorded yet when the clip was made."),
    "still_recording": gettext_noop("The recorder was still writing this part."),
    "segment_empty": gettext_noop("The recorder's file for this part is empty."),
    "segment_damaged": gettext_noop("The recorder's file for this part is damaged."),
    "segment_unreadable": gettext_noop("The recorder's file for this part cannot be opened."),
    "segment_truncated": gettext_noop("The recorder's file for this part ends too early."),
    "pictures_missing": gettext_noop("The recorder's file has no pictures of this part."),
    "outside_first_cut": gettext_noop(
        "The clock was put right after this clip was made; this part is being fetched."
    ),
    # What else a viewer should know
    "clock_corrected": gettext_noop(
        "The clock was put right after this clip was made; it was first cut for %(moment)s."
    ),
    "moment_missing": gettext_noop("The moment of the transaction itself was not recorded."),
    "picture_damaged": gettext_noop("The picture is damaged around %(at)s."),
    "pictures_repaired": gettext_noop("Some pictures are damaged and were repaired for playing."),
    "frames_missing": gettext_noop(
        "Some pictures are missing: %(got)s of about %(want)s were recorded."
    ),
    "format_changes": gettext_noop(
        "The recorder changed its picture format during this time. The original is in "
        "%(parts)s files."
    ),
    "sound_removed": gettext_noop("Sound was removed."),
    "sound_unreadable": gettext_noop("The sound could not be kept."),
    "playback_short": gettext_noop(
        "The recorder played less than was asked for without saying which part is missing, so "
        "pictures may be off by that much."
    ),
    "time_ambiguous": gettext_noop(
        "Clocks went back in this hour, so this could be the footage of one hour earlier or later."
    ),
}
"""Every code of errors, gaps and notes; a test holds the three to this table."""

_TIMES = frozenset({"nearest", "retry_at", "oldest", "until", "at", "moment"})


def sentence(
    code: str,
    params: Mapping[str, str],
    translate: Callable[[str], str] = str,
    show_time: Callable[[datetime], str] | None = None,
) -> str:
    """The sentence of ``code`` with its parameters filled in.

    Times in ``params`` are ISO 8601; ``show_time`` writes them for the reader (store
    zone, language). Without it they are written in UTC. Missing parameters become "?".
    """
    return say(code, params, {}, translate, show_time)


def say(
    code: str,
    params: Mapping[str, str],
    more: Mapping[str, str],
    translate: Callable[[str], str] = str,
    show_time: Callable[[datetime], str] | None = None,
) -> str:
    """As :func:`sentence`, of ``more`` codes than this module's; those win."""
    show = show_time or _utc_text
    shown = {
        name: _shown_time(value, show) if name in _TIMES else value
        for name, value in params.items()
    }
    template = more.get(code) or REASONS.get(code) or REASONS["footage_failed"]
    return translate(template) % defaultdict(lambda: "?", shown)


def _shown_time(value: str, show: Callable[[datetime], str]) -> str:
    try:
        return show(datetime.fromisoformat(value))
    except ValueError:
        return value


def _utc_text(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S") + " UTC"
