"""What is wrong with a document, by the parser's errors."""

from __future__ import annotations

from typing import Final, Protocol, cast

from lxml import etree

from transactions.formats.canonical import UnreadableFileError


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


def refusal(error: etree.XMLSyntaxError, line: str) -> Exception:
    """What to raise for an ``error`` in this line of the document."""
    damage = UnreadableFileError("not_well_formed", line=line)
    if remedy := _REREADABLE.get(_code(error)):
        return RereadError(remedy, damage)
    if _code(error) in _UNKNOWN_ENCODING:
        return UnreadableFileError("unknown_encoding")
    if _code(error) == etree.ErrorTypes.ERR_RESOURCE_LIMIT:
        deep = "depth" in error.msg.lower()
        return UnreadableFileError("too_deep" if deep else "text_too_large")
    return damage


def refusal_at_end(error: etree.XMLSyntaxError, line: str) -> Exception:
    if _code(error) in _WRONG_AT_THE_END or _code(error) in _REREADABLE:
        return refusal(error, line)
    return UnreadableFileError("truncated", line=line)
