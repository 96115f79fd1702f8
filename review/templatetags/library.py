"""Bytes of a line in words, as limits of lines are written: a megabyte is a million."""

from __future__ import annotations

from django import template

from clips.services.uplink import MB
from review.selectors.costs import size_word

register = template.Library()


@register.filter
def megabytes(count: int) -> str:
    return size_word(round(count / MB))
