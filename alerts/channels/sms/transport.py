"""One text message by Twilio's HTTP API. Twilio knows no key that would make a second call
the first again: a call whose answer is lost is not made a second time."""

from __future__ import annotations

from typing import Any, Final

import httpx
from django.conf import settings

from alerts.channels.base import ChannelError, Message, Receipt
from alerts.channels.retry_after import retry_after
from alerts.channels.sms.errors import error_of

TIMEOUT: Final = httpx.Timeout(15.0, connect=10.0)


class Sms:
    repeatable = False

    def is_set_up(self) -> bool:
        return bool(
            settings.TWILIO_ACCOUNT_SID and settings.TWILIO_AUTH_TOKEN and settings.TWILIO_FROM
        )

    def send(self, message: Message) -> Receipt:
        if not self.is_set_up():
            raise ChannelError("not_set_up", permanent=True)
        try:
            answer = _post(message)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise ChannelError("cannot_connect", of_channel=True) from error
        except httpx.HTTPError as error:
            raise ChannelError("answer_lost", of_channel=True, unsure=True) from error
        told = _json(answer)
        if answer.status_code == 201:
            return Receipt(str(told.get("sid", ""))[:100])
        raise error_of(
            answer.status_code, told.get("code"), retry_after(answer.headers.get("Retry-After", ""))
        )


def _post(message: Message) -> httpx.Response:
    account = settings.TWILIO_ACCOUNT_SID
    sender = settings.TWILIO_FROM
    form = {
        "To": message.address,
        "Body": message.text,
        "MessagingServiceSid" if sender.startswith("MG") else "From": sender,
    }
    if message.status_url:
        form["StatusCallback"] = message.status_url
    return httpx.post(
        f"{settings.TWILIO_API_URL}/2010-04-01/Accounts/{account}/Messages.json",
        data=form,
        auth=(account, settings.TWILIO_AUTH_TOKEN),
        timeout=TIMEOUT,
        follow_redirects=False,
        trust_env=False,
    )


def _json(answer: httpx.Response) -> dict[str, Any]:
    try:
        told = answer.json()
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
