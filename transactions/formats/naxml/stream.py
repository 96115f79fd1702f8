"""Bytes to finished elements, in flat memory and out of reach of hostile files.

The parser is fed in chunks. After each chunk every child of the open section but the
last is known to be complete: those are handed out and then cut off the tree, so only
one event is ever held. No entity is expanded, no DTD or network is touched, and any
DOCTYPE refuses the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol, cast

from lxml import etree

from transactions.formats.canonical import UnreadableFileError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from transactions.formats.naxml.names import Names

CHUNK_BYTES: Final = 32 * 1024
MAX_EVENT_BYTES: Final = 2 * 1024 * 1024
"""Bytes read without an event coming to its end; a long receipt has 0.1 MB."""
# What breaks these two takes more than two chunks. While the one in the middle was read
# nothing came to its end, so that only what follows such a pause need be checked.
MAX_ELEMENTS: Final = 20_000
MAX_ATTRIBUTES: Final = 12_000

_MARK: Final = b"<?here?>"
_count_elements = etree.XPath("count(descendant-or-self::*)")
_too_many_attributes = etree.XPath(f"boolean(descendant-or-self::*[count(@*) > {MAX_ATTRIBUTES}])")


class ByteSource(Protocol):
    def read(self, size: int, /) -> bytes: ...


class _Coded(Protocol):
    """The parser's error number, which the stubs of lxml leave out."""

    code: int


class RereadError(Exception):
    """The file may be readable another way; ``remedy`` is ``encoding`` (the bytes are not
    in the declared one) or ``characters`` (there are some that XML forbids). Where that
    did not help, ``refusal`` is what is wrong with it."""

    def __init__(self, remedy: str, refusal: UnreadableFileError) -> None:
        super().__init__(remedy)
        self.remedy = remedy
        self.refusal = refusal


Batch = tuple[bool, list[etree._Element]]
"""Whether these are children of a section (else of the root), and the elements."""


def stream_elements(
    stream: ByteSource,
    root_end: int,
    names: Names,
    is_section: Callable[[str], bool],
    encoding: str | None = None,
) -> Iterator[Batch]:
    """Yield completed elements in document order; they are gone after the next step.

    ``is_section``: by lower-case local name, the children of the root that are given child
    by child. ``root_end`` is the number of bytes up to the end of the root's opening tag, 0 for a
    root that is empty. ``encoding`` overrides the declared one. Raises
    :class:`RereadError` or :class:`UnreadableFileError`.
    """
    parser = _make_parser(encoding)
    root = _open_root(parser, stream, root_end) if root_end else None
    pending = 0
    while chunk := stream.read(CHUNK_BYTES):
        _feed(parser, chunk)
        pending += len(chunk)
        if root is not None:
            long_wait = pending > len(chunk)
            for batch in _drain(root, names, is_section, finished=False):
                if long_wait:
                    _check_size(batch[1][0])
                pending, long_wait = 0, False
                yield batch
        if pending > MAX_EVENT_BYTES:
            raise UnreadableFileError("event_too_large", limit=str(MAX_EVENT_BYTES))
        _forget_events(parser)
    root = _close(parser)
    _refuse_doctype(root)
    for batch in _drain(root, names, is_section, finished=True):
        _check_size(batch[1][0])
        yield batch


def _make_parser(encoding: str | None) -> etree.XMLPullParser:
    return etree.XMLPullParser(
        events=("pi",),
        encoding=encoding,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_blank_text=True,
        collect_ids=False,
    )


def _open_root(parser: etree.XMLPullParser, stream: ByteSource, root_end: int) -> etree._Element:
    """The root, by a processing instruction of our own put behind its opening tag.

    Asking the parser for the root's start instead would make it stop at every element,
    which costs a sixth of the time.
    """
    while root_end > 0 and (opening := stream.read(root_end)):
        _feed(parser, opening)
        root_end -= len(opening)
    _feed(parser, _MARK)
    for _, instruction in parser.read_events():
        mark = cast("etree._Element", instruction)
        root = mark.getparent()
        if root is not None:
            _refuse_doctype(root)
            root.remove(mark)
            return root
    raise UnreadableFileError("not_well_formed", line="1")


def _forget_events(parser: etree.XMLPullParser) -> None:
    """Other instructions must not pile up."""
    for _ in parser.read_events():
        pass


def _refuse_doctype(root: etree._Element) -> None:
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableFileError("doctype")


def _drain(
    root: etree._Element, names: Names, is_section: Callable[[str], bool], *, finished: bool
) -> Iterator[Batch]:
    """Hand out what is complete below ``root`` and cut it off the tree."""
    sections = list(root)
    for section in sections:
        complete = finished or section is not sections[-1]
        if is_section(names[section.tag]):
            children = list(section)
            if not complete:
                del children[-1:]
            if count := len(children):
                yield True, children
                # Whatever Python still holds would be moved instead of freed.
                children.clear()
                del section[:count]
        elif complete:
            yield False, [section]
        if complete:
            root.remove(section)


def _check_size(element: etree._Element) -> None:
    if not isinstance(cast("object", element.tag), str):
        return  # an instruction has no parts
    if cast("float", _count_elements(element)) > MAX_ELEMENTS:
        raise UnreadableFileError("event_too_many_elements", limit=str(MAX_ELEMENTS))
    if _too_many_attributes(element):
        raise UnreadableFileError("too_many_attributes", limit=str(MAX_ATTRIBUTES))


def _feed(parser: etree.XMLPullParser, chunk: bytes) -> None:
    try:
        parser.feed(chunk)
    except etree.XMLSyntaxError as error:
        raise _refusal(error) from error


def _close(parser: etree.XMLPullParser) -> etree._Element:
    try:
        return parser.close()
    except etree.XMLSyntaxError as error:
        if _code(error) in _WRONG_AT_THE_END or _code(error) in _REREADABLE:
            raise _refusal(error) from error
        raise UnreadableFileError("truncated", line=str(error.lineno or 0)) from error


_REREADABLE: Final = {
    etree.ErrorTypes.ERR_INVALID_ENCODING: "encoding",
    etree.ErrorTypes.ERR_INVALID_CHAR: "characters",
    # Zero bytes behind the end, as a power cut leaves them.
    etree.ErrorTypes.ERR_DOCUMENT_END: "characters",
}
_WRONG_AT_THE_END: Final = frozenset(
    {
        etree.ErrorTypes.ERR_INTERNAL_ERROR,
        etree.ErrorTypes.ERR_RESOURCE_LIMIT,
        etree.ErrorTypes.ERR_TAG_NAME_MISMATCH,
        etree.ErrorTypes.ERR_UNDECLARED_ENTITY,
    }
)
_UNKNOWN_ENCODING: Final = frozenset(
    {etree.ErrorTypes.ERR_UNKNOWN_ENCODING, etree.ErrorTypes.ERR_UNSUPPORTED_ENCODING}
)


def _code(error: etree.XMLSyntaxError) -> int:
    return cast("_Coded", error).code


def _refusal(error: etree.XMLSyntaxError) -> Exception:
    if remedy := _REREADABLE.get(_code(error)):
        damage = UnreadableFileError("not_well_formed", line=str(error.lineno or 0))
        return RereadError(remedy, damage)
    if _code(error) in _UNKNOWN_ENCODING:
        return UnreadableFileError("unknown_encoding")
    if _code(error) == etree.ErrorTypes.ERR_RESOURCE_LIMIT:
        deep = "depth" in error.msg.lower()
        return UnreadableFileError("too_deep" if deep else "text_too_large")
    return UnreadableFileError("not_well_formed", line=str(error.lineno or 0))
