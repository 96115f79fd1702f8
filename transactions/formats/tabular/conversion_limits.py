"""What reading one binary spreadsheet may cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MIB: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class ConversionLimits:
    packed_bytes: int = 128 * MIB
    """Of the file itself; 25 MiB hold 200,000 rows of 20 columns."""
    unpacked_bytes: int = 512 * MIB
    ratio: int = 200
    """Unpacked to packed size; sheets of real rows reach about 12, of repeated ones 60."""
    ratio_from_bytes: int = 32 * MIB
    """Below this unpacked size a high ratio does no harm."""
    parts: int = 2000
    """Files inside an XLSX."""
    memory_bytes: int = 1024 * MIB
    """Address space of the process that reads it."""
    seconds: float = 180.0
    """From its start to its last row taken, whoever takes them."""
