"""Passwords out of text before anybody reads it.

ffmpeg, PyAV and recorders repeat whole URLs in their messages, credentials included.
"""

from __future__ import annotations

import re

_URL_CREDENTIALS = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]*://)[^/\s'\"<>]*@", re.IGNORECASE)
_NAMED_SECRET = re.compile(
    r"(?P<name>\b(?:password|passwd|pwd|pass|token|secret|authorization)\b\s*[=:]\s*)"
    r"(?P<value>(?:Basic|Bearer|Digest)\s+[^\s'\"&;,]+|[^\s'\"&;,]+)",
    re.IGNORECASE,
)


def redact(text: str) -> str:
    """``text`` with the credentials of URLs and named secrets replaced by ``***``.

    A password may itself hold an ``@`` or a ``:``; everything up to the last ``@``
    before the path is taken.
    """
    text = _URL_CREDENTIALS.sub(r"\g<scheme>***@", text)
    return _NAMED_SECRET.sub(r"\g<name>***", text)
