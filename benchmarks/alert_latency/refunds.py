"""Refunds as a register writes them, each a moment ago and with a number of its own."""

from __future__ import annotations

import itertools
import re
from datetime import datetime
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from benchmarks.journal import TIMEZONE, one_event_files

if TYPE_CHECKING:
    from collections.abc import Iterator

_LOOKED_AT: Final = 20_000
_DATE: Final = re.compile(rb"(Date>)\d{4}-\d\d-\d\d")
_TIME: Final = re.compile(rb"(Time>)\d\d:\d\d:\d\d")
_NUMBER: Final = re.compile(rb"(<TransactionID>)[^<]*")


def refunds(seed: int) -> Iterator[tuple[str, bytes]]:
    """Names and contents, without end. Raises StopIteration for a seed without refunds."""
    pattern = next(
        content
        for _name, content in one_event_files(seed=seed, count=_LOOKED_AT)
        if b"<RefundEvent" in content
    )
    for number in itertools.count(1):
        now = datetime.now(ZoneInfo(TIMEZONE))
        content = _DATE.sub(rb"\g<1>" + f"{now:%Y-%m-%d}".encode(), pattern)
        content = _TIME.sub(rb"\g<1>" + f"{now:%H:%M:%S}".encode(), content)
        content = _NUMBER.sub(rb"\g<1>" + str(700_000 + number).encode(), content)
        yield f"PJR340{now:%y%m%d%H%M%S}{number}.xml", content
