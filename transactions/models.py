"""Files as received, register events, and what people decided about them. Chain schema."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stores.models import Cashier, Register, Store
from transactions.formats import canonical

EVENT_TYPES = {
    "sale": _("Sale"),
    "refund": _("Refund"),
    "void": _("Whole sale voided"),
    "post_void": _("Voided after payment"),
    "no_sale": _("No sale"),
    "suspend": _("Suspended"),
    "resume": _("Resumed"),
    "paid_out": _("Paid out"),
    "paid_in": _("Paid in"),
    "safe_drop": _("Safe drop"),
    "safe_loan": _("Safe loan"),
    "drawer_alarm": _("Drawer alarm"),
    "drive_off": _("Drive-off"),
    "pump_test": _("Pump test"),
    "check_cash": _("Check cashed"),
    "open_close": _("Open or close"),
    "clock": _("Clock in or out"),
    "price_change": _("Price change"),
    "summary": _("Summary"),
    "other": _("Other"),
    "unknown": _("Not understood"),
}
FLAGS = {
    "refund": _("Refund"),
    "void": _("Whole sale voided"),
    "no_sale": _("No sale"),
    "suspended": _("Suspended"),
    "cancellation": _("Item removed"),
    "manual_discount": _("Manual discount"),
    "price_override": _("Price override"),
    "override": _("Manager override"),
    "age_bypass": _("Age check skipped"),
    "drawer_alarm": _("Drawer alarm"),
    "training_sale": _("Sale in training mode"),
    "unexplained_discount": _("Unexplained discount"),
    "pattern": _("Pattern"),
}


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
        ]
        verbose_name = _("source file")
        verbose_name_plural = _("source files")

    def __str__(self) -> str:
        return self.original_name


class Transaction(models.Model):
    """One register event of any type.

    Written by set-based SQL in ``transactions/services/load.py`` only; the winner among
    several accounts of one event is the greatest (source_rank, declared_at, content_hash),
    never the latest arrival. Money in the store's currency.
    """

    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="+", db_index=False)
    register = models.ForeignKey(
        Register, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    cashier = models.ForeignKey(
        Cashier, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    source_file = models.ForeignKey(
        SourceFile, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    source_index = models.IntegerField()
    event_key = models.CharField(max_length=32)
    event_type = models.CharField(max_length=16, choices=list(EVENT_TYPES.items()))
    type_confidence = models.CharField(max_length=8)
    source_event_tag = models.CharField(max_length=60)
    occurred_at = models.DateTimeField()
    time_basis = models.CharField(max_length=8)
    time_quality = models.CharField(max_length=16)
    business_date = models.DateField()
    transaction_no = models.CharField(max_length=40, blank=True)
    event_sequence = models.CharField(max_length=40, blank=True)
    till = models.CharField(max_length=32, blank=True)
    shift_no = models.CharField(max_length=32, blank=True)
    approver = models.CharField(max_length=32, blank=True)
    is_training = models.BooleanField(null=True)
    is_outside = models.BooleanField(null=True)
    is_offline = models.BooleanField(null=True)
    is_suspended = models.BooleanField(null=True)
    is_recalled = models.BooleanField(null=True)
    linked_transaction_no = models.CharField(max_length=40, blank=True)
    reason_text = models.CharField(max_length=120, blank=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    gross = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    net = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    tax = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    grand = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    flags = ArrayField(models.CharField(max_length=20), default=list)
    flag_details = models.JSONField(
        default=list, help_text="[{flag, confidence, code, params}], a sentence per flag."
    )
    risk = models.SmallIntegerField(default=0)
    receipt = models.JSONField(default=dict, help_text="lines, adjustments, tenders, unknown.")
    source_rank = models.SmallIntegerField(default=0)
    declared_at = models.DateTimeField(null=True)
    content_hash = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business_date", "event_key"], name="event_once"),
        ]
        indexes = [
            models.Index(fields=["store", "-occurred_at", "-id"], name="txn_store_time"),
            models.Index(fields=["register", "occurred_at", "id"], name="txn_register_time"),
            models.Index(
                fields=["event_type", "-occurred_at"],
                condition=~models.Q(event_type="sale"),
                name="txn_type_time",
            ),
            models.Index(fields=["transaction_no"], name="txn_number"),
        ]
        verbose_name = _("transaction")
        verbose_name_plural = _("transactions")

    def __str__(self) -> str:
        return f"{self.get_event_type_display()} {self.transaction_no}".strip()


class ReviewStatus(models.TextChoices):
    NEW = "new", _("To review")
    APPROVED = "approved", _("Approved")
    INVESTIGATE = "investigate", _("Investigate")
    ESCALATE = "escalate", _("Escalate")


STATUS_SUBTITLES = {
    ReviewStatus.NEW: _("nobody has looked yet"),
    ReviewStatus.APPROVED: _("nothing wrong"),
    ReviewStatus.INVESTIGATE: _("keep on my list"),
    ReviewStatus.ESCALATE: _("send to loss prevention"),
}


@pghistory.track(
    pghistory.UpdateEvent(),
    fields=["status", "assignee", "decided_by", "decided_at", "version"],
    model_name="ReviewEvent",
)
class Review(models.Model):
    """The decision about one flagged transaction. The exception queue reads only these.

    ``version`` grows with each decision; a decision made on an older one is refused, so
    that none is overwritten unseen.
    """

    transaction = models.OneToOneField(
        Transaction, primary_key=True, on_delete=models.CASCADE, related_name="review"
    )
    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="+", db_index=False)
    status = models.CharField(max_length=12, choices=ReviewStatus.choices, default=ReviewStatus.NEW)
    primary_flag = models.CharField(max_length=20)
    risk = models.SmallIntegerField(default=0)
    occurred_at = models.DateTimeField()
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    decided_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(
                fields=["status", "-risk", "-occurred_at", "-transaction"], name="review_ranked"
            ),
            models.Index(fields=["status", "-occurred_at", "-transaction"], name="review_newest"),
            models.Index(
                fields=["store", "status", "-risk", "-occurred_at", "-transaction"],
                name="review_store",
            ),
            models.Index(
                fields=["store", "status", "-occurred_at", "-transaction"],
                name="review_store_newest",
            ),
        ]
        verbose_name = _("review")
        verbose_name_plural = _("reviews")

    def __str__(self) -> str:
        return f"{self.get_status_display()} {self.transaction_id}"


class Note(models.Model):
    """What somebody wrote about a transaction. Append-only."""

    transaction = models.ForeignKey(Transaction, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_constraint=False,
    )
    author_name = models.CharField(max_length=200)
    text = models.TextField(max_length=4000)
    written_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("id",)
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]
        verbose_name = _("note")
        verbose_name_plural = _("notes")

    def __str__(self) -> str:
        return self.text[:60]


if set(EVENT_TYPES) != set(canonical.EventType) or set(FLAGS) != set(canonical.Flag):
    raise ImproperlyConfigured("Every event type and every flag needs a label.")
