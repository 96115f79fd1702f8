"""How support's two admin sites look: names, colours, and a side bar by task."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from lossprevention import env

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

ENVIRONMENT = env.text("ENVIRONMENT") or ("Development" if env.flag("DEBUG") else "Production")


def environment(request: HttpRequest) -> list[str]:
    """The label at the top, so that nobody takes one installation for another."""
    return [ENVIRONMENT, "danger" if ENVIRONMENT == "Production" else "info"]


def chain_name(request: HttpRequest) -> str:
    return str(request.tenant)  # type: ignore[attr-defined]


def stylesheet(request: HttpRequest) -> str:
    return static("admin/support.css")


def mark(request: HttpRequest) -> str:
    return static("img/mark.svg")


def only_at(path: str) -> Callable[[HttpRequest], bool]:
    """For links whose address begins like another's: lit on exactly this page."""
    return lambda request: request.path.endswith(path)


def failed_jobs(request: HttpRequest) -> int | str:
    from jobs.models import Job, JobState  # settings import this module before the models

    return Job.objects.filter(state=JobState.FAILED).count() or ""


def _group(title: Any, *items: dict[str, Any]) -> dict[str, Any]:
    return {"title": title, "separator": True, "items": list(items)}


def _item(title: Any, icon: str, name: str, query: str = "", **more: Any) -> dict[str, Any]:
    link = reverse_lazy(f"admin:{name}")
    return {
        "title": title,
        "icon": icon,
        "link": (lambda request: f"{link}?{query}") if query else link,
        **more,
    }


LOOK: dict[str, Any] = {
    "SITE_TITLE": _("Support"),
    "SITE_SYMBOL": "shield_person",
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": False,
    "SHOW_BACK_BUTTON": True,
    "ENVIRONMENT": "lossprevention.unfold.environment",
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": mark}],
    "STYLES": [stylesheet],
    "BORDER_RADIUS": "6px",
    "COLORS": {
        "primary": {
            "50": "oklch(97% .014 254.604)",
            "100": "oklch(93.2% .032 255.585)",
            "200": "oklch(88.2% .059 254.128)",
            "300": "oklch(80.9% .105 251.813)",
            "400": "oklch(70.7% .165 254.624)",
            "500": "oklch(62.3% .214 259.815)",
            "600": "oklch(54.6% .245 262.881)",
            "700": "oklch(48.8% .243 264.376)",
            "800": "oklch(42.4% .199 265.638)",
            "900": "oklch(37.9% .146 265.522)",
            "950": "oklch(28.2% .091 267.935)",
        },
    },
}

UNFOLD_PUBLIC: dict[str, Any] = {
    **LOOK,
    "SITE_HEADER": _("Loss prevention"),
    "SITE_SUBHEADER": _("Support, all chains"),
    "SITE_URL": None,
    "SIDEBAR": {
        "show_search": False,
        "navigation": [
            _group(
                _("Health"),
                _item(_("What is stuck?"), "ecg_heart", "index", active=only_at("/admin/")),
            ),
            _group(
                _("Chains"),
                _item(
                    _("Chains"),
                    "storefront",
                    "accounts_chain_changelist",
                    active=only_at("/accounts/chain/"),
                ),
                _item(_("Host names"), "dns", "accounts_domain_changelist"),
            ),
            _group(
                _("Onboarding"),
                _item(_("New chain"), "add_business", "accounts_chain_add"),
                _item(
                    _("Being set up"),
                    "hourglass_top",
                    "accounts_chain_changelist",
                    "state__exact=provisioning",
                    active=lambda request: False,
                ),
            ),
            _group(
                _("Jobs"),
                _item(
                    _("All jobs"),
                    "list_alt",
                    "jobs_job_changelist",
                    badge="lossprevention.unfold.failed_jobs",
                    badge_variant="danger",
                ),
            ),
            _group(
                _("People"),
                _item(_("People"), "group", "accounts_user_changelist"),
                _item(_("Memberships"), "badge", "accounts_membership_changelist"),
            ),
        ],
    },
}

UNFOLD_CHAIN: dict[str, Any] = {
    **LOOK,
    "SITE_HEADER": "lossprevention.unfold.chain_name",
    "SITE_SUBHEADER": _("Support; this visit is logged"),
    "SITE_URL": None,
    "SIDEBAR": {
        "show_search": False,
        "navigation": [
            _group(
                _("Health"),
                _item(_("What is wrong here?"), "ecg_heart", "index", active=only_at("/admin/")),
            ),
            _group(
                _("Stores"),
                _item(_("Stores"), "store", "stores_store_changelist"),
                _item(_("Registers"), "point_of_sale", "stores_register_changelist"),
                _item(_("Cashiers"), "badge", "stores_cashier_changelist"),
                _item(_("People"), "person", "stores_person_changelist"),
                _item(_("Whose number"), "how_to_reg", "stores_cashierassignment_changelist"),
                _item(_("Store access"), "key", "stores_storeaccess_changelist"),
            ),
            _group(
                _("Footage"),
                _item(_("Recorders"), "dns", "stores_recorder_changelist"),
                _item(_("Cameras"), "videocam", "stores_camera_changelist"),
                _item(_("Routes"), "alt_route", "stores_route_changelist"),
                _item(_("Clips"), "movie", "clips_clip_changelist"),
            ),
            _group(
                _("Data"),
                _item(_("Sources"), "input", "stores_source_changelist"),
                _item(_("API tokens"), "vpn_key", "stores_token_changelist"),
                _item(_("Uploads"), "upload", "transactions_upload_changelist"),
                _item(_("Source files"), "draft", "transactions_sourcefile_changelist"),
                _item(_("Transactions"), "receipt_long", "transactions_transaction_changelist"),
            ),
            _group(
                _("Review"),
                _item(_("Reviews"), "rule", "transactions_review_changelist"),
                _item(_("Notes"), "sticky_note_2", "transactions_note_changelist"),
                _item(_("Rules"), "gavel", "alerts_rule_changelist"),
            ),
            _group(
                _("Audit"),
                _item(_("Access log"), "policy", "stores_accesslog_changelist"),
            ),
        ],
    },
}
