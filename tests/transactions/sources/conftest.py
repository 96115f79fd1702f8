"""A granted root, and sources that look into it."""

from __future__ import annotations

import pytest

from stores.models import SourceKind
from stores.services.sources import SourceWish, add_source


@pytest.fixture
def root(tmp_path, settings):
    """The folder that the operator released for the chain ``north``."""
    folder = tmp_path / "incoming"
    folder.mkdir()
    settings.SOURCE_ROOTS = [f"north={folder}"]
    return folder


@pytest.fixture
def folder_source(store, root):
    """A scheduled folder source; ``folder_source(is_live=True)`` for a live one."""

    def make(path=None, **wish):
        extra = wish.pop("settings", {})
        return add_source(
            store=store,
            kind=SourceKind.FOLDER,
            wish=SourceWish(
                name=wish.pop("name", "Journal"),
                settings={"path": str(path or root), "patterns": "", **extra},
                **wish,
            ),
            user=None,
        )

    return make
