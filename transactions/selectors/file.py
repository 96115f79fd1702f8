"""One file that came in: what it is, what became of it, and what it told of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from transactions.formats import FORMATS
from transactions.formats.tabular.variants import WRITTEN_OTHERWISE
from transactions.models import (
    EVENT_TYPES,
    FileState,
    SourceFile,
    Standing,
    Transaction,
)
from transactions.selectors import layout_said, reasons
from transactions.selectors.told_elsewhere import NOTHING, of_files
from transactions.selectors.wording import full_time, money, short_time, size

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stores.access import Member
    from stores.models import Store

MOST_TRANSACTIONS = 50
MOST_SAID = 100
ANOTHERS = frozenset({"other_store", "unknown_store"})
FORMAT_WORDS = {
    "naxml_journal": _("Register journal"),
    "naxml_movement": _("Register's own counts"),
    "tabular": _("Back office export"),
    "canonical_json": _("Events sent by a program"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One transaction of the file, as its list shows it."""

    id: int
    word: str
    flags: list[str]
    time: str
    register: str
    number: str
    amount: str
    standing: str


@dataclass(frozen=True, slots=True)
class FilePage:
    file: SourceFile
    sentence: str
    state_word: str
    facts: list[tuple[str, str]]
    counts: list[tuple[str, int]]
    rows: list[tuple[str, int]]
    totals: str
    why: list[str]
    problems: list[str]
    more_problems: int
    unfamiliar: list[tuple[str, int]]
    told: list[Told]
    more_told: int
    control_totals: int
    is_spreadsheet: bool
    has_unread_rows: bool
    may_be_written_otherwise: bool
    is_written_otherwise: bool
    is_anothers: bool
    stores: list[Store]
    named: str


def file_page(member: Member, file: SourceFile) -> FilePage:
    """``file`` is one the member may see, with its store and upload."""
    told = _told(file)
    problems = _problems(file)
    is_spreadsheet = file.format == "tabular" or file.state == FileState.NEEDS_MAPPING
    is_anothers = file.state == FileState.QUARANTINED and file.reason_code in ANOTHERS
    return FilePage(
        file=file,
        sentence=_sentence(file),
        state_word=str(file.get_state_display()),
        facts=_facts(file),
        counts=_counts(file),
        rows=_rows(file),
        totals=_totals(file),
        why=[reasons.problem(file.reason_code, file.reason_params)] if file.reason_code else [],
        problems=problems[:MOST_SAID],
        more_problems=max(0, len(problems) - MOST_SAID),
        unfamiliar=_unfamiliar(file),
        told=told[:MOST_TRANSACTIONS],
        more_told=max(0, file.events - MOST_TRANSACTIONS) if len(told) > MOST_TRANSACTIONS else 0,
        control_totals=file.control_totals,
        is_spreadsheet=is_spreadsheet,
        has_unread_rows=is_spreadsheet and bool(file.rows.get("unread")),
        may_be_written_otherwise=_may_be_written_otherwise(file),
        is_written_otherwise=file.reason_code in WRITTEN_OTHERWISE,
        is_anothers=is_anothers,
        stores=list(member.stores().exclude(pk=file.store_id)) if is_anothers else [],
        named=str(file.reason_params.get("theirs", "")) if is_anothers else "",
    )


def _may_be_written_otherwise(file: SourceFile) -> bool:
    """Whether a person may say so: of a kept spreadsheet that was read, or refused for it."""
    was_read = file.state in {FileState.INGESTED, FileState.PARTLY_INGESTED}
    return bool(
        file.stored_key and file.layout and (was_read or file.reason_code in WRITTEN_OTHERWISE)
    )


def _sentence(file: SourceFile) -> str:
    """What became of the file, in one sentence."""
    if file.state == FileState.RECEIVED:
        return gettext("This file waits to be read.")
    if file.state == FileState.DUPLICATE:
        return gettext("This store had the same file before, so nothing was read from it.")
    if file.state == FileState.NEEDS_MAPPING:
        return gettext("Waiting for you: what do its columns mean?")
    if file.state == FileState.QUARANTINED:
        return gettext("This file could not be read, and nothing of it was taken.")
    if not file.events and file.control_totals:
        return gettext("A report of sums: its figures are compared with what we counted.")
    if not file.events:
        return gettext("This file was read and holds no transactions.")
    read = ngettext("%(n)s transaction", "%(n)s transactions", file.events)
    words = {"read": read % {"n": f"{file.events:,}"}, "span": "", "flagged": f"{file.flagged:,}"}
    if file.first_at and file.last_at:
        zone = file.store.zone
        words["span"] = layout_said.span(
            file.first_at.astimezone(zone).date(), file.last_at.astimezone(zone).date()
        )
    if file.state == FileState.PARTLY_INGESTED:
        return gettext("Read in part: %(read)s%(span)s; %(flagged)s flagged.") % words
    return gettext("%(read)s%(span)s; %(flagged)s flagged.") % words


def _facts(file: SourceFile) -> list[tuple[str, str]]:
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


def _counts(file: SourceFile) -> list[tuple[str, int]]:
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


def _rows(file: SourceFile) -> list[tuple[str, int]]:
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


def _totals(file: SourceFile) -> str:
    """What the totals rows say about our sums."""
    if not file.rows.get("total"):
        return ""
    if any(problem["code"] == "total_differs" for problem in file.problems):
        return gettext("A totals row differs from the sum of its rows: see below.")
    return gettext("Totals rows were compared with the rows above them; nothing differs.")


def _problems(file: SourceFile) -> list[str]:
    return list(
        dict.fromkeys(_problem(each["code"], each.get("params", {})) for each in file.problems)
    )


def _problem(code: str, params: Mapping[str, str]) -> str:
    """With the row in front, where the sentence does not name it."""
    said, row = reasons.problem(code, params), params.get("row", "")
    if not row or row in said:
        return said
    return gettext("Row %(row)s: %(what)s") % {"row": row, "what": said}


def _unfamiliar(file: SourceFile) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = [(name, count) for name, count in file.unknown_elements.items()]
    for kind, names in file.unfamiliar.items():
        found += [(f"{kind}: {name}", count) for name, count in names.items()]
    return sorted(found, key=lambda pair: -pair[1])[:MOST_SAID]


def _told(file: SourceFile) -> list[Told]:
    if file.first_at is None or file.last_at is None:
        return []
    rows = Transaction.objects.filter(
        store=file.store_id,
        occurred_at__range=(file.first_at, file.last_at),
        source_file=file,
    ).select_related("register")
    zone = file.store.zone
    today = timezone.now().astimezone(zone).date()
    return [
        Told(
            id=each.pk,
            word=str(EVENT_TYPES[each.event_type]),
            flags=[reasons.label(flag) for flag in each.flags],
            time=short_time(each.occurred_at, zone, today),
            register=each.register.said if each.register else "",
            number=each.transaction_no,
            amount=money(each.amount),
            standing=str(each.get_standing_display()) if each.standing != Standing.COUNTED else "",
        )
        for each in rows.order_by("-occurred_at", "-id")[: MOST_TRANSACTIONS + 1]
    ]


def format_choices() -> list[tuple[str, str]]:
    """Formats to narrow the list of files by."""
    return [(name, str(FORMAT_WORDS.get(name, name))) for name in FORMATS]
