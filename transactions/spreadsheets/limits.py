"""How large a sheet may be, whatever its container; beyond it a file is refused."""

from __future__ import annotations

from typing import Final

MAX_COLUMNS: Final = 1000
"""The widest export seen has about 40."""
MAX_CELL_CHARACTERS: Final = 32_767
"""As in Excel itself."""
MAX_ROW_CHARACTERS: Final = 1024 * 1024
MAX_SHEETS: Final = 200
