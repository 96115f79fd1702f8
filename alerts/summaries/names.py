"""Names come from registers and from people: inert in subjects, mails and messages."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LONGEST: Final = 60
_LINK: Final = re.compile(r"(?i)\b(https?|ftp|mailto|javascript|data)\s*:")


def inert(name: str, *, longest: int = LONGEST) -> str:
    """One line without control, formatting or direction characters, not too long, and
    nothing in it that a mail program would make a link of."""
    spaced = "".join(" " if unicodedata.category(c)[0] == "Z" else c for c in name)
    kept = "".join(
        " " if unicodedata.category(c) == "Cc" else c
        for c in spaced
        if unicodedata.category(c) not in {"Cf", "Cs", "Co"}
    )
    line = " ".join(_LINK.sub(r"\1 ", kept).replace("//", "/ ").split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"
