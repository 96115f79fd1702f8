"""Who may open which address: every address of both URL confs has its case here.

``test_every_address_has_a_case`` fails for an address that is missing, and for a case
whose address is gone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from accounts.roles import Action
from clips.links import Use

if TYPE_CHECKING:
    from collections.abc import Mapping

SHOWN = frozenset({200, 204, 302, 303})


@dataclass(frozen=True, slots=True)
class Case:
    """An address for members whose role may do ``needs``.

    ``about`` names what its id is of; ``passes`` are the answers to one who may.
    """

    needs: Action
    about: str = ""
    method: str = "get"
    data: Mapping[str, str] = field(default_factory=dict)
    use: Use | None = None
    passes: frozenset[int] = SHOWN
    sings: bool = False
    """The answer to one who may holds the store's canary: proof that the canaries sing."""


@dataclass(frozen=True, slots=True)
class Open:
    """An address for everybody, on every host; shows nothing of any chain."""


@dataclass(frozen=True, slots=True)
class Programs:
    """An address of the API: only a token opens it, and no log-in, whoever's it is."""

    about: str = ""
    answers: frozenset[int] = frozenset({401})


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """An address for whoever is logged in; shows nothing of any chain's schema."""


@dataclass(frozen=True, slots=True)
class Support:
    """An address of the admin: for support staff only, on a chain's host as on theirs."""

    about: str = ""
    passes: frozenset[int] = SHOWN
    absent: frozenset[int] = frozenset({302, 404})
    """The answers when the id is not of this chain."""
    query: str = ""


SEE, CLIPS, FILES = Action.SEE_TRANSACTIONS, Action.SEE_CLIPS, Action.SEE_FILES

