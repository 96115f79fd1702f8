"""Files as received, and what was learned about them. Chain schema."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stores.models import Source, Store, Token


class Channel(models.TextChoices):
    UPLOAD = "upload", _("upload")
    AGENT = "agent", _("agent")
    API = "api", _("API")
    FOLDER = "folder", _("folder")
    SCHEDULE = "schedule", _("schedule")
    MAIL = "mail", _("mail")


class Upload(models.Model):
    """Files that were handed over together: one drop on the page, one command, one push."""

    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="uploads")
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.UPLOAD)
    name = models.CharField(max_length=255)
    received_at = models.DateTimeField(default=timezone.now, editable=False)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_constraint=False,
    )
    is_backfill = models.BooleanField(default=False)
    source = models.ForeignKey(
        Source, null=True, on_delete=models.SET_NULL, related_name="uploads", db_index=False
    )
    token = models.ForeignKey(
        Token, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    expected_files = models.IntegerField(
        null=True, help_text="How many files a back-fill is to bring, while it is going on."
    )
    is_complete = models.BooleanField(
        default=True, help_text="Off while more files of the same hand-over are to come."
    )

    class Meta:
        ordering = ("-id",)
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")

    def __str__(self) -> str:
        return self.name


class FileState(models.TextChoices):
    RECEIVED = "received", _("Waiting")
    INGESTED = "ingested", _("Read")
    PARTLY_INGESTED = "partly_ingested", _("Read in part")
    QUARANTINED = "quarantined", _("Couldn't read")
    DUPLICATE = "duplicate", _("Seen before")
    NEEDS_MAPPING = "needs_mapping", _("Waiting for you")


class SourceFile(models.Model):
    """A file as received, card numbers redacted. Small files share a stored bundle:
    ``stored_offset`` and ``stored_length`` say where in it, zlib-compressed."""

    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="files")
    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="files")
    original_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, help_text="Of the bytes before redaction.")
    size = models.BigIntegerField(help_text="Bytes before redaction.")
    redacted = models.IntegerField(default=0, help_text="Card numbers masked while receiving.")
    stored_key = models.CharField(max_length=255, blank=True)
    stored_offset = models.BigIntegerField(default=0)
    stored_length = models.BigIntegerField(default=0)
    received_at = models.DateTimeField(default=timezone.now, editable=False)
    state = models.CharField(max_length=16, choices=FileState.choices, default=FileState.RECEIVED)
    reason_code = models.CharField(max_length=60, blank=True)
    reason_params = models.JSONField(default=dict)
    format = models.CharField(max_length=32, blank=True)
    format_version = models.CharField(max_length=32, blank=True)
    vendor = models.CharField(max_length=80, blank=True)
    parser_version = models.CharField(max_length=16, blank=True)
    declared_at = models.DateTimeField(null=True, help_text="The file's own time.")
    events = models.IntegerField(default=0)
    new_transactions = models.IntegerField(default=0)
    revised_transactions = models.IntegerField(default=0)
    flagged = models.IntegerField(default=0)
    problems = models.JSONField(default=list)
    unknown_elements = models.JSONField(default=dict)
    parsed_at = models.DateTimeField(null=True)
    replays = models.IntegerField(default=0, help_text="How often it was read again.")
    layout = models.CharField(
        max_length=64, blank=True, help_text="Fingerprint of a spreadsheet's columns."
    )
    mapping_version = models.IntegerField(null=True)
    rows = models.JSONField(default=dict, help_text="Rows of a spreadsheet by what they are.")
    control_totals = models.IntegerField(default=0)
    told_store = models.CharField(
        max_length=32, blank=True, help_text="The store number that the file itself gives."
    )
    first_at = models.DateTimeField(null=True, help_text="Of its events.")
    last_at = models.DateTimeField(null=True, help_text="Of its events.")
    unfamiliar = models.JSONField(
        default=dict, help_text="Payment codes and departments without a meaning: how often."
    )

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(
                fields=["store", "sha256"],
                condition=~models.Q(state="duplicate"),
                name="file_once_per_store",
            ),
        ]
        indexes = [
            models.Index(fields=["upload", "state"], name="file_upload"),
            models.Index(fields=["store", "state", "-id"], name="file_store_state"),
            models.Index(
                fields=["layout"],
                condition=models.Q(state="needs_mapping"),
                name="file_waiting_layout",
            ),
        ]
        verbose_name = _("source file")
        verbose_name_plural = _("source files")

    def __str__(self) -> str:
        return self.original_name


class UnfamiliarKind(models.TextChoices):
    ELEMENT = "element", _("part of the journal")
    TYPE_WORD = "type_word", _("type word")
    TENDER = "tender", _("payment code")
    DEPARTMENT = "department", _("department")


class Unfamiliar(models.Model):
    """Something a store's files hold that was never seen there before, with an example."""

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="unfamiliar")
    format = models.CharField(max_length=32)
    kind = models.CharField(max_length=12, choices=UnfamiliarKind.choices)
    name = models.CharField(max_length=120)
    read_as = models.CharField(
        max_length=40, blank=True, help_text="What it is read as meanwhile; empty for nothing."
    )
    example = models.TextField(max_length=2000, blank=True, help_text="Redacted.")
    count = models.BigIntegerField(default=0)
    first_file = models.ForeignKey(
        SourceFile, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    first_at = models.DateTimeField(default=timezone.now)
    last_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(
        null=True, help_text="When a person said that it is all right."
    )

    class Meta:
        ordering = ("-last_at",)
        constraints = [
            models.UniqueConstraint(
                fields=["store", "format", "kind", "name"], name="unfamiliar_once"
            )
        ]
        verbose_name = _("unfamiliar part")
        verbose_name_plural = _("unfamiliar parts")

    def __str__(self) -> str:
        return self.name
