"""Is there a flagged transaction whose clip plays? Asked as the manager's browser would."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lossprevention.demo.browser import Browser
from lossprevention.demo.logins import MANAGER

if TYPE_CHECKING:
    from pathlib import Path

LOG_IN = "/accounts/login/"
QUEUE = "/"
LOOKED_AT = 12
"""Transactions of the queue's first page that are opened in one look."""
PROOF = "0-65535"

_TRANSACTION = re.compile(r'href="(/transactions/\d+/[^"]*)"')
_VIDEO = re.compile(r"<(?:video|source)\b[^>]*?\ssrc=\"([^\"]+)\"")


@dataclass(slots=True)
class Readiness:
    """Looks again and again; ``missing`` says what the last look did not find."""

    base: str
    password: str
    people: Path
    """A file that is there once the people are: log-ins before that count as wrong ones."""
    missing: str = "the web server does not answer"
    clip: str = ""
    _browser: Browser | None = field(default=None)

    def can_log_in(self) -> bool:
        """One look. Not tried again once it worked, because log-ins are counted."""
        if self._browser is not None:
            return True
        if not self.people.exists():
            self.missing = "the demo's chain has not been built"
            return False
        browser = Browser(self.base)
        if browser.get(LOG_IN).status != 200:
            return False
        self.missing = "the manager cannot log in"
        if browser.log_in(LOG_IN, MANAGER.email, self.password):
            self._browser = browser
        return self._browser is not None

    def clip_plays(self) -> bool:
        """One look."""
        if not self.can_log_in() or self._browser is None:
            return False
        browser = self._browser
        for transaction in self._flagged(browser):
            for video in self._videos(browser, transaction):
                answer = browser.get(video, byte_range=PROOF)
                if answer.status == 206 and answer.content_type.startswith("video/"):
                    self.clip = video
                    return True
                self.missing = f"a clip's address answers {answer.status} instead of 206"
        return False

    def _flagged(self, browser: Browser) -> list[str]:
        page = browser.get(QUEUE)
        found = dict.fromkeys(html.unescape(link) for link in _TRANSACTION.findall(page.text))
        if page.status != 200:
            self.missing = f"the list of what is to be reviewed answers {page.status}"
        elif not found:
            self.missing = "no flagged transaction has come in"
        return list(found)[:LOOKED_AT]

    def _videos(self, browser: Browser, transaction: str) -> list[str]:
        page = browser.get(transaction)
        videos = [html.unescape(address) for address in _VIDEO.findall(page.text)]
        if not videos:
            self.missing = "transactions are flagged, but none of their clips is ready"
        return videos
