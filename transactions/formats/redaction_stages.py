"""How one kind of file is masked as it passes: markup, plain text, wide characters."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, Final, Protocol

from transactions.formats.canonical import UnreadableFileError
from transactions.formats.familiar_markup import FamiliarMarkup
from transactions.formats.markup_context import check_scannable, is_protected
from transactions.formats.markup_table import MarkupTable
from transactions.formats.masking import mask_numbers
from transactions.formats.private_values import drop_private
from transactions.formats.text_context import Columns

if TYPE_CHECKING:
    from codecs import IncrementalDecoder, IncrementalEncoder
    from collections.abc import Callable, Iterator

MAX_SEGMENT_BYTES: Final = 4 * 1024 * 1024
"""The longest stretch without a border; no journal has one text or line this long."""
_PIECE_BYTES: Final = 8 * 1024
"""A register's event or two."""
_HEADER_LINES: Final = 50
_KIND_CHARACTERS: Final = 1
"""What kind of text it is shows in its first character."""


class Stage(Protocol):
    @property
    def redacted(self) -> int: ...

    def feed(self, data: bytes) -> bytes: ...

    def finish(self) -> bytes: ...


class Segmented:
    """Collects bytes up to the last border and masks what lies before it."""

    longest = MAX_SEGMENT_BYTES

    def __init__(self) -> None:
        self.redacted = 0
        self._pending = b""

    def feed(self, data: bytes) -> bytes:
        buffer = self._pending + data if self._pending else data
        cut = self._last_border(buffer, len(self._pending))
        self._pending = buffer[cut:]
        if len(self._pending) > self.longest:
            raise UnreadableFileError("cannot_be_scanned")
        return self._mask(buffer[:cut]) if cut else b""

    def finish(self) -> bytes:
        rest, self._pending = self._pending, b""
        return self._mask(rest) if rest else b""

    def _last_border(self, buffer: bytes, already_searched: int) -> int:
        raise NotImplementedError

    def _mask(self, block: bytes) -> bytes:
        raise NotImplementedError


class Markup(Segmented):
    """Borders are tags; a comment, CDATA section or instruction stays with its text."""

    def _last_border(self, buffer: bytes, already_searched: int) -> int:
        # The byte after "<" decides, and may come with the next chunk.
        lowest = max(already_searched - 1, 0)
        return max(_border_before(buffer, lowest, len(buffer) - 1), 0)

    def _mask(self, block: bytes) -> bytes:
        check_scannable(block)
        masked, count = mask_numbers(drop_private(block), is_protected)
        self.redacted += count
        return masked


def _border_before(block: bytes, lowest: int, end: int) -> int:
    """The last tag that begins before ``end``, -1 where none does."""
    position = block.rfind(b"<", lowest, max(end, 0))
    while position >= 0 and block[position + 1] in b"!?":
        position = block.rfind(b"<", lowest, position)
    return position


class RegisterMarkup(Markup):
    """A register's own document: piece by piece, so that few need be searched."""

    def __init__(self) -> None:
        super().__init__()
        self._familiar = FamiliarMarkup()

    def _mask(self, block: bytes) -> bytes:
        search, holds_nothing = super()._mask, self._familiar.holds_nothing
        return b"".join(
            piece if holds_nothing(piece) else search(piece) for piece in self._pieces(block)
        )

    def _pieces(self, block: bytes) -> Iterator[bytes]:
        """``block`` cut at tags; it begins and ends at some."""
        begin = 0
        while len(block) - begin > _PIECE_BYTES:
            end = _border_before(block, begin, begin + _PIECE_BYTES)
            if end <= begin:
                break
            yield block[begin:end]
            begin = end
        yield block[begin:]


class MarkupWithTables(Markup):
    """A web page or an XML spreadsheet: rows and cells tell what a column holds."""

    def __init__(self) -> None:
        super().__init__()
        self._table = MarkupTable()

    def _mask(self, block: bytes) -> bytes:
        check_scannable(block)
        masked, count = mask_numbers(self._table.mask(drop_private(block)), self._is_protected)
        self.redacted += count
        return masked

    def _is_protected(self, block: bytes, position: int) -> bool:
        return self._table.is_spared(position) or is_protected(block, position)


class PlainText(Segmented):
    """Borders are line ends; the header line, once seen, names the columns."""

    def __init__(self) -> None:
        super().__init__()
        self._columns = Columns()
        self._lines_seen = 0

    def _last_border(self, buffer: bytes, already_searched: int) -> int:
        # A carriage return at the very end may be half of a line's end.
        lowest = max(already_searched - 1, 0)
        newline = buffer.rfind(b"\n", lowest)
        return max(newline, buffer.rfind(b"\r", max(newline, lowest), len(buffer) - 1)) + 1

    def _mask(self, block: bytes) -> bytes:
        if self._lines_seen >= _HEADER_LINES:
            return self._mask_lines(block)
        return b"".join(self._mask_early_line(line) for line in block.splitlines(keepends=True))

    def _mask_early_line(self, line: bytes) -> bytes:
        if self._lines_seen < _HEADER_LINES:
            self._lines_seen += 1
            self._columns.consider(line)
        return self._mask_lines(line)

    def _mask_lines(self, block: bytes) -> bytes:
        masked, count = mask_numbers(block, self._columns.is_protected)
        self.redacted += count
        return masked


class Wide:
    """UTF-16 or UTF-32: masked as UTF-8 and written back as it came."""

    def __init__(self, encoding: str, stage_of: Callable[[bytes], Segmented]) -> None:
        self._stage_of = stage_of
        self._decoder: IncrementalDecoder = codecs.getincrementaldecoder(encoding)()
        self._encoder: IncrementalEncoder = codecs.getincrementalencoder(encoding)()
        self._head = ""
        self._stage: Segmented | None = None

    @property
    def redacted(self) -> int:
        return self._stage.redacted if self._stage else 0

    def feed(self, data: bytes) -> bytes:
        return self._pass_on(self._decode(data, final=False), final=False)

    def finish(self) -> bytes:
        return self._pass_on(self._decode(b"", final=True), final=True)

    def _decode(self, data: bytes, *, final: bool) -> str:
        try:
            return self._decoder.decode(data, final)
        except UnicodeDecodeError as error:
            raise UnreadableFileError("cannot_be_scanned") from error

    def _pass_on(self, text: str, *, final: bool) -> bytes:
        if self._stage is None:
            self._head += text
            visible = self._head.lstrip("\ufeff \t\r\n")
            if not visible and not final:
                return b""
            self._stage = self._stage_of(visible[:_KIND_CHARACTERS].encode())
            text = self._head
        masked = self._stage.feed(text.encode())
        if final:
            masked += self._stage.finish()
        return self._encoder.encode(masked.decode(), final)
