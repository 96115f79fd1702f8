"""A person's number: proven by a code, agreed to in words that are kept, stopped by STOP."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.tenancy import in_chain, ready_chains
from alerts.channels.sms.segments import one_segment
from alerts.models import ChannelKind, DeliveryKind, Phone
from alerts.services.deliver import send

if TYPE_CHECKING:
    from accounts.models import User

CODE_LASTS: Final = timedelta(minutes=10)
BETWEEN_CODES: Final = timedelta(seconds=60)
MOST_TRIES: Final = 5
_NUMBER: Final = re.compile(r"^\+[1-9]\d{7,14}$")
_AMERICAN: Final = re.compile(r"^1?([2-9]\d{9})$")


class PhoneError(ValueError):
    """Why it does not work; the message is for its owner."""


def consent_words() -> str:
    """What somebody agrees to. Kept with the number, in these very words."""
    return _(
        "I agree to get text messages about alerts of my stores on this number. Message and "
        "data rates may apply; how many come depends on what happens. Reply STOP to end them, "
        "HELP for help."
    )


def plain_number(text: str) -> str:
    """E.164 of what was typed; ten digits are an American number. Raises PhoneError."""
    bare = re.sub(r"[\s().\-]", "", text)
    if american := _AMERICAN.match(bare):
        bare = f"+1{american[1]}"
    if not _NUMBER.match(bare):
        raise PhoneError(_("Write the number with its country, like +1 212 555 0123."))
    return bare


def set_phone(*, user: User, number: str, agrees: bool) -> Phone:
    """A new number for the person, and a code on its way to it. Raises PhoneError."""
    bare = plain_number(number)
    if not agrees:
        raise PhoneError(_("Text messages need your consent. Tick the box if you give it."))
    now = timezone.now()
    with transaction.atomic():
        phone = Phone.objects.select_for_update().filter(user=user).first() or Phone(user=user)
        if phone.code_sent_at is not None and phone.code_sent_at > now - BETWEEN_CODES:
            raise PhoneError(_("A code was sent a moment ago. Wait a minute for the next one."))
        if phone.number != bare:
            stopped = Phone.objects.filter(number=bare, stopped_at__isnull=False).exists()
            phone.stopped_at = now if stopped else None
        phone.number, phone.verified_at = bare, None
        phone.consent, phone.consent_at = consent_words(), now
        if phone.stopped_at is not None:
            raise PhoneError(_("This number said STOP. Send START from it first."))
        code = f"{secrets.randbelow(10**6):06}"
        phone.code_digest, phone.code_sent_at, phone.code_tries = _digest(user, code), now, 0
        phone.save()
        send(
            kind=DeliveryKind.VERIFY,
            key=f"verify:user:{user.pk}:{int(now.timestamp())}",
            channel=ChannelKind.SMS,
            user=user,
            text=one_segment(
                _("%(code)s is your code for alerts by text message.") % {"code": code}
            ),
        )
    return phone


def verify_phone(*, user: User, code: str) -> Phone:
    """Raises PhoneError for a wrong or old code; five tries, then a new one is needed."""
    with transaction.atomic():
        phone = Phone.objects.select_for_update().filter(user=user).first()
        if phone is None or not phone.code_digest or phone.code_sent_at is None:
            raise PhoneError(_("Ask for a code first."))
        late = phone.code_sent_at < timezone.now() - CODE_LASTS
        phone.code_tries += 1
        right = hmac.compare_digest(phone.code_digest, _digest(user, code.strip()))
        if not late and right and phone.code_tries <= MOST_TRIES:
            phone.verified_at, phone.code_digest = timezone.now(), ""
        phone.save()
    if late or phone.code_tries > MOST_TRIES:
        raise PhoneError(_("This code is too old. Ask for a new one."))
    if not right:
        raise PhoneError(_("This is not the code. Look at the newest message."))
    return phone


def remove_phone(*, user: User) -> None:
    """The number is forgotten, unless it said STOP: that must not be got round by removing."""
    Phone.objects.filter(user=user, stopped_at=None).delete()
    Phone.objects.filter(user=user).update(verified_at=None)


def hear(*, number: str, word: str) -> int:
    """STOP or START from a phone, which may belong to people of several chains. Answers how
    many rows it changed."""
    stopped = timezone.now() if word == "stop" else None
    changed = 0
    for chain in ready_chains():
        with in_chain(chain):
            rows = Phone.objects.filter(number=number, stopped_at__isnull=word == "stop")
            changed += rows.update(stopped_at=stopped)
    return changed


def _digest(user: User, code: str) -> str:
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, f"phone:{user.pk}:{code}".encode(), hashlib.sha256).hexdigest()
