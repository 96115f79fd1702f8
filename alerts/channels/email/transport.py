"""One mail: text and HTML, with a way out of the list, and the same identity each time."""

from __future__ import annotations

import hashlib
import smtplib
from email.mime.image import MIMEImage
from typing import Final

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from alerts.channels.base import ChannelError, Message, Receipt
from alerts.channels.one_line import one_line

LONGEST_SUBJECT: Final = 180
TEMPORARY: Final = range(400, 500)


class Email:
    repeatable = True

    def is_set_up(self) -> bool:
        return bool(settings.EMAIL_BACKEND)

    def send(self, message: Message) -> Receipt:
        mail = _mail(message)
        try:
            mail.send()
        except smtplib.SMTPRecipientsRefused as refused:
            raise _recipient(refused, message.address) from refused
        except smtplib.SMTPAuthenticationError as refused:
            raise ChannelError("login_refused", of_channel=True) from refused
        except smtplib.SMTPSenderRefused as refused:
            raise _said("sender_refused", refused, of_channel=True) from refused
        except smtplib.SMTPDataError as refused:
            permanent = refused.smtp_code not in TEMPORARY
            raise _said("mail_refused", refused, permanent=permanent) from refused
        except smtplib.SMTPServerDisconnected as error:
            late = isinstance(error.__context__, TimeoutError)
            raise ChannelError("no_answer" if late else "line_broke", of_channel=True) from error
        except smtplib.SMTPResponseException as refused:
            raise _said("server_refused", refused, of_channel=True) from refused
        except TimeoutError as error:
            raise ChannelError("no_answer", of_channel=True) from error
        except (smtplib.SMTPException, OSError) as error:
            raise ChannelError("cannot_connect", of_channel=True) from error
        return Receipt(mail.extra_headers["Message-ID"])


def message_id(key: str) -> str:
    """The same for the same key, so that a second copy is known as one by the mailbox."""
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("<> ") or "localhost"
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{host}>"


def _mail(message: Message) -> EmailMultiAlternatives:
    headers = {"Message-ID": message_id(message.key), "Auto-Submitted": "auto-generated"}
    if message.unsubscribe_url:
        headers["List-Unsubscribe"] = f"<{message.unsubscribe_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail = EmailMultiAlternatives(
        subject=one_line(message.subject)[:LONGEST_SUBJECT],
        body=message.text,
        to=[one_line(message.address)],
        headers=headers,
    )
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    for each in message.attachments:
        if each.cid:
            picture = MIMEImage(each.content, each.type.partition("/")[2])
            picture.add_header("Content-ID", f"<{each.cid}>")
            picture.add_header("Content-Disposition", "inline", filename=one_line(each.name))
            mail.attach(picture)
            mail.mixed_subtype = "related"  # type: ignore[attr-defined]  # Django's own
        else:
            mail.attach(one_line(each.name), each.content, each.type)
    return mail


def _recipient(refused: smtplib.SMTPRecipientsRefused, address: str) -> ChannelError:
    code, said = refused.recipients.get(address) or next(iter(refused.recipients.values()))
    words = one_line(said.decode(errors="replace"))
    return ChannelError(
        "recipient_refused",
        permanent=code not in TEMPORARY,
        params={"status": code, "said": words},
    )


def _said(
    code: str,
    refused: smtplib.SMTPResponseException,
    *,
    permanent: bool = False,
    of_channel: bool = False,
) -> ChannelError:
    said = refused.smtp_error
    words = said.decode(errors="replace") if isinstance(said, bytes) else str(said)
    return ChannelError(
        code,
        permanent=permanent,
        of_channel=of_channel,
        params={"status": refused.smtp_code, "said": one_line(words)},
    )
