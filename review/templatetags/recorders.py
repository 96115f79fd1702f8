"""Recorders in words, for lists that hold rows only."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext

from review.selectors.recorders import tag_word
from stores.recorder_kinds import label_of

register = template.Library()


@register.filter
def kind_label(driver: str) -> str:
    return label_of(driver) or gettext("kind not known yet")


@register.filter
def condition_word(condition: str) -> str:
    return tag_word(condition)
