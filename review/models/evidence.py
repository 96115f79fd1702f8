"""Evidence that leaves the house: packages, copies, shares, signing keys. Chain schema."""

from __future__ import annotations

import uuid

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from clips.models import Clip
from transactions.models import Transaction


def person() -> models.ForeignKey:  # type: ignore[type-arg]
    """Whoever did it; people live in the public schema."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )


class MakingState(models.TextChoices):
    MAKING = "making", _("being made")
    READY = "ready", _("ready")
    FAILED = "failed", _("could not be made")


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), exclude=["sealed"])
class SigningKey(models.Model):
    """The chain's key of a time: the private half sealed (``stores/sealing.py``).

    A retired key signs nothing more; its public half stays, so that what it signed can be
    checked for ever.
    """

    public = models.BinaryField(max_length=32, unique=True)
    fingerprint = models.CharField(max_length=64, unique=True, help_text="SHA-256 of it.")
    sealed = models.BinaryField(editable=False)
    made_at = models.DateTimeField(default=now, editable=False)
    made_by = person()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(
                models.Value(1),
                condition=models.Q(retired_at=None),
                name="signing_key_one_in_use",
            )
        ]
        verbose_name = _("signing key")
        verbose_name_plural = _("signing keys")

    def __str__(self) -> str:
        return self.fingerprint[:16]


class EvidencePackage(models.Model):
    """One or several transactions with all that belongs to them, in one signed ZIP.

    Never changed once it is ready: what came later goes into another package. ``until`` is
    the time up to which notes, decisions and views are in it.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=120)
    transactions: models.ManyToManyField[Transaction, models.Model] = models.ManyToManyField(
        Transaction, related_name="evidence_packages"
    )
    state = models.CharField(max_length=8, choices=MakingState.choices, default=MakingState.MAKING)
    reason_code = models.CharField(max_length=60, blank=True)
    ordered_by = person()
    ordered_by_name = models.CharField(max_length=200)
    until = models.DateTimeField(default=now, editable=False)
    made_at = models.DateTimeField(null=True)
    key = models.ForeignKey(
        SigningKey, null=True, on_delete=models.PROTECT, related_name="packages", db_index=False
    )
    stored_key = models.CharField(max_length=255, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.BigIntegerField(default=0)
    files = models.IntegerField(default=0)
    manifest_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("-id",)
        verbose_name = _("evidence package")
        verbose_name_plural = _("evidence packages")

    def __str__(self) -> str:
        return self.title


class EvidenceCopy(models.Model):
    """A derived copy of one clip: real time under the picture, rectangles painted over.

    ``masks`` are [left, top, width, height] as shares of the picture. Made from the
    playback copy, and named by the SHA-256 of the original and of that copy.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    package = models.ForeignKey(EvidencePackage, on_delete=models.PROTECT, related_name="copies")
    clip = models.ForeignKey(Clip, on_delete=models.PROTECT, related_name="+", db_index=False)
    masks = models.JSONField(default=list)
    why = models.CharField(_("what is covered"), max_length=120, blank=True)
    state = models.CharField(max_length=8, choices=MakingState.choices, default=MakingState.MAKING)
    reason_code = models.CharField(max_length=60, blank=True)
    reason_params = models.JSONField(default=dict)
    ordered_by = person()
    ordered_at = models.DateTimeField(default=now, editable=False)
    original_sha256 = models.CharField(max_length=64, blank=True)
    playback_sha256 = models.CharField(max_length=64, blank=True)
    stored_key = models.CharField(max_length=255, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.BigIntegerField(default=0)
    made_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)
        verbose_name = _("masked copy")
        verbose_name_plural = _("masked copies")

    def __str__(self) -> str:
        return f"{self.clip} {self.pk}"


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    exclude=["digest", "passcode", "failures", "locked_until"],
)
class Share(models.Model):
    """Evidence for one named person outside, until a day, under a link and a passcode.

    Of the link only the SHA-256 is kept, of the passcode a slow hash: neither can be told
    twice. ``failures`` are wrong passcodes since the last right one.
    """

    package = models.ForeignKey(EvidencePackage, on_delete=models.PROTECT, related_name="shares")
    recipient = models.CharField(_("name"), max_length=120)
    organisation = models.CharField(_("organisation"), max_length=120)
    digest = models.CharField(max_length=64, unique=True)
    passcode = models.CharField(max_length=255)
    holds_package = models.BooleanField(_("the whole package"), default=True)
    copies: models.ManyToManyField[EvidenceCopy, models.Model] = models.ManyToManyField(
        EvidenceCopy, related_name="shares"
    )
    made_by = person()
    made_at = models.DateTimeField(default=now, editable=False)
    expires_at = models.DateTimeField()
    revoked_by = person()
    revoked_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)
        verbose_name = _("share of evidence")
        verbose_name_plural = _("shares of evidence")

    def __str__(self) -> str:
        return f"{self.recipient} · {self.organisation}"


class VisitKind(models.TextChoices):
    OPENED = "opened", _("opened the link")
    REFUSED = "refused", _("gave a wrong passcode")
    LOCKED = "locked", _("was locked out after wrong passcodes")
    UNLOCKED = "unlocked", _("gave the right passcode")
    TOOK_PACKAGE = "took_package", _("downloaded the package")
    TOOK_COPY = "took_copy", _("took a video")


class ShareVisit(models.Model):
    """Who came by a share, when, from where, and what they took. Append-only."""

    share = models.ForeignKey(Share, on_delete=models.PROTECT, related_name="visits")
    at = models.DateTimeField(default=now, editable=False)
    kind = models.CharField(max_length=14, choices=VisitKind.choices)
    address = models.GenericIPAddressField(null=True)
    program = models.CharField(max_length=200, blank=True)
    what = models.CharField(max_length=160, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("-id",)
        indexes = [models.Index(fields=["share", "-id"], name="share_visit")]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]
        verbose_name = _("visit of a share")
        verbose_name_plural = _("visits of shares")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.get_kind_display()}"
