"""Why a source gives nothing, in a manager's words, each with what to do next."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SENTENCES: Final[dict[str, str]] = {
    "folder_gone": "The folder %(path)s cannot be reached. Check that the computer which "
    "shares it is on and connected; we go on looking.",
    "folder_hangs": "The folder %(path)s does not answer. A share that hangs usually comes "
    "back when the computer behind it is restarted; we go on looking.",
    "folder_forbidden": "We may not read %(path)s. Give the account that runs this program the "
    "right to read it.",
    "folder_not_granted": "The folder %(path)s has not been released for this chain. Ask support "
    "to release it.",
    "drive_letter": "%(path)s begins with a drive letter, which exists only for the person who "
    "is logged in at that computer. Use the share's own name, like \\\\computer\\share\\PJR, "
    "or its path on this computer.",
    "not_a_folder": "%(path)s is not a folder. Name the folder that the files are in.",
    "folder_too_full": "There are more than %(limit)s files in this folder. Move old ones away, "
    "or name a folder further down.",
    "too_large": "The file %(name)s is larger than we can take. Send it in parts.",
    "too_slow": "%(name)s came too slowly and was given up. It is tried again at the next fetch.",
    "host_unknown": "There is no computer by the name of %(host)s. Check how it is spelled.",
    "address_refused": "%(host)s is not a public address, and reaching it has not been allowed "
    "for this chain. Ask support if it is yours.",
    "no_answer": "%(host)s does not answer. Check that it is on and that its firewall lets us in.",
    "cannot_connect": "%(host)s refused the connection on port %(port)s. Check the address and "
    "the port.",
    "connection_lost": "The connection to %(host)s broke in the middle. It is tried again.",
    "no_ssh": "%(host)s does not speak SFTP there. Check the port: SFTP is usually on 22.",
    "no_sftp": "%(host)s lets us log in but offers no file transfer. Ask who runs it to allow "
    "SFTP.",
    "host_key_changed": "%(host)s shows another key than when it was set up (%(seen)s instead of "
    "%(known)s). Ask who runs it whether it was replaced. If so, edit this source and accept "
    "the new key; if not, somebody may be standing in between.",
    "login_refused": "The log-in of %(user)s was refused. Correct the user name or the password.",
    "key_needs_password": "This private key is locked. Enter its password, too.",
    "key_unreadable": "This private key cannot be read. Paste the whole file, from BEGIN to END.",
    "certificate_refused": "The certificate of %(host)s could not be verified, so nothing was "
    "sent there. Ask who runs it to renew it.",
    "no_mail_folder": "There is no folder “%(folder)s” in this mailbox. The main one is "
    "called INBOX.",
    "message_too_large": "The message “%(name)s” is too large to be taken. Have the report split.",
    "message_without_file": "The message “%(name)s” holds no report that can be read.",
    "not_https": "The address must begin with https://.",
    "key_refused": "%(host)s refused our key (%(status)s). Enter a key that is valid.",
    "asked_to_wait": "The server asked us to come back later. We do, by ourselves.",
    "redirected": "%(host)s points to another address (%(status)s), which we do not follow. "
    "Enter the address that it points to.",
    "bad_status": "%(host)s answered with an error (%(status)s). Check the address; if it is "
    "right, the fault is on their side and it is tried again.",
    "too_much": "The answer is larger than %(limit)s MB. Ask for fewer days at a time.",
    "too_many_pages": "There are more than %(limit)s pages. Ask for fewer days at a time.",
    "not_json": "The answer is not JSON. Check the address, or choose CSV.",
    "no_rows": "There is no list of rows at “%(path)s” in the answer. Correct the path to the "
    "rows.",
    "interrupted": "This fetch was interrupted in the middle. It is done again.",
    "locked_secrets": "The stored password cannot be opened any more, since the key that sealed "
    "it is gone. Enter the password again.",
    "failed": "Something went wrong on our side; our support has been told. It is tried again.",
    "stopped_after_refusals": "The log-in of %(user)s was refused three times, so we stopped "
    "trying, lest the account be locked. Press “Change” and correct it; we then go on at once.",
    "not_looking": "Nobody is looking into this folder: the program that watches folders is not "
    "running. Ask support to start it.",
    "quiet": "Nothing new has come for longer than it should. Check that the register or the back "
    "office still writes its files and that they still reach this place.",
    "missed": "It should have been fetched by now and was not. Press “Fetch now”; if that fails, "
    "ask support.",
    "never": "It has never given a file. Check that the register or the back office sends there.",
}

PERMANENT: Final = frozenset(
    {"login_refused", "key_refused", "key_unreadable", "key_needs_password"}
)
"""Trying again changes nothing, and may lock an account: three times, then no more."""


def sentence(code: str, params: Mapping[str, object], translate: Callable[[str], str]) -> str:
    """The sentence of a reason in the reader's language; "" for no reason."""
    if not code:
        return ""
    shown = {name: str(value) for name, value in params.items()}
    return translate(SENTENCES.get(code, SENTENCES["failed"])) % defaultdict(lambda: "?", shown)