DESK: dict[str, Any] = {
    "": Case(SEE, sings=True),
    "pulse/": Case(SEE),
    "transactions/<int:transaction_id>/": Case(SEE, "transaction", sings=True),
    "transactions/<int:transaction_id>/clips/": Case(SEE, "transaction"),
    "transactions/<int:transaction_id>/decide/": Case(
        Action.DECIDE, "transaction", "post", {"status": "approved", "version": "0"}
    ),
    "transactions/<int:transaction_id>/undo/": Case(
        Action.DECIDE, "transaction", "post", {"version": "0"}, passes=frozenset({409})
    ),
    "transactions/<int:transaction_id>/notes/": Case(
        Action.WRITE_NOTES, "transaction", "post", {"text": "seen"}
    ),
    "clips/": Case(CLIPS, sings=True),
    "clips/<uuid:clip_uuid>/": Case(CLIPS, "clip_uuid", sings=True),
    "clips/<uuid:clip_uuid>/start/": Case(
        Action.UPLOAD_CLIPS, "clip_uuid", "post", {"date": "2026-11-20", "time": "12:00"}
    ),
    "clips/export/": Case(Action.UPLOAD_CLIPS, sings=True),
    "clips/exports": Case(
        Action.UPLOAD_CLIPS, "", "post", {"store": "none"}, passes=frozenset({404})
    ),
    "clips/ask/": Case(Action.UPLOAD_CLIPS, sings=True),
    "clips/look-back/": Case(Action.UPLOAD_CLIPS, sings=True),
    "clips/line/": Case(CLIPS, sings=True),
    "clips/kept/": Case(Action.MANAGE_RETENTION, sings=True),
    "search/": Case(SEE, sings=True),
    "search/count/": Case(SEE),
    "search/save/": Case(SEE, "", "post", {"name": "Mine", "address": "store=101"}),
    **{
        f"search/saved/<int:search_id>/{act}/": Case(
            SEE, "saved_search", "post", {"name": "x"}, passes=frozenset({302, 403})
        )
        for act in ("change", "delete")
    },
    "search/exports/": Case(Action.EXPORT_SEARCHES),
    "search/exports/order/": Case(Action.EXPORT_SEARCHES, "", "post", {"format": "csv"}),
    "search/exports/<int:export_id>/cancel/": Case(
        Action.EXPORT_SEARCHES, "search_export", "post", passes=frozenset({404})
    ),
    "search/exports/<int:export_id>/file": Case(
        Action.EXPORT_SEARCHES, "search_export", passes=frozenset({404})
    ),
    "audit/": Case(Action.SEE_AUDIT, sings=True),
    "trends/": Case(SEE, sings=True),
    "trends/cashiers/<int:cashier_id>/": Case(Action.SEE_SCORES, "cashier", sings=True),
    "line-up/<uuid:clip_uuid>/": Case(Action.MANAGE_FOOTAGE, "clip_uuid", sings=True),
    "line-up/<uuid:clip_uuid>/save/": Case(
        Action.MANAGE_FOOTAGE, "clip_uuid", "post", {"second": "x"}, passes=frozenset({422})
    ),
    "line-up/<uuid:clip_uuid>/estimate/": Case(Action.MANAGE_FOOTAGE, "clip_uuid", "post"),
    "line-up/<uuid:clip_uuid>/use-estimate/": Case(
        Action.MANAGE_FOOTAGE, "clip_uuid", "post", {"sample": "0"}, passes=frozenset({404})
    ),
    "setup/": Case(SEE),
    "setup/<int:store_id>/": Case(SEE, "store", sings=True),
    "setup/<int:store_id>/read-again/": Case(Action.SET_UP_STORES, "store", "post"),
    "setup/<int:store_id>/settings/": Case(Action.CHANGE_SETTINGS, "store", sings=True),
    **{
        f"setup/<int:store_id>/{kind}/": Case(SEE, "store", sings=True)
        for kind in ("registers", "numbers", "departments", "payments", "totals")
    },
    **{
        f"setup/<int:store_id>/{kind}/confirm/": Case(
            Action.SET_UP_STORES, "store", "post", data, passes=frozenset({200, 302, 422})
        )
        for kind, data in (
            ("registers", {"code": "1", "value": "inside"}),
            ("numbers", {"code": "1", "value": "person"}),
            ("departments", {"code": "1", "value": "merchandise"}),
            ("payments", {"code": "cash", "value": "cash"}),
            ("totals", {"formula": "auto"}),
        )
    },
    "setup/registers/<int:register_id>/": Case(SEE, "register", sings=True),
    "setup/registers/<int:register_id>/change/": Case(
        Action.SET_UP_STORES, "register", "post", {"register_class": "inside", "label": "x"}
    ),
    "setup/numbers/<int:cashier_id>/": Case(SEE, "cashier", sings=True),
    "setup/numbers/<int:cashier_id>/assign/": Case(
        Action.SET_UP_STORES,
        "cashier",
        "post",
        {"name": "Ann", "since": "2026-03-01", "ends_earlier": "1"},
    ),
    "setup/assignments/<int:assignment_id>/change/": Case(
        Action.SET_UP_STORES, "assignment", "post", {"since": "2026-03-01"}
    ),
    "setup/<int:store_id>/ring-tests/": Case(Action.SET_UP_STORES, "store", sings=True),
    "setup/<int:store_id>/ring-tests/start/": Case(
        Action.SET_UP_STORES, "store", "post", {"register": "unknown"}
    ),
    "ring-tests/<int:ring_test_id>/": Case(Action.SET_UP_STORES, "ring_test"),
    "ring-tests/<int:ring_test_id>/steps/<slug:step>/": Case(
        Action.SET_UP_STORES, "ring_test", sings=True
    ),
    "ring-tests/<int:ring_test_id>/steps/<slug:step>/state/": Case(
        Action.SET_UP_STORES, "ring_test", sings=True
    ),
    "ring-tests/<int:ring_test_id>/steps/<slug:step>/answer/": Case(
        Action.SET_UP_STORES, "ring_test", "post", {"do": "again"}
    ),
    "ring-tests/<int:ring_test_id>/end/": Case(Action.SET_UP_STORES, "ring_test", "post"),
    "ring-tests/<int:ring_test_id>/clock/": Case(
        Action.SET_UP_STORES, "ring_test", "post", passes=frozenset({302, 422})
    ),
    "ring-tests/<int:ring_test_id>/certificate/": Case(
        Action.SET_UP_STORES, "ring_test", sings=True
    ),
    "ring-tests/<int:ring_test_id>/certificate.html": Case(
        Action.SET_UP_STORES, "ring_test", sings=True
    ),
    "ring-tests/<int:ring_test_id>/sample.zip": Case(Action.SET_UP_STORES, "ring_test"),
    "setup/<int:store_id>/recorders/": Case(Action.SEE_HEALTH, "store", sings=True),
    "setup/<int:store_id>/recorders/add/": Case(Action.MANAGE_FOOTAGE, "store", sings=True),
    "setup/<int:store_id>/recorders/folder/": Case(
        Action.MANAGE_FOOTAGE, "store", "post", passes=frozenset({422})
    ),
    "setup/<int:store_id>/routes/ask/": Case(
        Action.MANAGE_FOOTAGE, "store", "post", {"network": "nowhere"}
    ),
    "setup/recorders/<int:recorder_id>/": Case(Action.SEE_HEALTH, "recorder", sings=True),
    "setup/recorders/<int:recorder_id>/state/": Case(Action.SEE_HEALTH, "recorder", sings=True),
    "setup/recorders/<int:recorder_id>/add/": Case(Action.MANAGE_FOOTAGE, "recorder"),
    "setup/recorders/<int:recorder_id>/add/state/": Case(Action.MANAGE_FOOTAGE, "recorder"),
    "setup/recorders/<int:recorder_id>/address/": Case(
        Action.MANAGE_FOOTAGE, "recorder", sings=True
    ),
    "setup/recorders/<int:recorder_id>/replace/": Case(
        Action.MANAGE_FOOTAGE, "recorder", sings=True
    ),
    **{
        f"setup/recorders/<int:recorder_id>/{act}/": Case(Action.MANAGE_FOOTAGE, "recorder", "post")
        for act in (
            "check",
            "clear",
            "switch",
            "cameras",
            "stills",
            "kind",
            "log-in",
            "certificate",
            "time-base",
            "finish",
            "abandon",
        )
    },
    "setup/cameras/<int:camera_id>/zones/": Case(Action.MANAGE_FOOTAGE, "camera", sings=True),
    "setup/cameras/<int:camera_id>/still": Case(
        Action.SEE_CLIPS, "camera", passes=frozenset({200}), sings=True
    ),
    "setup/people/": Case(SEE, sings=True),
    "setup/people/<int:person_id>/change/": Case(
        Action.SET_UP_STORES, "person", "post", {"name": "Ann", "is_active": "1"}
    ),
    "health/": Case(Action.SEE_HEALTH, sings=True),
    "health/<int:store_id>/": Case(Action.SEE_HEALTH, "store", sings=True),
    "health/<int:store_id>/explain/": Case(
        Action.SET_UP_STORES, "store", "post", {"gap": "2026-11-20.1.2.3", "text": "reset"}
    ),
    "health/<int:store_id>/again/": Case(Action.SET_UP_STORES, "store", sings=True),
    "health/<int:store_id>/settle/": Case(Action.SET_UP_STORES, "store", "post", {"id": "1"}),
    "uploads/": Case(Action.UPLOAD_JOURNALS, sings=True),
    "uploads/<int:upload_id>/": Case(FILES, "upload", sings=True),
    "uploads/<int:upload_id>/progress/": Case(FILES, "upload", sings=True),
    "files/": Case(FILES, sings=True),
    "files/<int:file_id>/": Case(FILES, "sourcefile", sings=True),
    "files/<int:file_id>/not-read.csv": Case(FILES, "sourcefile", passes=frozenset({404})),
    "files/<int:file_id>/kept/": Case(Action.MANAGE_SOURCES, "sourcefile", passes=frozenset({404})),
    "files/<int:file_id>/again/": Case(
        Action.SET_UP_STORES, "sourcefile", "post", passes=frozenset({404})
    ),
    "files/<int:file_id>/move/": Case(Action.SET_UP_STORES, "sourcefile", "post"),
    "files/<int:file_id>/layout/": Case(
        Action.SET_UP_STORES, "sourcefile", passes=frozenset({404})
    ),
    **{
        f"files/<int:file_id>/layout/{act}/": Case(
            Action.SET_UP_STORES, "sourcefile", "post", passes=frozenset({404})
        )
        for act in ("preview", "confirm", "again")
    },
    "files/<int:file_id>/written/": Case(
        Action.SET_UP_STORES, "sourcefile", passes=frozenset({404})
    ),
    **{
        f"files/<int:file_id>/written/{act}/": Case(
            Action.SET_UP_STORES, "sourcefile", "post", passes=frozenset({404})
        )
        for act in ("preview", "confirm")
    },
    "layouts/": Case(Action.SET_UP_STORES),
    "second-accounts/": Case(Action.SET_UP_STORES, sings=True),
    "second-accounts/count/": Case(
        Action.SET_UP_STORES, "", "post", {"store": "x"}, passes=frozenset({400})
    ),
    "second-accounts/<int:transaction_id>/": Case(
        Action.SET_UP_STORES, "transaction", "post", {"how": "other"}, passes=frozenset({404})
    ),
    "second-accounts/<int:transaction_id>/undo/": Case(
        Action.SET_UP_STORES, "transaction", "post", passes=frozenset({404})
    ),
    "history/": Case(Action.UPLOAD_JOURNALS, sings=True),
    "history/<int:upload_id>/": Case(Action.UPLOAD_JOURNALS, "upload", passes=frozenset({404})),
    **{
        f"history/<int:upload_id>/{act}/": Case(
            Action.UPLOAD_JOURNALS, "upload", "post", passes=frozenset({404})
        )
        for act in ("known", "files", "close")
    },
    "tokens/": Case(Action.MANAGE_SOURCES, sings=True),
    "tokens/<int:token_id>/revoke/": Case(Action.MANAGE_SOURCES, "token", "post"),
    "tokens/guide/": Case(Action.MANAGE_SOURCES),
    "tokens/openapi.json": Case(Action.MANAGE_SOURCES),
    "sources/": Case(Action.SEE_HEALTH, sings=True),
    "sources/add/": Case(Action.MANAGE_SOURCES, sings=True),
    "sources/test/": Case(
        Action.MANAGE_SOURCES,
        "",
        "post",
        {"store": "none", "kind": "folder"},
        passes=frozenset({404}),
    ),
    "sources/<int:source_id>/": Case(Action.SEE_HEALTH, "source", sings=True),
    "sources/<int:source_id>/edit/": Case(Action.MANAGE_SOURCES, "source", sings=True),
    "sources/<int:source_id>/state/": Case(Action.SEE_HEALTH, "source"),
    "sources/<int:source_id>/fetch/": Case(Action.MANAGE_SOURCES, "source", "post"),
    "sources/<int:source_id>/switch/": Case(Action.MANAGE_SOURCES, "source", "post"),
    "clips/<uuid:clip_uuid>/video": Case(CLIPS, "clip_uuid", use=Use.VIDEO, sings=True),
    "clips/<uuid:clip_uuid>/download": Case(CLIPS, "clip_uuid", use=Use.DOWNLOAD, sings=True),
    "clips/<uuid:clip_uuid>/thumbnail": Case(CLIPS, "clip_uuid", use=Use.THUMBNAIL, sings=True),
    "clips/<uuid:clip_uuid>/sheet": Case(CLIPS, "clip_uuid", use=Use.SHEET, sings=True),
    "clips/<uuid:clip_uuid>/links": Case(CLIPS, "clip_uuid"),
    "clips/<uuid:clip_uuid>/retry": Case(
        Action.UPLOAD_CLIPS, "clip_uuid", "post", passes=frozenset({409})
    ),
    "clips/transactions/<int:transaction_id>/request": Case(
        Action.UPLOAD_CLIPS, "transaction", "post"
    ),
    "clips/transactions/<int:transaction_id>/upload": Case(
        Action.UPLOAD_CLIPS, "transaction", "post", passes=frozenset({400})
    ),
}

