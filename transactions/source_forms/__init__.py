"""The forms that sources are set up with, one per kind."""

from __future__ import annotations

from transactions.source_forms.base import SourceForm
from transactions.source_forms.folder import FolderForm
from transactions.source_forms.https import HttpsForm
from transactions.source_forms.imap import ImapForm
from transactions.source_forms.sftp import SftpForm

__all__ = ["FORMS", "FolderForm", "HttpsForm", "ImapForm", "SftpForm", "SourceForm"]

FORMS: dict[str, type[SourceForm]] = {
    form.kind: form for form in (FolderForm, SftpForm, ImapForm, HttpsForm)
}
