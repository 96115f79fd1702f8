"""Sentences for what could not be read, whole files and single events alike.

Codes are stored; sentences are made for the reader, through the ``translate`` given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from transactions.formats.wording import fill, identity

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MESSAGES: Final[dict[str, str]] = {
    # Whole files
    "empty": "This file is empty. Export the journal again and upload the new file.",
    "only_zeros": "This file holds only zero bytes, as after a power cut while it was "
    "written. Export the journal again.",
    "pdf": "This is a PDF, not a register journal. Export the journal as XML and upload that.",
    "html": "This is a web page, not a register journal. Perhaps a log-in page was saved "
    "instead of the export.",
    "spreadsheet": "This is a spreadsheet. Spreadsheets cannot be read here yet; export the "
    "journal as XML.",
    "picture": "This is a picture, not a register journal. Export the journal as XML.",
    "compressed": "This is a compressed archive of a kind we do not open. Use a ZIP file, or "
    "upload the journal itself.",
    "binary": "This file is not text. A register journal is an XML file.",
    "zip_inside": "This is a ZIP archive inside another file. Unpack it and upload its files.",
    "not_xml": "This is a text file, but not a register journal in XML.",
    "doctype": "This file defines its own XML shorthand (DOCTYPE). Register journals never "
    "do, and such files can be harmful, so it was not opened.",
    "other_naxml_document": "This is a %(document)s report, not the register journal. Look "
    "for the files whose names begin with PJR or CPJR.",
    "other_register": "This looks like a journal of another make of register (%(document)s) "
    "that cannot be read here yet.",
    "other_xml": "This is an XML file, but not a register journal (it begins with %(document)s).",
    "truncated": "This file ends in the middle. It was probably copied before it was "
    "complete; send it again.",
    "not_well_formed": "This file is damaged: its XML breaks at line %(line)s. Send it again.",
    "wrong_encoding": "The letters of this file do not match the encoding it declares.",
    "unknown_encoding": "This file declares an encoding of letters that we do not know.",
    "too_deep": "This file is nested deeper than any register journal, so it was not opened.",
    "text_too_large": "One text in this file is larger than any register journal has.",
    "event_too_large": "One transaction in this file is larger than %(limit)s bytes.",
    "event_too_many_elements": "One transaction in this file has more than %(limit)s parts.",
    "too_many_attributes": "One part of this file has more than %(limit)s attributes.",
    "too_many_names": "This file uses more than %(limit)s different names for its parts.",
    "cannot_be_scanned": "This file hides its digits in a way that we cannot check for card "
    "numbers, so it was not kept.",
    "unreadable": "This file could not be opened.",
    # ZIP archives
    "zip_damaged": "This ZIP file is damaged. Make it again and upload the new one.",
    "zip_too_many_files": "This ZIP file holds more than %(limit)s files. Split it up.",
    "zip_too_large": "This ZIP file is too large once unpacked (limit: %(limit)s bytes).",
    "zip_ratio": "This ZIP file unpacks to an absurd size, so it was not opened.",
    "member_too_large": "This file is too large once unpacked (limit: %(limit)s bytes).",
    "member_damaged": "This file inside the ZIP is damaged.",
    "member_encrypted": "This file inside the ZIP has a password. Make the ZIP without one.",
    "member_compression": "This file inside the ZIP is packed by a method we do not open.",
    "member_unsafe_name": "This file inside the ZIP has a name that points outside of it.",
    "member_link": "This entry of the ZIP is a link, not a file.",
    "member_archive": "This is an archive inside the ZIP. Unpack it and upload its files.",
    # Files that were read and hold nothing to keep
    "nothing_needed": "This is a %(document)s report. Nothing in it helps to find loss, so it "
    "was kept and set aside.",
    "receipt_of_delivery": "This file only tells that another one arrived, or reports nothing. "
    "It was kept and set aside.",
    # Parts of a file that was otherwise read
    "bad_date": "A date or time could not be understood: %(field)s is “%(value)s”.",
    "bad_number": "A number could not be understood: %(field)s is “%(value)s”.",
    "no_time": "A transaction carries no usable time.",
    "more_problems": "%(count)s further problems in this file are not listed.",
    "read_as_latin1": "The letters did not match the encoding that the file declares; some "
    "may look wrong.",
    "control_characters": "Characters that do not belong into text were left out.",
}


def sentence(
    code: str, params: Mapping[str, str], translate: Callable[[str], str] = identity
) -> str:
    """The sentence of a problem or of an unreadable file; an unknown code is shown as is."""
    return fill(MESSAGES.get(code, code), params, translate)
