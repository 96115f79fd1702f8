"""A folder, watched all the time or at set times."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stores.models import SourceKind
from transactions.source_forms.base import SourceForm

QUIET_REGISTER = 60
"""Minutes: an open store that sells nothing for an hour is rare enough to be asked about."""
PATTERNS = "PJR*, CPJR*, MSM*, MCM*"


class FolderForm(SourceForm):
    kind = SourceKind.FOLDER
    where = ("path", "patterns", "subfolders")
    what = ("patterns", "subfolders")
    rhythm = ("is_live", *SourceForm.rhythm)

    path = forms.CharField(
        label=_("Folder"),
        max_length=500,
        help_text=_(
            "As this program's computer sees it: a path, or a share like "
            "\\\\computer\\PPXMLData\\PJR. Files are copied, never changed or deleted."
        ),
    )
    patterns = forms.CharField(
        label=_("Files"),
        required=False,
        max_length=300,
        initial=PATTERNS,
        help_text=_("Names to take, with * for anything. Empty takes every file."),
    )
    subfolders = forms.BooleanField(label=_("Folders inside it, too"), required=False)
    is_live = forms.BooleanField(
        label=_("All the time: files are read seconds after they are written"),
        required=False,
        initial=True,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.source is None:
            self.fields["silent_after_minutes"].initial = QUIET_REGISTER