RULE = Action.MANAGE_RULES
RULES: dict[str, Any] = {
    "rules/": Case(SEE, sings=True),
    "rules/<int:rule_id>/": Case(SEE, "rule", sings=True),
    "rules/new/": Case(RULE, sings=True),
    "rules/understand/": Case(RULE, "", "post", {"text": "Refund > $50"}),
    "rules/<int:rule_id>/edit/": Case(RULE, "rule", sings=True),
    "rules/<int:rule_id>/slide/": Case(SEE, "rule", passes=frozenset({400})),
    "rules/<int:rule_id>/switch/": Case(RULE, "rule", "post", {"state": "off"}),
    "rules/<int:rule_id>/threshold/": Case(RULE, "rule", "post", {"value": "60"}),
    "rules/<int:rule_id>/snooze/": Case(RULE, "rule", "post", {"hours": "8"}),
    "rules/<int:rule_id>/propose/": Case(RULE, "rule", "post"),
    "rules/<int:rule_id>/accept/": Case(RULE, "rule", "post", passes=frozenset({422})),
    "rules/pack/": Case(RULE),
    "rules/pack/rules.txt": Case(RULE, sings=True),
    "rules/pack/look/": Case(RULE, "", "post", passes=frozenset({422})),
    "rules/pack/take/": Case(RULE, "", "post", passes=frozenset({422})),
    "rules/try/": Case(Action.DECIDE, sings=True),
    **{
        f"rules/try/<int:trial_id>/{rest}": Case(
            Action.DECIDE, "trial", method, passes=frozenset({404})
        )
        for rest, method in (("", "get"), ("state/", "get"), ("drag/", "post"))
    },
}

