"""Who saw or took what. Chain schema."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _


class AccessKind(models.TextChoices):
    LOGGED_IN = "logged_in", _("logged in")
    LOG_IN_REFUSED = "log_in_refused", _("could not log in")
    SAW_TRANSACTION = "saw_transaction", _("opened a transaction")
    SAW_CASHIER = "saw_cashier", _("opened a cashier's page")
    SAW_CLIP = "saw_clip", _("watched a clip")
    DOWNLOADED_CLIP = "downloaded_clip", _("downloaded a clip")
    UPLOADED_CLIP = "uploaded_clip", _("uploaded a clip")
    UPLOADED_JOURNAL = "uploaded_journal", _("uploaded journals")
    EXPORTED = "exported", _("exported data")
    CONFIRMED_LAYOUT = "confirmed_layout", _("confirmed how a spreadsheet is read")
    REPLAYED_FILES = "replayed_files", _("had files read again")
    MADE_TOKEN = "made_token", _("made an API token")
    REVOKED_TOKEN = "revoked_token", _("revoked an API token")
    CHANGED_SOURCE = "changed_source", _("changed a source")
    RAN_RING_TEST = "ran_ring_test", _("ran a ring test")
    DOWNLOADED_SAMPLE = "downloaded_sample", _("downloaded a sample or the rows not read")
    CHANGED_RECORDER = "changed_recorder", _("changed a recorder or what its cameras see")
    ASKED_FOR_FOOTAGE = "asked_for_footage", _("asked for footage")
    MADE_EVIDENCE = "made_evidence", _("made an evidence package")
    SHARED_EVIDENCE = "shared_evidence", _("shared evidence, or took it back")
    SHARE_OPENED = "share_opened", _("opened or took shared evidence")
    CHANGED_HOLD = "changed_hold", _("placed or lifted a legal hold")
    CHANGED_RETENTION = "changed_retention", _("changed how long clips are kept")
    CHANGED_ROLE = "changed_role", _("changed a role or store limit")
    CHANGED_SETTINGS = "changed_settings", _("changed settings")
    SUPPORT_VISIT = "support_visit", _("support staff opened the admin")


class AccessLog(models.Model):
    """Who saw or took what. Append-only: the database refuses change and deletion."""

    at = models.DateTimeField(default=now, editable=False)
    kind = models.CharField(max_length=20, choices=AccessKind.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_constraint=False,
    )
    who = models.CharField(max_length=200, help_text="Name at the time: names change, this not.")
    object_type = models.CharField(max_length=40, blank=True)
    object_id = models.BigIntegerField(null=True)
    params = models.JSONField(default=dict)
    request_id = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("-id",)
        indexes = [
            models.Index(fields=["object_type", "object_id", "id"], name="access_object"),
            models.Index(fields=["kind", "-id"], name="access_kind"),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]
        verbose_name = _("access")
        verbose_name_plural = _("access log")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.who} {self.get_kind_display()}"
