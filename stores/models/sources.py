"""Where a store's data comes from by itself, and the keys that programs bring. Chain schema."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from stores.models.places import Store


class SourceKind(models.TextChoices):
    FOLDER = "folder", _("folder")
    SFTP = "sftp", _("SFTP server")
    IMAP = "imap", _("mailbox")
    HTTPS = "https", _("HTTPS API")


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    exclude=["sealed", "cursor", "next_run_at", "heard_at", "failures"],
)
class Source(models.Model):
    """A place that is looked at for new files: all the time, or at set times.

    ``settings`` are the kind's own and hold no secret; ``sealed`` holds the secrets,
    encrypted (``stores/sealing.py``). ``times`` are local times of the store, "HH:MM".
    """

    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="sources")
    kind = models.CharField(_("kind"), max_length=8, choices=SourceKind.choices)
    name = models.CharField(_("name"), max_length=80)
    is_active = models.BooleanField(_("active"), default=True)
    is_live = models.BooleanField(
        _("live"), default=False, help_text=_("Looked at every few seconds, for a live journal.")
    )
    times = models.JSONField(_("times of day"), default=list, blank=True)
    every_minutes = models.PositiveIntegerField(_("every … minutes"), null=True, blank=True)
    silent_after_minutes = models.PositiveIntegerField(
        _("alarm after … minutes of silence"), null=True, blank=True
    )
    settings = models.JSONField(_("settings"), default=dict, blank=True)
    sealed = models.BinaryField(default=b"", editable=False)
    cursor = models.JSONField(default=dict, editable=False)
    next_run_at = models.DateTimeField(null=True, editable=False)
    heard_at = models.DateTimeField(
        null=True, editable=False, help_text=_("When it last gave a file that was new.")
    )
    failures = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        ordering = ("store__code", "name")
        constraints = [
            models.UniqueConstraint(fields=["store", "name"], name="source_once_per_store")
        ]
        indexes = [
            models.Index(
                fields=["next_run_at"],
                condition=models.Q(is_active=True),
                name="source_due",
            )
        ]
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def __str__(self) -> str:
        return self.name


class RunState(models.TextChoices):
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")


class SourceRun(models.Model):
    """One look at a source: what was found, taken, known already, and why it failed."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="runs")
    state = models.CharField(max_length=8, choices=RunState.choices, default=RunState.RUNNING)
    started_at = models.DateTimeField(default=now, editable=False)
    ended_at = models.DateTimeField(null=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_constraint=False,
    )
    found = models.IntegerField(default=0)
    taken = models.IntegerField(default=0)
    known = models.IntegerField(default=0)
    refused = models.IntegerField(default=0)
    upload_id = models.BigIntegerField(null=True, help_text="The upload that holds what it took.")
    reason_code = models.CharField(max_length=60, blank=True)
    reason_params = models.JSONField(default=dict)

    class Meta:
        ordering = ("-id",)
        indexes = [models.Index(fields=["source", "-id"], name="run_source")]
        verbose_name = _("fetch")
        verbose_name_plural = _("fetches")

    def __str__(self) -> str:
        return f"{self.source} {self.started_at:%Y-%m-%d %H:%M}"


class SeenFile(models.Model):
    """That a source's file was read: a folder of 20,000 is not read again after a restart.

    ``digest`` is of its path below the source, its size and its time: a file that grew or
    was written anew is another one. Written in the commit that takes the file.
    """

    source = models.ForeignKey(
        Source, on_delete=models.CASCADE, related_name="seen_files", db_index=False
    )
    digest = models.BinaryField(max_length=16)
    seen_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "digest"], name="seen_file_once")]
        verbose_name = _("file seen")
        verbose_name_plural = _("files seen")

    def __str__(self) -> str:
        return bytes(self.digest).hex()


class TokenScope(models.TextChoices):
    PUSH = "push", _("send files and events")
    READ = "read", _("read files, transactions and problems")


@pghistory.track(
    pghistory.InsertEvent(), pghistory.UpdateEvent(), exclude=["digest"], model_name="TokenEvent"
)
class Token(models.Model):
    """A key that a program brings to the API: one store, one thing it may do.

    Only its SHA-256 is kept; ``prefix`` is what people tell it apart by.
    """

    store = models.ForeignKey(
        Store,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="tokens",
        help_text=_("Empty for a reading token of the whole chain."),
    )
    name = models.CharField(_("name"), max_length=80)
    scope = models.CharField(_("may"), max_length=8, choices=TokenScope.choices)
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_constraint=False,
    )
    made_at = models.DateTimeField(default=now, editable=False)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"


class TokenUse(models.Model):
    """When a token was last used and from where: apart, for it is written often."""

    token = models.OneToOneField(
        Token, primary_key=True, on_delete=models.CASCADE, related_name="last_use"
    )
    at = models.DateTimeField()
    address = models.CharField(max_length=64, blank=True)
    agent = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name = _("use of a token")
        verbose_name_plural = _("uses of tokens")

    def __str__(self) -> str:
        return f"{self.token} {self.at:%Y-%m-%d %H:%M}"