HAND = Action.HAND_OVER
EVIDENCE: dict[str, Any] = {
    "evidence/": Case(HAND, sings=True),
    "evidence/new/": Case(HAND),
    "evidence/keys/": Case(HAND),
    "evidence/keys/change/": Case(HAND, "", "post"),
    "evidence/<int:package_id>/": Case(HAND, "package", sings=True),
    "evidence/<int:package_id>/state/": Case(HAND, "package", sings=True),
    "evidence/<int:package_id>/again/": Case(HAND, "package", "post"),
    "evidence/<int:package_id>/package.zip": Case(HAND, "package", sings=True),
    "evidence/<int:package_id>/copy/": Case(HAND, "package", passes=frozenset({404})),
    "evidence/<int:package_id>/share/": Case(
        HAND,
        "package",
        "post",
        {"recipient": "Ann", "organisation": "Police", "package": "1", "days": "14"},
    ),
    "evidence/<int:package_id>/certificate/": Case(HAND, "package", sings=True),
    "evidence/copies/<int:copy_id>/": Case(HAND, "copy", sings=True),
    "evidence/shares/<int:share_id>/": Case(HAND, "share", sings=True),
    "evidence/shares/<int:share_id>/revoke/": Case(HAND, "share", "post"),
    "evidence/shares/<int:share_id>/passcode/": Case(HAND, "share", "post"),
    "holds/": Case(HAND, sings=True),
    "holds/place/<int:transaction_id>/": Case(HAND, "transaction", "post", {"reason": "claim"}),
    "holds/<int:hold_id>/lift/": Case(HAND, "hold", "post"),
    **{
        f"share/<str:token>/{rest}": Open()
        for rest in ("", "open/", "package.zip", "copies/<uuid:copy_uuid>/")
    },
}
VERIFY: dict[str, Any] = {
    f"verify/{rest}": Open()
    for rest in (
        "",
        "check/",
        "look-up/",
        "keys/",
        "keys/<uuid:chain_uuid>/",
        "evidence_verifier.py",
    )
}

