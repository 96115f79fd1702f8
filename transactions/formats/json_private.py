"""Names of JSON whose values a review never needs, in whatever style they are written."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Final

STEMS: Final = (
    b"loyalty",
    b"birth",
    b"dob",
    b"driver",
    b"exp",
    b"auth",
    b"approval",
    b"phone",
    b"mail",
    b"name",
    b"cvv",
    b"cvc",
    b"track",
    b"pin",
)
"""What holds none of these, in lower case, nor an escaped letter, has no name below."""
ESCAPE: Final = b"\\u"

_PERSON: Final = r"(?:customer|member|cardholder|client|guest|patron|driver)"
_PRIVATE: Final = re.compile(
    r"(?:customer)?loyalty(?:customer|member|card|account)?(?:id|card|number|num|no|code|account)"
    r"|(?:customer)?birth(?:date|day)|dateofbirth|dob"
    r"|drivers?(?:licen[cs]e)?(?:id|number|no)?"
    r"|(?:card)?(?:expiration|expiry|exp)(?:date|month|year)|(?:card)?(?:expiration|expiry)"
    r"|auth(?:orization)?(?:code|number|no)|approval(?:code|number|no)"
    rf"|{_PERSON}?(?:home|mobile|cell|contact)?(?:tele)?phone(?:number|num|no)?"
    rf"|{_PERSON}?email(?:address)?"
    rf"|{_PERSON}(?:first|last|full)?name"
    r"|cvv2?|cvc2?|track(?:1|2|data|1data|2data)|pin(?:block)?"
)
_NOT_NAME: Final = re.compile(r"[^a-z0-9]+")
_LONGEST: Final = 80


def may_be_private(block: bytes) -> bool:
    """A fast look at a whole block: False where no name in it is private."""
    lowered = block.lower()
    return ESCAPE in lowered or any(stem in lowered for stem in STEMS)


@lru_cache(maxsize=2048)
def is_private_name(written: bytes) -> bool:
    """``written``: the name between its quotation marks, escapes and all."""
    if len(written) > _LONGEST or not may_be_private(written):
        return False
    text = written.decode("utf-8", "replace")
    if "\\" in text:
        try:
            text = json.loads(f'"{text}"')
        except ValueError:
            return False
    return _PRIVATE.fullmatch(_NOT_NAME.sub("", text.lower())) is not None
