"""Small files that only the account that runs the product may read."""

import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lossprevention.embedded.errors import ServiceError


def make_private_directory(path: Path) -> None:
    """Create `path` (0700) and its parents; one that exists keeps the rights it has."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        message = f"The data directory {path} cannot be created: {error.strerror}."
        raise ServiceError(message) from error


def write_private_json(path: Path, content: Mapping[str, Any]) -> None:
    """Replace `path` as a whole, readable by its owner only; a reader never sees half of it."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # mkstemp gives 0600
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(content, stream, indent=2)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise ServiceError(f"{path} cannot be written: {error.strerror}.") from error


def read_private_json(path: Path) -> dict[str, Any] | None:
    """The content of `path`; None when there is no such file. Raises ServiceError if damaged."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise ServiceError(f"{path} cannot be read: {error}.") from error
    if not isinstance(content, dict):
        raise ServiceError(f"{path} is damaged: it does not hold what was written there.")
    return content
