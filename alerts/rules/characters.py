"""The characters of a rule: what is forgiven, and what is refused.

Forgiven is what typing on a phone or pasting from a document does to plain text: wide and
typographic forms. Refused is what makes a text read as something else than it is.
"""

from __future__ import annotations

import unicodedata

from alerts.rules.problems import Problem

MOST_TEXT = 400
TYPOGRAPHIC = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "–": "-", "—": "-"}
    | {"‑": "-", "−": "-", "\t": " ", "\n": " ", "\r": " ", "\x0b": " ", "\x0c": " "}
)
LOOK_ALIKES = str.maketrans(
    "аеорсухіјѕԁһвкмнтАВЕКМНОРСТУХІЈЅαεοιρτυνκΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aeopcyxijsdhbkmhtABEKMHOPCTYXIJSaeoiptuvkABEZHIKMNOPTYX",
)
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
