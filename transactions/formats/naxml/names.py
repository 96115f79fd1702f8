"""Element names without namespace and case, remembered per file.

Vendors differ in namespace, prefix and even case (upper-case ``REGISTERID`` occurs),
so the reader compares lower-case local names only. Turning a tag into that form
happens once per distinct tag of a file.
"""

from __future__ import annotations

from typing import Final

from transactions.formats.canonical import UnreadableFileError

MAX_DISTINCT_NAMES = 5_000
"""A real journal has about 150; a file that invents names would fill the memory."""


INSTRUCTION: Final = "processinginstruction"
"""Stands for ``<?…?>``, whose tag is no text in lxml."""


class Names(dict[str, str]):
    """Maps lxml's tag (``{namespace}Name``) to the lower-case local name."""

    def __init__(self) -> None:
        super().__init__()
        self.spelling: dict[str, str] = {}
        """Lower-case local name to the spelling first seen, for reports to people."""

    def __missing__(self, tag: object) -> str:
        if len(self) >= MAX_DISTINCT_NAMES:
            raise UnreadableFileError("too_many_names", limit=str(MAX_DISTINCT_NAMES))
        if not isinstance(tag, str):
            return INSTRUCTION
        local = tag.rpartition("}")[2]
        name = self[tag] = local.lower()
        self.spelling.setdefault(name, local)
        return name


def name_set(names: str) -> frozenset[str]:
    """Blank-separated lower-case names as a set."""
    return frozenset(names.split())
