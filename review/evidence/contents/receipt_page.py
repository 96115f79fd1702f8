"""The receipt and the record of one transaction, to read: as a page and as a sheet."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils.translation import gettext

from review.evidence.pdf import Sheet
from transactions.formats.redaction import redact_text
from transactions.models import EVENT_TYPES
from transactions.selectors import reasons
from transactions.selectors.receipts import receipt_of
from transactions.selectors.wording import full_time, money

if TYPE_CHECKING:
    from collections.abc import Sequence

    from review.selectors.trail import Entry
    from transactions.models import Transaction
    from transactions.selectors.receipts import Receipt, Row


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    """Everything is text already. ``trail`` is oldest first."""

    title: str
    facts: Sequence[tuple[str, str]]
    why: Sequence[str]
    receipt: Receipt
    trail: Sequence[tuple[str, str]]


def receipt_page(transaction: Transaction, trail: Sequence[Entry]) -> ReceiptPage:
    word = str(EVENT_TYPES[transaction.event_type])
    zone = transaction.store.zone
    facts = [
        (gettext("Store"), str(transaction.store)),
        (gettext("Register"), transaction.register.said if transaction.register else ""),
        (gettext("Cashier"), transaction.cashier.said if transaction.cashier else ""),
        (
            gettext("Register's time"),
            f"{full_time(transaction.occurred_at, zone)} ({transaction.store.timezone})",
        ),
        (gettext("Amount"), money(transaction.amount)),
    ]
    return ReceiptPage(
        title=f"{word} {transaction.transaction_no}".strip(),
        facts=[(name, value) for name, value in facts if value],
        why=[reasons.why(detail) for detail in transaction.flag_details],
        receipt=receipt_of(transaction),
        trail=[(entry.when, _told(entry)) for entry in trail],
    )


def _told(entry: Entry) -> str:
    said = f"{entry.who} {entry.what}"
    return f"{said}: {redact_text(entry.text)}" if entry.text else said


def as_html(page: ReceiptPage) -> bytes:
    """One file that needs nothing else: it opens and prints anywhere."""
    style = resources.files("review.evidence.contents").joinpath("receipt.css").read_text("utf-8")
    text = render_to_string("review/evidence/receipt_file.html", {"page": page, "style": style})
    return text.encode()


def as_pdf(page: ReceiptPage) -> bytes:
    sheet = Sheet(page.title)
    sheet.pairs(page.facts)
    if page.why:
        sheet.heading(gettext("Why it was flagged"))
        for sentence in page.why:
            sheet.text(sentence)
    sheet.heading(gettext("Receipt"))
    for rows in (page.receipt["lines"], page.receipt["totals"], page.receipt["tenders"]):
        sheet.amounts((_words(row), row["amount"]) for row in rows)
    sheet.heading(gettext("As the register wrote it"))
    sheet.pairs(page.receipt["facts"])
    sheet.heading(gettext("Notes, decisions and views"))
    sheet.pairs(page.trail)
    return sheet.finish()


def _words(row: Row) -> str:
    removed = gettext("removed") if row["tone"] == "removed" else ""
    return " · ".join(part for part in (row["text"], row["detail"], removed) if part)
