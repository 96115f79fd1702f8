"""P16 and P16b in a real Chromium. Django is up when this is imported."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from django.core.files.storage import default_storage
from playwright.sync_api import sync_playwright

from benchmarks.first_frame.bare import BareSite
from benchmarks.first_frame.goals import FIRST_FRAME
from benchmarks.first_frame.site import Site
from benchmarks.statistic import quantile

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page, ViewportSize

    from benchmarks.bench import Bench
    from benchmarks.first_frame.site import Item
    from benchmarks.goals import Goal

OPENED: Final = {"S": 5, "M": 15, "L": 40}
"""How many different items are opened, each once by either."""
CHROMIUM: Final = "/usr/bin/chromium"
_SECONDS: Final = 30
_CLOSE: Final = 0.2
# The click's time goes along in the tab; a picture counts once it is painted, and is of the
# right second. "close" is in seconds.
_WATCH: Final = """
addEventListener("click", () => {
  sessionStorage.setItem("clicked", performance.timeOrigin + performance.now());
}, true);
const watched = new WeakSet();
const watch = (video) => {
  if (watched.has(video)) return;
  watched.add(video);
  const painted = (now, frame) => {
    const wanted = Number(sessionStorage.getItem("wanted"));
    if (window.painted === undefined && Math.abs(frame.mediaTime - wanted) <= CLOSE) {
      window.painted = performance.timeOrigin + frame.presentationTime;
    } else video.requestVideoFrameCallback(painted);
  };
  video.requestVideoFrameCallback(painted);
};
new MutationObserver(() => document.querySelectorAll("video").forEach(watch))
  .observe(document, { childList: true, subtree: true });
""".replace("CLOSE", str(_CLOSE))


class NotPaintedError(AssertionError):
    """The right picture never came: the run fails."""


def measure(bench: Bench, goal: Goal = FIRST_FRAME) -> None:
    """Wherever the settings keep clips."""
    count = OPENED[bench.size]
    bench.say("making clips")
    site, bare = Site(bench.size, count + 1), _bare_site()
    try:
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(
                executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
            )
            pairs = _pairs(bench, goal, site, bare, chromium.new_context(viewport=_VIEW))
            chromium.close()
    finally:
        site.close()
        bare.close()
    bench.conclude(goal, pairs)
    bench.figure(f"{goal.name} (p50)", quantile([subject for _, subject in pairs], 0.5), "ms")
    bench.figure(f"{goal.name} (p95)", quantile([subject for _, subject in pairs], 0.95), "ms")
    bench.figure(
        f"{goal.name} floor (p95)", quantile([reference for reference, _ in pairs], 0.95), "ms"
    )


_VIEW: Final[ViewportSize] = {"width": 1440, "height": 900}


def _bare_site() -> BareSite:
    try:
        return BareSite(Path(default_storage.path("")))
    except NotImplementedError:  # nothing of it lies on this disk
        return BareSite(Path(), source=default_storage.url)


def _pairs(
    bench: Bench, goal: Goal, site: Site, bare: BareSite, context: BrowserContext
) -> list[tuple[float, float]]:
    context.add_cookies([site.cookie])  # type: ignore[list-item]
    context.add_init_script(_WATCH)
    tab = context.new_page()
    tab.set_default_timeout(_SECONDS * 1000)
    pairs = []
    for number, item in enumerate(site.items):
        bench.say(f"{goal.name} {number}/{len(site.items) - 1}")
        pairs.append((_bare(tab, bare, item), _product(tab, site, item)))
    return pairs[1:]  # the first one warms the browser, the modules and the connections


def _bare(tab: Page, bare: BareSite, item: Item) -> float:
    tab.goto(f"{bare.address}/list?key={item.playback_key}&at={item.opens_at:.3f}")
    return _until_painted(tab, item, "#item")


def _product(tab: Page, site: Site, item: Item) -> float:
    tab.goto(f"{site.address}/")
    return _until_painted(tab, item, f'a[href^="/transactions/{item.transaction_id}/"]')


def _until_painted(tab: Page, item: Item, link: str) -> float:
    """Milliseconds from the click. Raises NotPaintedError."""
    tab.evaluate("wanted => sessionStorage.setItem('wanted', wanted)", item.opens_at)
    tab.locator(link).first.click()
    try:
        tab.wait_for_function("() => window.painted !== undefined")
    except Exception as error:
        raise NotPaintedError(f"second {item.opens_at:.1f} was not shown") from error
    return float(tab.evaluate("() => window.painted - Number(sessionStorage.getItem('clicked'))"))
