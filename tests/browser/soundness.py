"""Whether a page keeps anybody out: at every width, in both schemes, loaded once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser.conftest import AXE

if TYPE_CHECKING:
    from playwright.sync_api import Page

WIDTHS = (360, 820, 1440)
LOOKS = (("dark", 360), ("dark", 1440), ("light", 1440), ("light", 360))
"""Where axe looks: in between nothing is shown that is not shown at an end."""
_FAULTS = """tags => axe.run({runOnly: tags}).then(done => done.violations.map(each =>
    each.id + ": " + each.nodes.slice(0, 5).map(node => node.html.slice(0, 160)).join(" ")))"""
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def faults(page: Page) -> list[str]:
    """Of the page as it is shown: what axe finds, and widths at which it scrolls sideways."""
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"wider than {width}")
    page.evaluate(AXE.read_text())
    for scheme, width in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        found += [f"{scheme} {width} {each}" for each in page.evaluate(_FAULTS, _RULES)]
    return found
