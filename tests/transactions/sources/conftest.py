"""A granted root, and sources that look into it."""

from __future__ import annotations

import pytest

from stores.models import SourceKind
from stores.services.sources import SourceWish, add_source
from tests.transactions.sources.certificates import Authority


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


@pytest.fixture
def authority(tmp_path, settings):
    """A certificate authority that the product is told to trust; loopback may be dialled."""
    folder = tmp_path / "certificates"
    folder.mkdir()
    made = Authority(folder)
    settings.SOURCE_AUTHORITY_FILE = str(made.pem)
    settings.ALLOWED_SOURCE_NETWORKS = ["north=127.0.0.0/8"]
    return made