API: dict[str, Any] = {
    "api/v1/files": Programs(),
    "api/v1/files/<int:file_id>": Programs("sourcefile"),
    "api/v1/events": Programs(),
    "api/v1/transactions": Programs(),
    "api/v1/transactions/<int:transaction_id>": Programs("transaction"),
    "api/v1/problems": Programs(),
    "api/v1/me": Programs(),
    "api/v1/schema": Programs(),
    "api/v1/": Programs(answers=frozenset({404})),
    "api/^(?P<rest>.*)$": Programs(answers=frozenset({404})),
}

ACCOUNTS: dict[str, Any] = {
    f"accounts/{address}": Open()
    for address in (
        "login/",
        "logout/",
        "inactive/",
        "signup/",
        "reauthenticate/",
        "email/",
        "confirm-email/",
        r"^confirm-email/(?P<key>[-:\w]+)/$",
        "password/change/",
        "password/set/",
        "password/reset/",
        "password/reset/done/",
        "password/reset/key/done/",
        "^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        "login/code/confirm/",
        "2fa/",
        "2fa/authenticate/",
        "2fa/reauthenticate/",
        "2fa/totp/activate/",
        "2fa/totp/deactivate/",
        "2fa/recovery-codes/",
        "2fa/recovery-codes/generate/",
        "2fa/recovery-codes/download/",
    )
}

