"""Bytes in words, on the pages about clips."""

from __future__ import annotations

from django import template

from transactions.selectors import wording

register = template.Library()


@register.filter
def size(count: int) -> str:
    return wording.size(count)
