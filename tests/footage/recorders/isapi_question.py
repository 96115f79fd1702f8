"""A search as the strictest firmware reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lxml import etree

WRITTEN = "%Y-%m-%dT%H:%M:%SZ"


@dataclass
class Wanted:
    search_id: str
    list_element: str
    track: str
    start: datetime
    end: datetime
    most: int
    positions: dict[str, int]


def read_search(body: bytes) -> Wanted | None:
    """As strict as the strictest: no declaration, GUID, whole seconds, one track."""
    try:
        root = etree.fromstring(body)
        track = next(root.iter("trackID"))
        times = [root.findtext(f"timeSpanList/timeSpan/{n}") for n in ("startTime", "endTime")]
        start, end = (datetime.strptime(text, WRITTEN) for text in times)
    except (etree.XMLSyntaxError, StopIteration, ValueError, TypeError):
        return None
    search_id = root.findtext("searchID") or ""
    if body.startswith(b"<?xml") or len(search_id) != 38 or start >= end:
        return None
    parent = track.getparent()
    return Wanted(
        search_id=search_id,
        list_element="trackID" if parent is root else parent.tag,
        track=track.text,
        start=start,
        end=end,
        most=int(root.findtext("maxResults")),
        positions={
            name: int(root.findtext(name))
            for name in ("searchResultPostion", "searchResultPosition")
            if root.findtext(name)
        },
    )