NEVER = frozenset({403})
ADMIN: dict[str, Any] = {
    "admin/": Support(),
    "admin/login/": Support(),
    "admin/logout/": Support(passes=frozenset({405})),
    "admin/password_change/": Support(),
    "admin/password_change/done/": Support(),
    "admin/jsi18n/": Support(),
    "admin/search/": Support(passes=frozenset({404}), query="s=canary&extended=1"),
    "admin/autocomplete/": Support(passes=NEVER),
    "admin/r/<path:content_type_id>/<path:object_id>/": Support("none", frozenset({404})),
    "admin/(?P<url>.*)$": Support(passes=frozenset({404})),
}


def _model(about: str, *, may_add: bool = False, actions: tuple[str, ...] = ()) -> dict[str, Any]:
    """The addresses that the admin makes for each model."""
    one = "<path:object_id>/"
    return {
        "": Support(),
        "add/": Support(passes=SHOWN if may_add else NEVER),
        f"{one}change/": Support(about),
        f"{one}history/": Support(about),
        f"{one}delete/": Support(about, NEVER, NEVER),
        one: Support(about),
        **{f"{one}{action}/": Support(about, absent=SHOWN) for action in actions},
    }


TOLD = Action.CHANGE_SETTINGS
HOOK = {"name": "Hook", "url": "https://example.com/", "webhook-severity": "20"}
ALERTS: dict[str, Any] = {
    "summaries/": Case(SEE, sings=True),
    "summaries/now/": Case(SEE, sings=True),
    "summaries/now/send/": Case(SEE, "", "post"),
    "summaries/<int:run_id>/": Case(SEE, "summary", sings=True),
    "summaries/<int:run_id>/send/": Case(SEE, "summary", "post"),
    "summaries/settings/daily/": Case(Action.CHANGE_SETTINGS),
    "summaries/settings/weekly/": Case(Action.CHANGE_SETTINGS),
    "summaries/settings/stores/<int:store_id>/": Case(Action.CHANGE_SETTINGS, "store", sings=True),
    "alerts/": Case(SEE, sings=True),
    "alerts/<int:alert_id>/": Case(SEE, "alert", sings=True),
    "alerts/<int:alert_id>/acknowledge/": Case(Action.ACKNOWLEDGE, "alert", "post"),
    "alerts/<int:alert_id>/reopen/": Case(Action.ACKNOWLEDGE, "alert", "post"),
    "tell-me/": Case(SEE, sings=True),
    "tell-me/phone/": Case(SEE, "", "post", passes=frozenset({422})),
    "tell-me/phone/code/": Case(SEE, "", "post", passes=frozenset({422})),
    "tell-me/phone/remove/": Case(SEE, "", "post"),
    "tell-me/back/": Case(SEE, "", "post"),
    "tell-me/<slug:channel>/": Case(SEE, "", "post", {"email-severity": "20"}),
    "tell-me/<slug:channel>/test/": Case(SEE, "", "post"),
    "told/": Case(TOLD, sings=True),
    "told/messages/<int:delivery_id>/": Case(TOLD, "delivery"),
    "told/roles/<slug:role>/": Case(TOLD, "", "post", {"role-manager-severity": "20"}),
    "told/webhooks/": Case(TOLD, "", "post", HOOK),
    "told/webhooks/<int:webhook_id>/": Case(TOLD, "webhook", sings=True),
    "told/webhooks/<int:webhook_id>/secret/": Case(TOLD, "webhook", "post"),
    "told/webhooks/<int:webhook_id>/test/": Case(TOLD, "webhook", "post"),
    "told/webhooks/<int:webhook_id>/remove/": Case(TOLD, "webhook", "post"),
    "unsubscribe/<str:word>/": Open(),
    "twilio/status/<int:message_id>/": Open(),
    "twilio/inbound/": Open(),
}


