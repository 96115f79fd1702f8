"""The operations of the API as rows to show, made from its OpenAPI document."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from transactions.api.problem_kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping

KEY: Final = "Authorization: Bearer $KEY"
ORDER: Final = (
    *("send_files", "send_events", "list_files", "get_file", "list_problems"),
    *("list_transactions", "get_transaction", "get_me", "get_schema"),
)
BODIES: Final[dict[str, tuple[str, ...]]] = {
    "send_files": ("-F", "files=@PJR20261120140312.xml", "-H", "Idempotency-Key: $(uuidgen)"),
    "send_events": ("-H", "Content-Type: application/json", "--data-binary", "@events.json"),
}


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    place: str
    values: str
    text: str


@dataclass(frozen=True, slots=True)
class Operation:
    """``curl`` is what to type, with the key in the variable ``KEY``."""

    name: str
    method: str
    path: str
    summary: str
    text: str
    parameters: list[Parameter]
    statuses: list[str]
    curl: str


def operations(document: Mapping[str, Any], root: str) -> list[Operation]:
    """Every operation, in the order in which a person meets them. ``root`` is the absolute
    address that the paths of the API begin with."""
    found = {
        each["operationId"]: _operation(path, method, each, root)
        for path, methods in document["paths"].items()
        for method, each in methods.items()
    }
    return sorted(found.values(), key=lambda operation: ORDER.index(operation.name))


def _operation(path: str, method: str, said: Mapping[str, Any], root: str) -> Operation:
    name = said["operationId"]
    address = root.removesuffix("/api/v1/") + re.sub(r"\{\w+\}", "1", path)
    words = ["curl", address, "-H", KEY, *BODIES.get(name, ())]
    return Operation(
        name=name,
        method=method.upper(),
        path=path,
        summary=said["summary"],
        text=_plain(said.get("description", "")),
        parameters=[_parameter(each) for each in said.get("parameters", [])],
        statuses=sorted(said["responses"]),
        curl=" ".join(_quoted(word) for word in words),
    )


def _plain(text: str) -> str:
    """The document's Markdown knows code; a sentence has quotation marks."""
    return re.sub(r"`([^`]+)`", r"“\1”", text)


def _quoted(word: str) -> str:
    """In double quotes where the shell is to fill something in."""
    return f'"{word}"' if "$" in word else shlex.quote(word)


def _parameter(said: Mapping[str, Any]) -> Parameter:
    schema = said.get("schema", {})
    values = ", ".join(str(each) for each in schema.get("enum", ()))
    place = {"query": "?", "header": ":", "path": "/"}[said["in"]]
    return Parameter(said["name"], place, values, _plain(said.get("description", "")))


def problem_rows() -> list[tuple[int, str, str, str]]:
    """Status, last part of the type, title and what to do, of every error answer."""
    return [
        (kind.status, name, str(kind.title), str(kind.what_to_do))
        for name, kind in sorted(KINDS.items(), key=lambda entry: entry[1].status)
    ]
