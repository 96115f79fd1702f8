"""A store whose recorder is a folder with five minutes of real footage around noon."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.clips import factories

if TYPE_CHECKING:
    from pathlib import Path

    from stores.models import Store


@pytest.fixture(scope="session")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Rendered once per run and process; tests copy from it."""
    return tmp_path_factory.mktemp("footage")


@pytest.fixture
def root(tmp_path: Path, settings: object) -> Path:
    """The one folder that the operator released."""
    folder = tmp_path / "released"
    folder.mkdir()
    settings.FOOTAGE_ROOTS = [folder]
    return folder


@pytest.fixture
def segments(store: Store, root: Path, rendered: Path) -> list[Path]:
    """One-minute files of register 1's camera, 11:58 to 12:03 in New York."""
    factories.use_folder(store, root / "dvr")
    return factories.footage(rendered, root / "dvr")
