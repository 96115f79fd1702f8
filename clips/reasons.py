"""Why a clip is as it is, in a manager's words, and what would help.

What the pure package knows is said by :mod:`footage.reasons`; here is the rest.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.utils.translation import gettext, gettext_noop

from footage import reasons as footage_reasons
from stores import recorder_reasons

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

SENTENCES: Mapping[str, str] = {
    "no_camera": gettext_noop("No camera is set up for register %(register)s."),
    "no_register": gettext_noop("The journal does not say at which register this happened."),
    **recorder_reasons.SENTENCES,
    "recorder_retired": gettext_noop(
        "The recorder “%(recorder)s” that filmed this has been replaced since."
    ),
    "daily_limit": gettext_noop(
        "The %(limit)s MB that clips may take of this store's line today are used up."
    ),
    "earlier_copy_held": gettext_noop(
        "The copy that was here before is kept too, because of a legal hold."
    ),
    "retention": gettext_noop(
        "The video was removed by the retention rules. What it was, its hashes and its trail "
        "are kept."
    ),
    "original_removed": gettext_noop(
        "The recorder's own pictures were removed by the retention rules."
    ),
    "recorder_busy": gettext_noop("The recorder is busy with another clip."),
    "storage_away": gettext_noop("The place where clips are kept does not answer."),
    "fetch_failed": gettext_noop("The clip could not be made; our support has been told."),
    "upload_failed": gettext_noop("The uploaded video could not be read to its end."),
    "transaction_changed": gettext_noop(
        "A later journal corrected this transaction; the clip was made for its first account."
    ),
    "not_in_upload": gettext_noop("The uploaded video does not show this part."),
    "from_export": gettext_noop("Cut from the export %(name)s that was uploaded by hand."),
    "start_by_name": gettext_noop(
        "When it starts was read from its name; nobody has confirmed it."
    ),
    "start_by_metadata": gettext_noop(
        "When it starts was worked out from the file's own stamp; nobody has confirmed it."
    ),
    "moment_unknown": gettext_noop(
        "This video was uploaded by hand and does not say when it was recorded."
    ),
}

HELP: Mapping[str, str] = {
    "no_camera": gettext_noop(
        "Set up a camera for this register, or export the minutes from the recorder and drop "
        "the file here."
    ),
    "no_register": gettext_noop("Export the minutes from the recorder and drop the file here."),
    **recorder_reasons.HELP,
    "recorder_retired": gettext_noop(
        "If the old recorder still runs, export the minutes from it and drop the file here."
    ),
    "overwritten": gettext_noop("If somebody exported it in time, drop the file here."),
    "no_footage": gettext_noop("Check that the camera was recording, or drop a file here."),
    "no_footage_at_all": gettext_noop("Check that the camera records, or drop a file here."),
    "not_video": gettext_noop("Export the clip from the recorder as MP4 and drop that here."),
    "fetch_failed": gettext_noop("Try again, or drop an exported file here."),
}
FALLBACK_HELP = gettext_noop("Try again, or drop an exported video here.")


def sentence(code: str, params: Mapping[str, object], show_time: Callable[[datetime], str]) -> str:
    """The sentence of a reason in the reader's language."""
    shown = {name: str(value) for name, value in params.items()}
    if code in recorder_reasons.SENTENCES:
        return recorder_reasons.sentence(code, shown, show_time)
    if code in SENTENCES:
        return gettext(SENTENCES[code]) % defaultdict(lambda: "?", shown)
    return footage_reasons.sentence(code, shown, gettext, show_time)


def help_for(code: str) -> str:
    """What a manager can do about a clip that is unavailable for this reason."""
    return gettext(HELP.get(code, FALLBACK_HELP))
