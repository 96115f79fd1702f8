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
    "html": "This is a web page without a table. Perhaps a log-in page was saved instead of "
    "the export; export it again.",
    "spreadsheet": "This spreadsheet was not opened where it came in. Upload it again.",
    "picture": "This is a picture, not a register journal. Export the journal as XML.",
    "compressed": "This is a compressed archive of a kind we do not open. Use a ZIP file, or "
    "upload the journal itself.",
    "binary": "This file is not text. A register journal is an XML file.",
    "zip_inside": "This is a ZIP archive inside another file. Unpack it and upload its files.",
    "not_xml": "This is a text file, but neither a register journal in XML nor a table.",
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
    # Events pushed as JSON: the whole payload, or one event of it
    "json_not_utf8": "This JSON is not in UTF-8. Send it in UTF-8.",
    "json_broken": "This is no valid JSON: it breaks at line %(line)s, column %(column)s.",
    "json_too_deep": "This JSON is nested deeper than %(limit)s levels. Send events as the "
    "schema shows them.",
    "json_twice": "“%(field)s” is there twice in one object. Send it once.",
    "json_number": "This JSON holds a number that is none, or far too long. Write amounts as "
    'text, such as "4.50".',
    "json_too_large": "This JSON is larger than %(limit)s bytes. Send fewer events at a time, "
    "or one event per line.",
    "json_line_too_long": "This line is longer than %(limit)s bytes. Send one event per line.",
    "json_version": "This is no list of events in the format “lossprevention.events”, version "
    "%(version)s. Name both in the header.",
    "json_more_behind": "Something stands behind the end of this JSON. Send one object, or one "
    "event per line.",
    "count_differs": "%(said)s events were announced and %(found)s arrived. Send them again.",
    "field_unknown": "“%(field)s” is no field of an event. Leave it out or correct its name.",
    "field_missing": "“%(field)s” is missing. Every event needs it.",
    "field_not_null": "“%(field)s” is null. Leave it out when there is nothing to say.",
    "field_not_object": "“%(field)s” must be an object.",
    "field_not_list": "“%(field)s” must be a list.",
    "field_too_many": "“%(field)s” has more than %(limit)s entries. Send fewer at a time.",
    "field_not_text": "“%(field)s” must be text in quotes.",
    "field_too_long": "“%(field)s” is longer than %(limit)s characters.",
    "field_bad_characters": "“%(field)s” holds characters that do not belong into text.",
    "field_not_last_four": "“%(field)s” must be the card's last four digits and nothing else.",
    "field_not_amount": '“%(field)s” must be an amount in quotes with a point, such as "-4.50".',
    "field_not_time": '“%(field)s” must be a date and time such as "2026-03-09T14:03:07", '
    "with or without an offset.",
    "field_not_date": '“%(field)s” must be a date such as "2026-03-09".',
    "field_not_yes_no": "“%(field)s” must be true or false.",
    "field_not_whole": "“%(field)s” must be a whole number, not below 0.",
    "field_not_choice": "“%(field)s” must be one of: %(choices)s.",
    # Spreadsheets and tables
    "ods": "This is an OpenDocument spreadsheet. Open it and save it as Excel workbook (.xlsx) "
    "or CSV, then upload that.",
    "xlsb": "This is a binary workbook (.xlsb). Open it and save it as Excel workbook (.xlsx), "
    "then upload that.",
    "other_office": "This is an office document, but not a spreadsheet. Export the report as "
    "Excel or CSV.",
    "web_archive": "This is a web archive (.mht). Open it and save it as Excel workbook (.xlsx) "
    "or CSV, then upload that.",
    "symbolic_link": "This is a spreadsheet of a kind no longer used (SYLK). Open it and save it "
    "as Excel workbook (.xlsx) or CSV, then upload that.",
    "password": "This spreadsheet has a password. Save it without one, then upload it again.",
    "macros": "This spreadsheet holds macros, which can be harmful, so it was not opened. Save "
    "it as Excel workbook without macros (.xlsx), then upload that.",
    "formulas": "This spreadsheet holds formulas, which we never work out. Select all cells, "
    "copy, paste as values, save, then upload it again.",
    "external_links": "This spreadsheet points to other files. Select all cells, copy, paste as "
    "values into a new workbook, then upload that.",
    "spreadsheet_empty": "This spreadsheet holds no rows, only empty cells. Export the report "
    "again.",
    "spreadsheet_damaged": "This spreadsheet is damaged or incomplete. Export the report again.",
    "spreadsheet_bomb": "This spreadsheet unpacks to an absurd size, so it was not opened. "
    "Export the report again, or as CSV.",
    "spreadsheet_too_large": "This spreadsheet is too large to be opened. Export fewer days at "
    "a time, or export as CSV.",
    "spreadsheet_too_slow": "This spreadsheet took too long to open. Export fewer days at a "
    "time, or export as CSV.",
    "too_many_sheets": "This file holds more than %(limit)s tables. Upload the ones with "
    "transactions only.",
    "too_many_columns": "This table has more than %(limit)s columns, so it was not opened. "
    "Export the report again with its usual columns.",
    "line_too_long": "Line %(line)s of this file is longer than any report has. Export the "
    "report again.",
    "open_quote": "A quotation mark in row %(line)s of this file is never closed, so that the "
    "rows behind it cannot be told apart. Remove it, or export the report again as Excel.",
    "grid_damaged": "The kept rows of this spreadsheet break at line %(line)s. Upload the "
    "spreadsheet again.",
    "other_store": "This file is of store %(theirs)s, not of store %(ours)s. It was held and not "
    "mixed in; hand it over to that store.",
    "unknown_store": "This file names store %(theirs)s, which is none of yours; the files of "
    "store %(ours)s have always named another. It was held and not mixed in.",
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
    # What the columns of an export mean
    "needs_mapping": "We have not seen this layout of columns before. Look at how it would be "
    "read and confirm it once; the file is read right after.",
    "no_table": "No table of transactions was found in this file: no row in it looks like the "
    "names of columns. Export the report with its column headings.",
    "several_stores": "This file holds rows of several stores (%(first)s and %(second)s). Export "
    "one file per store, or say on the layout's page that the store column is no store number.",
    "date_order_differs": "Row %(row)s holds the date “%(value)s”, which cannot be in the order of "
    "day and month that was confirmed for this layout. Say on the file's page how it is written.",
    "decimal_mark_differs": "Row %(row)s holds the amount “%(value)s” in %(column)s, which is not "
    "written with the decimal mark that was confirmed for this layout. Say on the file's page how "
    "it is written.",
    "read_otherwise": "Unlike other files of its layout, this one was read with amounts such as "
    "%(amount)s and dates such as %(day)s, as was confirmed.",
    "total_differs": "The totals in row %(row)s say %(said)s for %(column)s; the rows above add up "
    "to %(ours)s.",
    "row_without_time": "Row %(row)s has no date and time that we could read.",
    "row_twice": "Row %(row)s repeats a transaction that this file already lists.",
    "bad_answer": "Row %(row)s: “%(value)s” in %(column)s is neither yes nor no.",
    "mixed_types": "Row %(row)s: the rows of transaction %(value)s say different things of it.",
    "total_varies": "Row %(row)s: the rows of transaction %(value)s give it different totals.",
    "assumed_two_columns": "Several columns could be the %(role)s (%(columns)s), so none was used.",
    "assumed_not_fitting": "%(column)s holds “%(value)s”, which its name does not lead one to "
    "expect, so it was not used.",
    "assumed_spelling": "%(column)s was taken for the %(role)s by its spelling.",
    "assumed_line_or_total": "%(column)s may be the amount of an item or of the whole receipt; it "
    "was taken for the receipt's.",
    "assumed_grain": "Rows were taken for single items of receipts.",
    "assumed_repeated_numbers": "Transaction numbers repeat, and nothing shows why.",
    "assumed_type_word": "Nobody has said yet what “%(word)s” means; its %(count)s rows are kept "
    "as unknown.",
    "assumed_row_type": "Nothing says what kind of transaction the rows are; they were taken for "
    "sales.",
    "assumed_day_of_title": "The rows have no date; the report's own day, %(day)s, was taken.",
    "assumed_no_date": "The rows have no date.",
    "assumed_several_stores": "The rows are of several stores.",
    "assumed_mixed_dates": "Some dates put the day first and some the month.",
    "assumed_date_order": "Dates such as “%(value)s” were read with the month first.",
    "assumed_serial_dates": "Dates that are only a count of days were counted from 1900.",
    "assumed_mixed_marks": "Amounts in %(column)s use a point and a comma for cents.",
    "assumed_decimal_mark": "Amounts such as “%(value)s” in %(column)s were read with a decimal "
    "point.",
    "mapping_no_object": "A layout must be a JSON object.",
    "mapping_version": "This layout is of version %(version)s, which cannot be read.",
    "mapping_unknown_field": "A layout has no setting called %(field)s.",
    "mapping_missing_field": "The layout's %(field)s is missing.",
    "mapping_column_count": "The layout has %(said)s meanings for %(ours)s columns.",
    "mapping_unknown_role": "%(column)s cannot mean “%(role)s”: there is no such meaning. Choose "
    "one from the list.",
    "mapping_role_twice": "Both %(column)s and %(other)s are said to be the %(role)s. Choose one.",
    "mapping_unknown_meaning": "“%(word)s” cannot mean “%(meaning)s”: there is no such meaning.",
    "mapping_bad_value": "“%(value)s” cannot be used for the layout's %(field)s.",
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
