"""Numbers inside drawings, which know no language."""

from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def unlocalise(number: float) -> str:
    """With a full stop, whatever the reader's language puts there."""
    return f"{number:g}"
