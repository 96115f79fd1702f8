"""Every address of a URL conf, as one string each: ``clips/<uuid:clip>/video``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import URLPattern, URLResolver, get_resolver

if TYPE_CHECKING:
    from collections.abc import Iterator

CHAIN = "lossprevention.urls"
PUBLIC = "lossprevention.urls_public"


def routes(urlconf: str) -> dict[str, URLPattern]:
    return dict(_walk(get_resolver(urlconf), ""))


def _walk(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        here = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _walk(entry, here)
        else:
            yield here, entry
