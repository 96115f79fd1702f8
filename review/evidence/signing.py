"""The chain's signing keys: one in use, the earlier ones kept to check by.

Made when the first package is, or changed by hand. The private half is sealed in the
database and opened only to sign; nothing shows, logs or sends it.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import IntegrityError, transaction
from django.utils import timezone

import evidence_verifier as verifier
from accounts.roles import Action
from review.models import SigningKey
from stores import audit
from stores.models import AccessKind
from stores.sealing import seal, unseal

if TYPE_CHECKING:
    from accounts.models import User
    from stores.access import Member

PRIVATE = "private"
GROUP = 8


def key_in_use() -> SigningKey:
    """The chain's key, made now when there is none yet. Raises ImproperlyConfigured where
    there is nothing to seal it with."""
    key = SigningKey.objects.filter(retired_at=None).first()
    if key is not None:
        return key
    try:
        with transaction.atomic():
            return _make(None)
    except IntegrityError:  # somebody else made the first one at the same time
        return SigningKey.objects.get(retired_at=None)


def change_key(*, member: Member) -> SigningKey:
    """A new key signs from now on; what the earlier ones signed stays good."""
    member.check(Action.HAND_OVER)
    with transaction.atomic():
        earlier = list(SigningKey.objects.select_for_update().filter(retired_at=None))
        SigningKey.objects.filter(pk__in=[key.pk for key in earlier]).update(
            retired_at=timezone.now()
        )
        key = _make(member.user)
        audit.record(AccessKind.MADE_EVIDENCE, user=member.user, what="signing_key", key=str(key))
    return key


def _make(by: User | None) -> SigningKey:
    private = Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    secret = base64.b64encode(private.private_bytes_raw()).decode()
    return SigningKey.objects.create(
        public=public,
        fingerprint=verifier.fingerprint(public),
        sealed=seal({PRIVATE: secret}),
        made_by=by,
    )


def sign(key: SigningKey, message: bytes) -> bytes:
    """Raises stores.sealing.SealBrokenError when the seal's key is lost."""
    secret = base64.b64decode(unseal(key.sealed)[PRIVATE])
    return Ed25519PrivateKey.from_private_bytes(secret).sign(message)


def pem_of(key: SigningKey) -> bytes:
    return verifier.pem_of(bytes(key.public))


def grouped(fingerprint: str) -> str:
    """In groups, so that two people can compare it over the telephone."""
    return " ".join(fingerprint[at : at + GROUP] for at in range(0, len(fingerprint), GROUP))


def is_key_of_chain(public: bytes) -> bool:
    return SigningKey.objects.filter(fingerprint=verifier.fingerprint(public)).exists()
