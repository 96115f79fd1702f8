"""Names come from registers: nothing in them may become a header, a line or a control."""

from __future__ import annotations

import unicodedata


def one_line(text: str) -> str:
    """One line without control, formatting or direction characters."""
    spaced = "".join(" " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c for c in text)
    kept = "".join(c for c in spaced if unicodedata.category(c) not in {"Cf", "Cs"})
    return " ".join(kept.split())
