"""The characters of a rule: what is forgiven, and what is refused.

Forgiven is what typing on a phone or pasting from a document does to plain text: wide and
typographic forms. Refused is what makes a text read as something else than it is.
"""

from __future__ import annotations

import unicodedata

from alerts.rules.problems import Problem

MOST_TEXT = 400
DOUBLE_QUOTES = "\u201c\u201d\u201e\u00ab\u00bb\uff02"
SINGLE_QUOTES = "\u2018\u2019"
DASHES = "\u2010\u2011\u2012\u2013\u2014\u2212"
BLANKS = "\t\n\r\x0b\x0c"
TYPOGRAPHIC = str.maketrans(
    DOUBLE_QUOTES + SINGLE_QUOTES + DASHES + BLANKS,
    '"' * len(DOUBLE_QUOTES) + "'" * len(SINGLE_QUOTES) + "-" * len(DASHES) + " " * len(BLANKS),
)
CYRILLIC = (
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u0501\u04bb"
    "\u0432\u043a\u043c\u043d\u0442\u0410\u0412\u0415\u041a\u041c\u041d\u041e"
    "\u0420\u0421\u0422\u0423\u0425\u0406\u0408\u0405",
    "aeopcyxijsdhbkmhtABEKMHOPCTYXIJS",
)
GREEK = (
    "\u03b1\u03b5\u03bf\u03b9\u03c1\u03c4\u03c5\u03bd\u03ba\u0391\u0392\u0395"
    "\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7",
    "aeoiptuvkABEZHIKMNOPTYX",
)
LOOK_ALIKES = str.maketrans(CYRILLIC[0] + GREEK[0], CYRILLIC[1] + GREEK[1])
REFUSED = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})


def plain(text: str) -> str:
    """The same length, with wide and typographic forms as plain ones."""
    return "".join(_plain(c) for c in text.translate(TYPOGRAPHIC))


def _plain(character: str) -> str:
    if character.isascii():
        return character
    form = unicodedata.normalize("NFKC", character)
    if len(form) == 1 and form.isascii():
        return form
    return " " if unicodedata.category(character) == "Zs" else character


def refuse(text: str) -> Problem | None:
    """``text`` is plain already, so that line breaks and tabs are spaces."""
    for place, character in enumerate(text):
        if unicodedata.category(character) in REFUSED:
            code = {"code": f"U+{ord(character):04X}"}
            return Problem("hidden_character", code, place, place + 1, ("",))
    return None


def unmasked(word: str) -> str | None:
    """The Latin word that this one only looks like."""
    latin = word.translate(LOOK_ALIKES)
    return latin if latin != word and latin.isascii() else None
