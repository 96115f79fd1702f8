"""A strip of black and white blocks that tells a program when its frame was taken.

The strip lies along the bottom edge: two rows of 32 blocks, most significant bit
first. The 64 bits are 48 bits of UTC milliseconds since 1970 and a CRC-16 of those
six bytes. Its place is a fixed fraction of the frame, so that a scaled frame decodes
as well. Blocks are 20 x 8 pixels at 640 x 360: they outlive H.264, H.265 and halving.
"""

from __future__ import annotations

import binascii
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

COLUMNS = 32
ROWS = 2
ROW_FRACTION = 8 / 360
BLACK, WHITE = 16, 235
TIME_BYTES = 6
CRC_SEED = 0x1D0F
"""Not zero, so that a black frame does not pass for the first of January 1970."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_MIDDLE = 128


class StripError(ValueError):
    """The frame carries no readable strip."""


def strip_height(frame_height: int) -> int:
    """Pixels at the bottom of a frame that belong to the strip."""
    return ROWS * _row_height(frame_height)


def encode(frame: NDArray[np.uint8], utc: datetime) -> None:
    """Draw the strip for an aware time into a frame in place, to the millisecond.

    The frame is a luma plane (height x width) or has its colours in a third axis.
    """
    if utc.tzinfo is None:
        raise ValueError("the frame's time needs a time zone")
    height, width = frame.shape[:2]
    row = _row_height(height)
    values = np.where(_bits((utc - _EPOCH) // _MILLISECOND), WHITE, BLACK).astype(np.uint8)
    columns = (np.arange(width) * COLUMNS) // width
    for index, blocks in enumerate(values.reshape(ROWS, COLUMNS)):
        top = height - (ROWS - index) * row
        line = blocks[columns]
        frame[top : top + row] = line if frame.ndim == 2 else line[:, None]


def decode(frame: NDArray[np.uint8]) -> datetime:
    """The UTC time a frame carries. Raises :class:`StripError` when the checksum fails."""
    luma = frame if frame.ndim == 2 else frame[..., :3].mean(axis=2)
    height, width = luma.shape
    row = height * ROW_FRACTION
    bits = [
        _block_is_white(luma, height - (ROWS - index) * row, row, width, column)
        for index in range(ROWS)
        for column in range(COLUMNS)
    ]
    payload = np.packbits(np.array(bits, dtype=np.uint8)).tobytes()
    stamp, checksum = payload[:TIME_BYTES], payload[TIME_BYTES:]
    if binascii.crc_hqx(stamp, CRC_SEED) != int.from_bytes(checksum, "big"):
        raise StripError("the strip's checksum does not match")
    return _EPOCH + int.from_bytes(stamp, "big") * _MILLISECOND


def _row_height(frame_height: int) -> int:
    return max(2, round(frame_height * ROW_FRACTION))


def _bits(milliseconds: int) -> NDArray[np.uint8]:
    stamp = milliseconds.to_bytes(TIME_BYTES, "big")
    payload = stamp + binascii.crc_hqx(stamp, CRC_SEED).to_bytes(2, "big")
    return np.unpackbits(np.frombuffer(payload, dtype=np.uint8))


def _block_is_white(
    luma: NDArray[np.uint8], top: float, row: float, width: int, column: int
) -> bool:
    """Whether the middle of a block is light; its edges are left to the codec."""
    block = width / COLUMNS
    y0 = int(top + row * 0.25)
    y1 = max(y0 + 1, int(top + row * 0.75))
    x0 = int(block * (column + 0.25))
    x1 = max(x0 + 1, int(block * (column + 0.75)))
    return bool(luma[y0:y1, x0:x1].mean() > _MIDDLE)
