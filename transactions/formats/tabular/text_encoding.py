"""In which letters a text file is written, decided over the whole file before any row.

A spreadsheet program writes UTF-8 with or without a mark, UTF-16 ("Unicode text"), or the
old Western code page of Windows.
"""

from __future__ import annotations

import codecs
import re
from typing import BinaryIO, Final

_CHUNK: Final = 256 * 1024
_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WIDE_LOW: Final = re.compile(rb"(?:[\t\r\n\x20-\x7e]\0){4}")
_WIDE_HIGH: Final = re.compile(rb"(?:\0[\t\r\n\x20-\x7e]){4}")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1f]")
FALLBACK: Final = "cp1252"


def wide_encoding(head: bytes) -> str | None:
    """UTF-16 without a mark, told by its zero bytes."""
    if _WIDE_LOW.match(head):
        return "utf-16-le"
    return "utf-16-be" if _WIDE_HIGH.match(head) else None


def find_encoding(stream: BinaryIO) -> str:
    """The encoding of the whole of a seekable stream, which then stands at its start."""
    stream.seek(0)
    head = stream.read(_CHUNK)
    encoding = _marked(head)
    if encoding is None:
        encoding = "utf-8" if _is_utf8(head, stream) else FALLBACK
    stream.seek(0)
    return encoding


def decode_start(head: bytes) -> str | None:
    """The text of a file's first bytes; None where it is not text."""
    encoding = _marked(head)
    if encoding is None:
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            text = decoder.decode(head)
        except UnicodeDecodeError:
            text = head.decode(FALLBACK, errors="replace")
    else:
        text = head.decode(encoding, errors="replace")
    return None if len(_CONTROL.findall(text)) * 20 > len(text) else text


def _marked(head: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    return wide_encoding(head)


def _is_utf8(head: bytes, stream: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(head)
        while chunk := stream.read(_CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
