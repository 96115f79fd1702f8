"""How a summary looks, said once: mails carry it in ``style`` attributes, since many mail
programs read nothing else; the product's page carries the same rules in a stylesheet with a
nonce. What is dark is in a stylesheet in both, and a mail that loses it stays light.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_FONT: Final = (
    "font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif"
)
LIGHT: Final[Mapping[str, str]] = {
    "m-body": f"margin:0;padding:0;background-color:#eceff2;color:#14181d;{_FONT}",
    "m-sheet": (
        "max-width:600px;margin:0 auto;padding:20px 24px 24px;background-color:#ffffff;"
        f"color:#14181d;font-size:16px;line-height:24px;{_FONT};box-sizing:border-box;"
        "overflow-wrap:anywhere;text-align:left"
    ),
    "m-where": "margin:0;font-size:14px;line-height:20px;color:#5a636e",
    "m-title": "margin:0 0 12px;font-size:22px;line-height:28px;font-weight:600;color:#14181d",
    "m-lead": (
        "margin:0 0 8px;padding:12px 14px;font-size:18px;line-height:26px;font-weight:600;"
        "border-left:4px solid #7f8894;background-color:#f5f6f8;color:#14181d"
    ),
    "m-lead-look": "border-left-color:#825000",
    "m-lead-blind": "border-left-color:#ae231b",
    "m-notice": "margin:8px 0 0;font-size:14px;line-height:20px;color:#825000",
    "m-head": (
        "margin:24px 0 0;padding:0 0 4px;font-size:16px;line-height:24px;font-weight:600;"
        "color:#14181d;border-bottom:1px solid #dde1e6"
    ),
    "m-line": "margin:0;padding:8px 0;border-bottom:1px solid #eceff2",
    "m-what": "margin:0;font-size:16px;line-height:24px;color:#14181d",
    "m-strong": "font-weight:600",
    "m-link": "color:#1d5bb8;text-decoration:underline",
    "m-note": "margin:0;font-size:14px;line-height:20px;color:#5a636e",
    "m-mark": "color:#825000",
    "m-picture": (
        "display:block;width:100%;max-width:552px;height:auto;margin:10px 0 4px;border:0;"
        "background-color:#f5f6f8;color:#434b55;font-size:14px;line-height:20px"
    ),
    "m-foot": (
        "margin:28px 0 0;padding:12px 0 0;border-top:1px solid #dde1e6;font-size:14px;"
        "line-height:22px;color:#5a636e"
    ),
}
DARK: Final[Mapping[str, str]] = {
    "m-body": "background-color:#101317;color:#e9ecf0",
    "m-sheet": "background-color:#171b20;color:#e9ecf0",
    "m-where": "color:#98a2ae",
    "m-title": "color:#e9ecf0",
    "m-lead": "background-color:#0c0f12;color:#e9ecf0",
    "m-lead-look": "border-left-color:#f1bd63",
    "m-lead-blind": "border-left-color:#ff968d",
    "m-notice": "color:#f1bd63",
    "m-head": "color:#e9ecf0;border-bottom-color:#2b313a",
    "m-line": "border-bottom-color:#2b313a",
    "m-what": "color:#e9ecf0",
    "m-link": "color:#8bb6fb",
    "m-note": "color:#98a2ae",
    "m-mark": "color:#f1bd63",
    "m-foot": "color:#98a2ae;border-top-color:#2b313a",
}


def inline(names: str) -> str:
    """The rules of some names, for a ``style`` attribute; later names win."""
    return ";".join(LIGHT[name] for name in names.split())


def dark_rules(*, wins: bool) -> str:
    """``wins``: over ``style`` attributes."""
    end = " !important" if wins else ""
    rules = "".join(
        f".{name}{{{';'.join(f'{rule}{end}' for rule in said.split(';'))}}}"
        for name, said in DARK.items()
    )
    return f"@media (prefers-color-scheme:dark){{{rules}}}"


def page_rules() -> str:
    """The whole look as a stylesheet, for the product's own page."""
    light = "".join(f".{name}{{{said}}}" for name, said in LIGHT.items())
    return light + dark_rules(wins=False)
