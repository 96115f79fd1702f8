"""An HTTPS API, described by settings: an address with dates, paging, JSON or CSV.

Only GET, only TLS with a verified certificate, only addresses that :mod:`.dialling`
allows, no redirects, no proxies from the environment, and bounds on pages, bytes and time.
"""

from __future__ import annotations

import io
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlsplit

from transactions.sources.answers import next_of, parsed, rows_of
from transactions.sources.asking import Asking
from transactions.sources.base import MB, Batch, Fetched, Seen, SourceError
from transactions.sources.rows import Table, fields_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from transactions.sources.base import Asked

MOST_PAGES: Final = 500
MOST_BYTES: Final = 128 * MB
RUN_SECONDS: Final = 600.0


class HttpsFetcher:
    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._settings = asked.settings
        self._is_csv = self._settings.get("body") == "csv"

    def check(self) -> Seen:
        """Asks for the first page only."""
        with Asking(self._asked) as asking:
            body = asking.get(self._page_address(self._dates(), None))
            if self._is_csv:
                return Seen(max(body.count(b"\n") - 1, 0), self._name(""))
            return Seen(len(rows_of(parsed(body), str(self._settings.get("rows", "")))))

    def batches(self) -> Iterator[Batch]:
        """One batch: a file for all pages of JSON, or one for each page of CSV. The cursor
        moves on only when every page came."""
        dates = self._dates()
        pages, budget, until = [], MOST_BYTES, time.monotonic() + RUN_SECONDS
        table = Table(fields_of(str(self._settings.get("fields_wanted", ""))))
        found = 0
        with Asking(self._asked) as asking:
            for body in self._pages(asking, dates):
                budget -= len(body)
                if budget < 0 or time.monotonic() > until:
                    raise SourceError("too_much", limit=MOST_BYTES // MB)
                if self._is_csv:
                    pages.append(body)
                else:
                    rows = rows_of(parsed(body), str(self._settings.get("rows", "")))
                    found += len(rows)
                    table.add(rows)
        batch = Batch(found=found, cursor={"until": dates[1].isoformat()})
        batch.files = self._files(pages, table, dates)
        if self._is_csv:
            batch.found = len(batch.files)
        yield batch

    def _files(
        self, pages: list[bytes], table: Table, dates: tuple[datetime, datetime]
    ) -> list[Fetched]:
        words = f"{dates[0]:%Y%m%d}-{dates[1]:%Y%m%d}"
        if self._is_csv:
            return [
                Fetched(
                    self._name(f"{words}-{number}" if len(pages) > 1 else words), io.BytesIO(each)
                )
                for number, each in enumerate(pages, start=1)
                if each.strip()
            ]
        return [] if table.is_empty else [Fetched(self._name(words), io.BytesIO(table.as_csv()))]

    def _name(self, words: str) -> str:
        host = urlsplit(str(self._settings["url"])).hostname or "api"
        return f"{host}-{words}.csv" if words else f"{host}.csv"

    def _dates(self) -> tuple[datetime, datetime]:
        """From when until when to ask, in the store's zone: from where the last fetch ended,
        and a day more, for what was booked late."""
        now = self._asked.now.astimezone(self._asked.zone)
        back = timedelta(days=int(self._settings.get("days_back") or 1))
        last = self._asked.cursor.get("until")
        start = datetime.fromisoformat(last) if last else now
        return min(start, now).astimezone(self._asked.zone) - back, now

    def _pages(self, asking: Asking, dates: tuple[datetime, datetime]) -> Iterator[bytes]:
        paging, token = str(self._settings.get("paging") or "none"), self._first_token()
        told: set[str] = set()
        for _page in range(MOST_PAGES):
            body = asking.get(self._page_address(dates, token))
            yield body
            if paging == "none":
                return
            token = self._next_token(paging, token, body)
            if not token or token in told:
                return
            told.add(token)
        raise SourceError("too_many_pages", limit=MOST_PAGES)

    def _first_token(self) -> str | None:
        if self._settings.get("paging") == "page":
            return str(int(self._settings.get("first_page") or 1))
        return None

    def _next_token(self, paging: str, token: str | None, body: bytes) -> str:
        """The next page's number or cursor; "" after the last."""
        if paging == "cursor":
            return next_of(parsed(body), str(self._settings.get("next", "")))
        if self._is_csv:
            more = body.strip().count(b"\n") > 0
        else:
            more = bool(rows_of(parsed(body), str(self._settings.get("rows", ""))))
        return str(int(token or 0) + 1) if more else ""

    def _page_address(self, dates: tuple[datetime, datetime], token: str | None) -> str:
        """The settings' address with dates and page put in."""
        how = str(self._settings.get("date_format") or "%Y-%m-%d")
        url = str(self._settings["url"])
        values: dict[str, Any] = {"from": _said(dates[0], how), "to": _said(dates[1], how)}
        for name, value in values.items():
            url = url.replace("{" + name + "}", value)
        if token is None or self._settings.get("paging") in (None, "", "none"):
            return url
        parameter = str(self._settings.get("page_parameter") or "page")
        return Asking.with_parameter(url, parameter, token)


def _said(at: datetime, how: str) -> str:
    """As the API wants it: a strftime pattern, ``unix`` or ``iso``."""
    if how == "unix":
        return str(int(at.timestamp()))
    if how == "iso":
        return quote(at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    return quote(at.strftime(how))
