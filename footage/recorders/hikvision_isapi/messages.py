"""What is sent: as plain as the strictest firmware wants it, without declaration or
namespace, in whole seconds, every ``&`` escaped."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from footage.recorders.hikvision_isapi.times import in_search

if TYPE_CHECKING:
    from datetime import datetime

PAGE_SIZE: Final = 40
"""The most that the makers' own web page asks for."""


def new_search_id() -> str:
    """Anything that does not look like a GUID is refused as bad XML."""
    return "{" + str(uuid.uuid4()).upper() + "}"


def search_message(
    *,
    search_id: str,
    track: str,
    start: datetime,
    end: datetime,
    list_element: str,
    position_element: str,
    position: int,
) -> bytes:
    track_id = f"<trackID>{escape(track)}</trackID>"
    if list_element != "trackID":
        track_id = f"<{list_element}>{track_id}</{list_element}>"
    return (
        f'<CMSearchDescription version="1.0"><searchID>{search_id}</searchID>{track_id}'
        f"<timeSpanList><timeSpan><startTime>{in_search(start)}</startTime>"
        f"<endTime>{in_search(end)}</endTime></timeSpan></timeSpanList>"
        f"<maxResults>{PAGE_SIZE}</maxResults>"
        f"<{position_element}>{position}</{position_element}></CMSearchDescription>"
    ).encode()


def download_message(address: str) -> bytes:
    return (
        f'<downloadRequest version="1.0"><playbackURI>{escape(address)}</playbackURI>'
        "</downloadRequest>"
    ).encode()
