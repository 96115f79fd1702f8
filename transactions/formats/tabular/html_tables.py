"""Tables of a web page, which many back offices call a spreadsheet, in flat memory.

Only text is taken: scripts, styles and comments are passed over, nothing is fetched, no
entity but those of HTML itself is known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO, Final, cast

from lxml import etree

from transactions.formats.canonical import UnreadableFileError
from transactions.formats.tabular.cells import Row, Sheet
from transactions.formats.tabular.html_rows import RowTarget
from transactions.formats.tabular.text_encoding import find_encoding
from transactions.spreadsheets.limits import MAX_SHEETS

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHUNK: Final = 64 * 1024


def read_html(stream: BinaryIO) -> Iterator[Sheet]:
    """The page's tables that have rows, one sheet each. Raises UnreadableFileError (``html``
    for a page without any, ``too_many_columns``, ``text_too_large``, ``too_deep``)."""
    page = _Page(stream)
    while page.next_table():
        yield Sheet("", page.rows())
    if page.tables == 0:
        raise UnreadableFileError("html")


class _Page:
    """Takes rows from the page as it is parsed, a piece at a time."""

    def __init__(self, stream: BinaryIO) -> None:
        encoding = find_encoding(stream).removesuffix("-sig")
        self._target = RowTarget()
        target = cast("Any", self._target)  # it is given text; the stubs say bytes as well
        self._parser = etree.HTMLParser(target=target, encoding=encoding)
        self._stream = stream
        self._is_over = False
        self._current = 0
        self.tables = 0

    def next_table(self) -> bool:
        """Whether there is one more; what is left of the one before is passed over."""
        for _ in self.rows():
            pass
        while not self._target.rows and self._more():
            pass
        if not self._target.rows:
            return False
        self._current = self._target.rows[0][0]
        self.tables += 1
        if self.tables > MAX_SHEETS:
            raise UnreadableFileError("too_many_sheets", limit=str(MAX_SHEETS))
        return True

    def rows(self) -> Iterator[Row]:
        waiting = self._target.rows
        while True:
            taken = 0
            for table, row in waiting:
                if table != self._current:
                    break
                taken += 1
                yield row
            del waiting[:taken]
            if waiting or not self._more():
                return

    def _more(self) -> bool:
        """Parse a piece further; False at the end of the page."""
        if self._is_over:
            return False
        chunk = self._stream.read(_CHUNK)
        try:
            if chunk:
                self._parser.feed(chunk)
            else:
                self._is_over = True
                self._parser.close()
        except etree.ParseError as error:
            raise UnreadableFileError("html") from error
        return True
