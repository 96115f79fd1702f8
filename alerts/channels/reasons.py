"""Why a message was not taken, or not sent, as sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping

SENTENCES: Mapping[str, Any] = {
    "login_refused": _("The log-in was refused. Whoever runs this installation must look at it."),
    "sender_refused": _("Our sender's address or number was refused."),
    "mail_refused": _("The mail server refused the message: %(status)s %(said)s"),
    "server_refused": _("The other side is out of order: %(status)s."),
    "recipient_refused": _("The mail server refused this address: %(status)s %(said)s"),
    "line_broke": _("The connection broke."),
    "no_answer": _("No answer came in time."),
    "cannot_connect": _("Nobody answered there."),
    "answer_lost": _("The connection broke before the answer: it may have been sent or not."),
    "worker_lost": _("The program that sent it ended before the answer came."),
    "not_set_up": _("This installation has no account for text messages."),
    "stopped": _("The phone said STOP. Only START from that phone takes it back."),
    "number_invalid": _("This is not a number that can be reached."),
    "no_mobile": _("This number cannot get text messages."),
    "no_route": _("No text message reaches this number from ours."),
    "phone_off": _("The phone was off or out of reach."),
    "blocked": _("The phone or its company blocks our messages."),
    "number_unknown": _("The phone's company does not know this number."),
    "filtered": _("The phone's company took the message for an advertisement."),
    "carrier_unknown": _("The phone's company did not deliver it and does not say why."),
    "country_not_allowed": _("The account may not send to this country."),
    "account_suspended": _("The account for text messages is suspended."),
    "busy": _("Too many messages at once; it goes on when the other side is ready."),
    "message_refused": _("The message was refused: %(status)s."),
    "address_refused": _("%(host)s is not a public address, and is never called."),
    "host_unknown": _("%(host)s is not known."),
    "not_https": _("The address must begin with https://."),
    "redirected": _("The receiver pointed elsewhere (%(status)s); that is not followed."),
    "bad_status": _("The receiver answered %(status)s."),
    "secret_gone": _("The secret cannot be opened. Make a new one."),
    "deactivated": _("This person's log-in is switched off."),
    "no_member": _("This person does not belong to the chain any more."),
    "opted_out": _("This person took themselves off the list."),
    "no_phone": _("This person gave no number."),
    "phone_unverified": _("The number was not confirmed by a code yet."),
    "webhook_gone": _("The webhook was removed."),
    "webhook_off": _("The webhook is off."),
    "withdrawn": _("The alert was withdrawn before it was sent."),
    "answered": _("Somebody had acknowledged the alert by then."),
    "too_old": _("It was older than 24 hours by then."),
    "snoozed": _("The rule was snoozed by then."),
    "no_access": _("This person may not see the store any more."),
    "nothing_left": _("There was nothing left to say."),
}
NOBODY_TOLD: Mapping[str, Any] = {
    "silent": _("The rule runs silently."),
    "snoozed": _("The rule was snoozed."),
    "schedule": _("It happened outside the hours in which the rule tells anybody."),
    "cooldown": _("The same rule told of the same register or cashier shortly before."),
    "too_old": _("It was older than 24 hours when it was found."),
    "history": _("It was found in history that was read in later."),
    "nobody": _("Nobody is set up to be told of this."),
}


def reason(code: str, params: Mapping[str, Any]) -> str:
    """ "" for none. An unknown code is shown as it is."""
    words = SENTENCES.get(code)
    if words is None:
        return code
    try:
        return str(words) % {name: str(value) for name, value in params.items()}
    except KeyError:
        return str(words).partition("%(")[0].rstrip(" :(")


def nobody_told(code: str) -> str:
    words = NOBODY_TOLD.get(code)
    return (
        str(words) if words is not None else gettext("Nobody was told: %(code)s") % {"code": code}
    )
