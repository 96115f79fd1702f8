"""NAXML-POSJournal: Gilbarco Passport, Bulloch, Verifone and NCR converted journals."""

from __future__ import annotations

from transactions.formats.naxml.reader import NaxmlReader
from transactions.formats.prolog import read_prolog

__all__ = ["NaxmlReader", "recognises"]

_ROOTS = frozenset({"naxml-posjournal", "naxmlposjournal"})


def recognises(head: bytes) -> bool:
    prolog = read_prolog(head)
    return not prolog.has_doctype and prolog.root.lower() in _ROOTS
