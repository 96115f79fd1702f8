"""A mailbox that receives the back office's mailed reports."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from stores.models import SourceKind
from transactions.source_forms import fields
from transactions.source_forms.base import SourceForm


class ImapForm(SourceForm):
    kind = SourceKind.IMAP
    where = (
        *("host", "port", "security", "username", "password"),
        *("folder", "senders", "subject", "body_tables", "mark_read"),
    )
    what = ("folder", "senders", "subject", "body_tables", "mark_read")
    secrets = ("password",)

    host = fields.host()
    port = fields.port(993)
    security = forms.ChoiceField(
        label=_("Encryption"),
        choices=[("tls", _("TLS (usual, port 993)")), ("starttls", _("STARTTLS (port 143)"))],
    )
    username = fields.user()
    password = fields.secret(_("Password"))
    folder = forms.CharField(label=_("Folder"), max_length=200, initial="INBOX")
    senders = forms.CharField(
        label=_("Only from"),
        max_length=500,
        help_text=_("Addresses, or whole domains like @modisoft.com, with a comma between."),
    )
    subject = forms.CharField(
        label=_("Only with this in the subject"), required=False, max_length=200
    )
    body_tables = forms.BooleanField(
        label=_("Also read tables in the message itself"), required=False
    )
    mark_read = forms.BooleanField(label=_("Mark what was taken as read"), required=False)
