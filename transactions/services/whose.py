"""Whose file it is: what the file, its name or its rows say of a store."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stores.models import Store
from transactions.formats.canonical import UnreadableFileError
from transactions.models import FileState, SourceFile

if TYPE_CHECKING:
    from collections.abc import Mapping

_IN_NAME = re.compile(r"(?:store|site|location|loc)[ _#.-]*([A-Za-z0-9][A-Za-z0-9-]*)", re.I)
REMEMBERED = 20
ENOUGH = 3


def codes_of_chain() -> Mapping[str, str]:
    """The codes of the chain's stores, by how they compare."""
    return {same_code(code): code for code in Store.objects.values_list("code", flat=True)}


class Whose:
    """Checks for one store, of a chain with these ``codes`` (see :func:`codes_of_chain`);
    raises UnreadableFileError for a file of another."""

    def __init__(self, store: Store, codes: Mapping[str, str]) -> None:
        self._store = store
        self._ours = same_code(store.code)
        self._codes = codes
        self._told: set[str] | None = None

    def check(self, code: str, file_name: str) -> None:
        """``code`` is what the file itself says ("" for nothing); it is believed before the
        file's name. Raises ``other_store``, or ``unknown_store`` where the store's files
        have always given one and the same other number."""
        said = same_code(code) if code else ""
        if said == self._ours:
            return
        self._refuse_other(said)
        if not said:
            for named in _IN_NAME.findall(file_name):
                self._refuse_other(same_code(named))
            return
        told = self._usual()
        if told and said not in told:
            raise UnreadableFileError("unknown_store", theirs=code, ours=self._store.code)

    def remember(self) -> None:
        """Ask the database now: a thread that reads a file must not."""
        self._usual()

    def _refuse_other(self, said: str) -> None:
        if said and said != self._ours and said in self._codes:
            raise UnreadableFileError(
                "other_store", theirs=self._codes[said], ours=self._store.code
            )

    def _usual(self) -> set[str]:
        """The one number that the store's last files gave; nothing while they are few or
        do not agree."""
        if self._told is None:
            self._told = self._remembered()
        return self._told

    def _remembered(self) -> set[str]:
        read = SourceFile.objects.filter(
            store=self._store, state__in=[FileState.INGESTED, FileState.PARTLY_INGESTED]
        ).exclude(told_store="")
        last = list(read.order_by("-id").values_list("told_store", flat=True)[:REMEMBERED])
        codes = {same_code(code) for code in last}
        return codes if len(last) >= ENOUGH and len(codes) == 1 else set()


def same_code(code: str) -> str:
    """Store numbers as they compare: without zeros in front, in one case."""
    return code.strip().lstrip("0").casefold()
