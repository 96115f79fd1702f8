"""Summaries handed over to be sent: the only place that knows how."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from accounts.addresses import address_of
from alerts.channels.sms.segments import one_segment
from alerts.models import ChannelKind, Delivery, DeliveryKind, SummaryKind
from alerts.services import deliver
from alerts.summaries import digest
from alerts.summaries.links import Links
from alerts.summaries.mail import PICTURE, letter_of_run, mail_of, picture_of
from alerts.unsubscribing import unsubscribe_path

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from accounts.models import Chain, User
    from alerts.models import SummaryRun
    from alerts.summaries.letter import Letter

KINDS: Final[Mapping[str, DeliveryKind]] = {
    SummaryKind.DAILY: DeliveryKind.SUMMARY,
    SummaryKind.WEEKLY: DeliveryKind.WEEKLY,
}


def hand_over(chain: Chain, run: SummaryRun, users: Sequence[User], *, by_text: bool) -> None:
    """To each once, named by the run and the person; in the caller's transaction."""
    links = Links.of(chain)
    letter = letter_of_run(run, links)
    run.subject = letter.subject[:250]
    run.save(update_fields=["subject"])
    pictures = _stored(chain, f"{run.pk}", picture_of(run.facts) if letter.picture else b"")
    for user in users:
        _mail(chain, user, f"summary/{run.pk}/{user.pk}", run.kind, letter, pictures)
        if by_text and run.kind == SummaryKind.DAILY:
            _text(user, f"digest/{run.pk}/{user.pk}", run, links)


def send_now(chain: Chain, user: User, run: SummaryRun, *, stamp: str) -> None:
    """What somebody is looking at, to themselves, whatever they took themselves off; ``run``
    need not be stored. ``stamp`` tells one wish from the next."""
    letter = letter_of_run(run, Links.of(chain))
    picture = picture_of(run.facts) if letter.picture else b""
    mail = mail_of(letter)
    deliver.send(
        kind=DeliveryKind.TEST,
        key=f"summary-now/{user.pk}/{stamp}",
        channel=ChannelKind.EMAIL,
        user=user,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        attachments=_stored(chain, f"now-{user.pk}-{stamp}", picture),
    )


def _mail(
    chain: Chain,
    user: User,
    key: str,
    kind: str,
    letter: Letter,
    pictures: Sequence[Mapping[str, str]],
) -> None:
    mail = mail_of(letter, leave=address_of(chain, _leaving(user, KINDS[kind])))
    deliver.send(
        kind=KINDS[kind],
        key=key,
        channel=ChannelKind.EMAIL,
        user=user,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        attachments=pictures,
    )


def _leaving(user: User, kind: DeliveryKind) -> str:
    return unsubscribe_path(Delivery(user=user, kind=kind, channel=ChannelKind.EMAIL))


def _text(user: User, key: str, run: SummaryRun, links: Links) -> None:
    deliver.send(
        kind=DeliveryKind.DIGEST,
        key=key,
        channel=ChannelKind.SMS,
        user=user,
        text=one_segment(digest.words(run.facts), links.summary(run.pk)),
    )


def _stored(chain: Chain, name: str, picture: bytes) -> list[dict[str, str]]:
    """The picture once for all who get it, where the outbox reads it."""
    if not picture:
        return []
    key = default_storage.save(f"chain/{chain.uuid}/summaries/{name}.png", ContentFile(picture))
    return [{"name": f"{PICTURE}.png", "type": "image/png", "cid": PICTURE, "key": key}]
