"""Why a recorder cannot be asked, in a manager's words, and what would help.

What the pure package knows is said by :mod:`footage.reasons`; here is what only the
product knows of a recorder.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext, gettext_noop

from footage import reasons as footage_reasons

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

SENTENCES: Mapping[str, str] = {
    "folder_not_granted": gettext_noop(
        "The footage folder of this recorder has not been released for reading."
    ),
    "recorder_off": gettext_noop("The recorder “%(recorder)s” is switched off in the settings."),
    "unknown_driver": gettext_noop(
        "The recorder “%(recorder)s” is of a kind this installation cannot talk to."
    ),
    "recorder_blocked": gettext_noop(
        "The recorder “%(recorder)s” refused our password. Nothing more is tried until somebody "
        "checks it, so that the recorder does not lock the account."
    ),
    "recorder_locked": gettext_noop(
        "The recorder “%(recorder)s” has locked our account until %(until)s."
    ),
    "recorder_replaced": gettext_noop(
        "The recorder “%(recorder)s” was replaced before this clip was fetched."
    ),
    "password_missing": gettext_noop(
        "The password of “%(recorder)s” has to be entered: it is not known for this address."
    ),
    "password_lost": gettext_noop(
        "The stored password of “%(recorder)s” cannot be opened any more."
    ),
    "serial_changed": gettext_noop(
        "Another recorder answers where “%(recorder)s” was: serial number %(found)s instead of "
        "%(known)s."
    ),
}

HELP: Mapping[str, str] = {
    "folder_not_granted": gettext_noop("Ask support to release the folder."),
    "recorder_off": gettext_noop("Switch the recorder on in the settings, then try again."),
    "unknown_driver": gettext_noop("Ask support which recorders can be used."),
    "auth_rejected": gettext_noop("Correct the recorder's password, then try again."),
    "recorder_blocked": gettext_noop("Check the recorder's password on its page, and clear it."),
    "recorder_locked": gettext_noop("It is tried again by itself when the lock is over."),
    "recorder_replaced": gettext_noop(
        "If the old recorder still runs somewhere, export the minutes and drop the file here."
    ),
    "password_missing": gettext_noop("Enter its user and password on its page."),
    "password_lost": gettext_noop("Enter the recorder's password again."),
    "serial_changed": gettext_noop("Say on the recorder's page that it was replaced."),
    "locked": gettext_noop("Wait until the recorder opens the account, then try again."),
    "no_permission": gettext_noop("Give the recorder's user the right to play back."),
    "unreachable": gettext_noop("Check that the recorder is on and connected, then try again."),
}


def sentence(code: str, params: Mapping[str, str], show_time: Callable[[datetime], str]) -> str:
    """The sentence of a reason in the reader's language."""
    return footage_reasons.say(code, params, SENTENCES, gettext, show_time)
