"""Movement reports for the tests: those of the fixtures folder."""

from __future__ import annotations

from pathlib import Path

from tests.transactions.formats.journals import read

FIXTURES = Path(__file__).parents[2] / "fixtures" / "naxml_movement"


def read_movement(case: str):
    """The reader of a fixture, read to its end; it must yield no event."""
    events, reader = read((FIXTURES / f"{case}.xml").read_bytes(), f"{case}.xml")
    assert events == []
    assert reader.format == "naxml_movement"
    return reader
