"""The three decisions as a reviewer meets them: word, key, and the way to throw them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from transactions.models import STATUS_SUBTITLES, ReviewStatus

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Choice:
    """A decision with its key and, on a phone, the way it is thrown."""

    status: str
    word: StrOrPromise
    key: str
    swipe: str
    arrow: str

    @property
    def hint(self) -> StrOrPromise:
        return STATUS_SUBTITLES[ReviewStatus(self.status)]


CHOICES = (
    Choice("approved", _("Approve"), "A", "left", "←"),
    Choice("investigate", _("Investigate"), "I", "right", "→"),
    Choice("escalate", _("Escalate"), "E", "up", "↑"),
)
