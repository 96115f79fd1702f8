"""Whether a file was written to its end, as far as its own bytes can tell."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Mapping

_CHUNK: Final = 256 * 1024
_XML: Final = b"<"
_ZIP: Final = b"PK\x03\x04"
_MARKS: Final = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def is_complete(stream: BinaryIO) -> bool:
    """False for XML that is not well-formed yet and for a ZIP without its directory; True
    for whatever cannot be told. The stream is at its start afterwards."""
    stream.seek(0)
    head = stream.read(64)
    stream.seek(0)
    if head.startswith(_ZIP):
        complete = zipfile.is_zipfile(stream)
    elif _is_markup(head):
        complete = _is_well_formed(stream)
    else:
        complete = True
    stream.seek(0)
    return complete


def _is_markup(head: bytes) -> bool:
    for mark in _MARKS:
        head = head.removeprefix(mark)
    lowered = head.replace(b"\0", b"").lstrip().lower()
    return lowered.startswith(_XML) and not lowered.startswith((b"<html", b"<!doctype", b"<table"))


class _Nothing:
    """A target that keeps nothing, so that a file of any size fits in memory."""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        return None

    def close(self) -> None:
        return None


def _is_well_formed(stream: BinaryIO) -> bool:
    parser = etree.XMLParser(
        target=cast("etree.ParserTarget", _Nothing()),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
    )
    try:
        while chunk := stream.read(_CHUNK):
            parser.feed(chunk)
        parser.close()
    except etree.XMLSyntaxError:
        return False
    return True
