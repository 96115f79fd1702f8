"""Chains, the hosts they answer on, people, and who belongs to which chain. Public schema."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, ClassVar

import pghistory
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role

if TYPE_CHECKING:  # django-tenants carries no types; these are its fields

    class TenantMixin(models.Model):
        schema_name = models.CharField(max_length=63, unique=True)

        class Meta:
            abstract = True

    class DomainMixin(models.Model):
        domain = models.CharField(max_length=253, unique=True)
        tenant = models.ForeignKey("accounts.Chain", on_delete=models.CASCADE)
        is_primary = models.BooleanField(default=True)

        class Meta:
            abstract = True

else:
    from django_tenants.models import DomainMixin, TenantMixin


class ChainState(models.TextChoices):
    PROVISIONING = "provisioning", _("being set up")
    READY = "ready", _("ready")
    SUSPENDED = "suspended", _("suspended")


class Chain(TenantMixin):
    """A store chain: one tenant, one PostgreSQL schema. Built by a job, not by saving."""

    auto_create_schema = False
    auto_drop_schema = False

    name = models.CharField(_("name"), max_length=120)
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(
        _("state"), max_length=14, choices=ChainState.choices, default=ChainState.PROVISIONING
    )
    keep_audio = models.BooleanField(
        _("keep sound in clips"),
        default=False,
        help_text=_("Many places forbid recording conversations. Off unless you are sure."),
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("name",)
        verbose_name = _("chain")
        verbose_name_plural = _("chains")

    def __str__(self) -> str:
        return self.name


class Domain(DomainMixin):
    """A host name a chain answers on, without port."""

    class Meta:
        verbose_name = _("host name")
        verbose_name_plural = _("host names")

    def __str__(self) -> str:
        return self.domain


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **extra: object) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **extra: object) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **extra)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who logs in by e-mail. Never deleted: deactivated and anonymised."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(
        _("support staff"),
        default=False,
        help_text=_("May open the admin of every chain. Each visit is logged for the chain."),
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        """What Django's admin calls a person."""
        return self.name


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Membership(models.Model):
    """A person's role in a chain. ``limited_to_stores`` narrows it to the stores that the
    chain's own table names; a limited member without stores sees none."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=Role.choices)
    limited_to_stores = models.BooleanField(_("only some stores"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "chain"], name="member_once"),
        ]
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.chain}"
