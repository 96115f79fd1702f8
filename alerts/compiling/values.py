"""Values of a query, by name: no text of a person ever becomes SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


class Values:
    """Hands out a placeholder for each value and remembers what stands in it."""

    def __init__(self) -> None:
        self._known: dict[str, Any] = {}

    def put(self, value: Any) -> str:
        """The placeholder that stands for the value."""
        name = f"v{len(self._known) + 1}"
        self._known[name] = value
        return f"%({name})s"

    def texts(self, values: Any) -> str:
        """An array of words, as columns of words are compared with."""
        return f"{self.put([str(value) for value in values])}::varchar[]"

    def all(self) -> Mapping[str, Any]:
        return dict(self._known)