CHAIN_MODELS: dict[str, dict[str, Any]] = {
    "stores/store": _model("store", may_add=True),
    "stores/register": _model("register", may_add=True),
    "stores/cashier": _model("cashier", may_add=True),
    "stores/person": _model("person", may_add=True),
    "stores/cashierassignment": _model("assignment", may_add=True),
    "stores/storeaccess": _model("storeaccess", may_add=True),
    "stores/recorder": _model("recorder", may_add=True, actions=("clear_one", "check_one")),
    "stores/route": _model("route", may_add=True, actions=("approve", "withdraw")),
    "stores/camera": _model("camera", may_add=True),
    "stores/source": _model("source", actions=("fetch_one",)),
    "stores/token": _model("token", actions=("revoke_one",)),
    "stores/accesslog": _model("accesslog"),
    "alerts/rule": _model("rule"),
    "clips/clip": _model("clip", actions=("try_again",)),
    "transactions/upload": _model("upload"),
    "transactions/sourcefile": _model("sourcefile"),
    "transactions/transaction": _model("transaction"),
    "transactions/review": _model("review"),
    "transactions/note": _model("note"),
    "alerts/delivery": _model("delivery", actions=("send_again",)),
}
PUBLIC_MODELS: dict[str, dict[str, Any]] = {
    "accounts/chain": {
        **_model("a_chain", may_add=True, actions=("see_progress", "suspend", "resume")),
        "<int:pk>/progress/": Support("a_chain"),
        "<int:pk>/again/": Support("a_chain"),
    },
    "accounts/domain": _model("a_domain", may_add=True),
    "accounts/user": _model(
        "a_user",
        may_add=True,
        actions=("send_link", "reactivate", "deactivate", "reset_factor", "anonymise"),
    ),
    "accounts/membership": _model("a_membership", may_add=True),
    "jobs/job": _model("a_job", actions=("try_again", "cancel_one")),
}


def _admin(models: Mapping[str, Mapping[str, Any]], apps: str) -> dict[str, Any]:
    return {
        **ADMIN,
        f"admin/^(?P<app_label>{apps})/$": Support(),
        **{
            f"admin/{model}/{address}": case
            for model, cases in models.items()
            for address, case in cases.items()
        },
    }


CHAIN_CASES: dict[str, Any] = {
    **DESK,
    **RULES,
    **EVIDENCE,
    **ALERTS,
    **VERIFY,
    **API,
    **ACCOUNTS,
    **_admin(CHAIN_MODELS, "stores|clips|transactions|alerts"),
}
PUBLIC_CASES: dict[str, Any] = {
    "": LoggedIn(),
    **VERIFY,
    **ACCOUNTS,
    **_admin(PUBLIC_MODELS, "accounts|jobs"),
}
