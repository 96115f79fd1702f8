"""What is known of a file: where it came from, and what it was counted to hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from transactions.selectors.told_elsewhere import NOTHING, of_files
from transactions.selectors.wording import full_time, size

if TYPE_CHECKING:
    from transactions.models import SourceFile

FORMAT_WORDS = {
    "naxml_journal": _("Register journal"),
    "naxml_movement": _("Register's own counts"),
    "tabular": _("Back office export"),
    "canonical_json": _("Events sent by a program"),
}


def facts_of(file: SourceFile) -> list[tuple[str, str]]:
    zone = file.store.zone
    upload = file.upload
    who = User.objects.filter(pk=upload.received_by_id or 0).first()
    kind = str(FORMAT_WORDS.get(file.format, file.format))
    found = [
        (gettext("Store"), str(file.store)),
        (gettext("Came by"), f"{upload.get_channel_display()}{f', {who}' if who else ''}"),
        (gettext("Received"), full_time(file.received_at, zone)),
        (gettext("Kind"), " · ".join(filter(None, [kind, file.vendor]))),
        (gettext("Size"), size(file.size)),
        (
            gettext("The file's own time"),
            full_time(file.declared_at, zone) if file.declared_at else "",
        ),
        (gettext("Store number in the file"), file.told_store),
        (gettext("Read"), full_time(file.parsed_at, zone) if file.parsed_at else ""),
        (gettext("Reader"), _reader(file)),
        (gettext("Card numbers masked"), str(file.redacted) if file.redacted else ""),
        (gettext("Fingerprint (SHA-256)"), file.sha256),
    ]
    return [(word, value) for word, value in found if value]


def _reader(file: SourceFile) -> str:
    if not file.parser_version:
        return ""
    words = [gettext("version %(n)s") % {"n": file.parser_version}]
    if file.mapping_version:
        words.append(gettext("layout version %(n)s") % {"n": file.mapping_version})
    if file.replays:
        words.append(
            ngettext("read again once", "read again %(n)s times", file.replays)
            % {"n": file.replays}
        )
    return ", ".join(words)


def counts_of(file: SourceFile) -> list[tuple[str, int]]:
    if not file.events:
        return []
    elsewhere = of_files([file.pk]).get(file.pk, NOTHING)
    found = [
        (gettext("transactions"), file.events),
        (gettext("new"), max(0, file.new_transactions - elsewhere.rows)),
        (gettext("corrected"), file.revised_transactions),
        (gettext("flagged"), file.flagged),
    ]
    apart = [
        (gettext("known from another source"), elsewhere.second),
        (gettext("perhaps known: to decide"), elsewhere.undecided),
    ]
    return [*found, *(each for each in apart if each[1])]


def rows_of(file: SourceFile) -> list[tuple[str, int]]:
    words = {
        "data": gettext("Read"),
        "unread": gettext("Not read"),
        "total": gettext("Totals rows"),
        "heading": gettext("Headings"),
        "repeated_header": gettext("Column names repeated"),
        "footer": gettext("Remarks below"),
        "title": gettext("Titles above"),
        "header": gettext("Column names"),
        "blank": gettext("Empty"),
        "ignored": gettext("Left out, as was said"),
        "outside": gettext("On sheets without a table"),
    }
    return [(words[kind], file.rows[kind]) for kind in words if file.rows.get(kind)]


def totals_said(file: SourceFile) -> str:
    """What the totals rows say about our sums."""
    if not file.rows.get("total"):
        return ""
    if any(problem["code"] == "total_differs" for problem in file.problems):
        return gettext("A totals row differs from the sum of its rows: see below.")
    return gettext("Totals rows were compared with the rows above them; nothing differs.")
