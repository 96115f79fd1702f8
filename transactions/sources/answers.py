"""Finding rows and the next page in an API's JSON."""

from __future__ import annotations

from typing import Any

import orjson

from transactions.sources.base import SourceError


def parsed(body: bytes) -> Any:
    """Raises SourceError for what is not JSON."""
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise SourceError("not_json") from error


def at_path(answer: Any, path: str) -> Any:
    """What is at ``data.items.0.id``; None where the path leads nowhere."""
    for step in filter(None, path.split(".")):
        if isinstance(answer, dict):
            answer = answer.get(step)
        elif isinstance(answer, list) and step.isdigit() and int(step) < len(answer):
            answer = answer[int(step)]
        else:
            return None
    return answer


def rows_of(answer: Any, path: str) -> list[dict[str, Any]]:
    """The rows at ``path``. Raises SourceError when there is no list of rows."""
    found = at_path(answer, path)
    if isinstance(found, list) and all(isinstance(row, dict) for row in found):
        return found
    raise SourceError("no_rows", path=path or "(the whole answer)")


def next_of(answer: Any, path: str) -> str:
    """The cursor of the next page; "" for none."""
    found = at_path(answer, path)
    return str(found) if isinstance(found, str | int) and not isinstance(found, bool) else ""
