"""Element names without namespace and case, remembered per file.

Vendors differ in namespace, prefix and even case (upper-case ``REGISTERID`` occurs),
so the reader compares lower-case local names only. Turning a tag into that form
happens once per distinct tag of a file.
"""

from __future__ import annotations

from transactions.formats.canonical import UnreadableFileError

MAX_DISTINCT_NAMES = 5_000
"""A real journal has about 150; a file that invents names would fill the memory."""


class Names(dict[str, str]):
    """Maps lxml's tag (``{namespace}Name``) to the lower-case local name."""

    def __init__(self) -> None:
        super().__init__()
        self.spelling: dict[str, str] = {}
        """Lower-case local name to the spelling first seen, for reports to people."""

    def __missing__(self, tag: str) -> str:
        if len(self) >= MAX_DISTINCT_NAMES:
            raise UnreadableFileError("too_many_names", limit=str(MAX_DISTINCT_NAMES))
        local = tag.rpartition("}")[2]
        name = self[tag] = local.lower()
        self.spelling.setdefault(name, local)
        return name


def name_set(names: str) -> frozenset[str]:
    """Blank-separated lower-case names as a set."""
    return frozenset(names.split())
