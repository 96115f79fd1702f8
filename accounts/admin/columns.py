"""Columns of lists and read-only fields of pages: unfold's ``display``, with types."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from unfold import decorators

F = TypeVar("F", bound=Callable[..., Any])


def column(
    description: Any,
    *,
    ordering: str | None = None,
    boolean: bool | None = None,
    colours: Mapping[Any, str] | None = None,
    empty: Any = None,
) -> Callable[[F], F]:
    """``colours``: what is shown -> success, info, warning, danger or primary, as a label.

    ``empty``: what is shown for none.
    """
    made: Callable[[F], F] = decorators.display(
        description=description,
        ordering=ordering,
        boolean=boolean,
        label=dict(colours) if colours is not None else None,
        empty_value=empty,
    )
    return made


def act(description: Any, *, icon: str) -> Callable[[F], F]:
    """A link among the actions of a row's own page, for what changes nothing."""
    made: Callable[[F], F] = decorators.action(
        description=description, icon=icon, permissions=["act"]
    )
    return made
