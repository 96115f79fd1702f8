"""What templates of summaries need beside Django's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils.html import format_html

from alerts.summaries.look import inline

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def look(context: Mapping[str, Any], *names: str) -> SafeString:
    """The attributes of an element that looks like ``names``: in a mail with the rules
    themselves, on a page by class alone, since its policy lets no ``style`` pass."""
    said = " ".join(filter(None, names))
    if context.get("by_class"):
        return format_html('class="{}"', said)
    return format_html('class="{}" style="{}"', said, inline(said))
