"""The Range header, friendly and hostile."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clips.byte_ranges import ByteRange, UnsatisfiableRangeError, wanted_range


@pytest.mark.parametrize(
    ("header", "first", "last"),
    [
        ("bytes=0-", 0, 99),
        ("bytes=0-0", 0, 0),
        ("bytes=10-19", 10, 19),
        ("bytes=90-1000", 90, 99),
        ("bytes=99-99", 99, 99),
        ("bytes=-1", 99, 99),
        ("bytes=-30", 70, 99),
        ("bytes=-1000", 0, 99),
        ("bytes= 5-6 ", 5, 6),
        ("bytes=0-9999999999999999999", 0, 99),
    ],
)
def test_one_range_is_answered(header, first, last):
    assert wanted_range(header, 100) == ByteRange(first, last)


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=100-200", "bytes=5000-", "bytes=-0"])
def test_a_range_beyond_the_end_cannot_be_satisfied(header):
    with pytest.raises(UnsatisfiableRangeError):
        wanted_range(header, 100)


@pytest.mark.parametrize("header", ["bytes=0-", "bytes=-5"])
def test_an_empty_file_has_no_range(header):
    with pytest.raises(UnsatisfiableRangeError):
        wanted_range(header, 0)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "bytes",
        "bytes=",
        "bytes=-",
        "bytes=--5",
        "bytes=9-5",
        "bytes=a-b",
        "bytes=1.5-2",
        "bytes=0x0-0x10",
        "bytes=+1-2",
        "items=0-5",
        "BYTES 0-5",
        "bytes=0-1,3-4",
        "bytes=" + ",".join(["0-"] * 1000),
        "bytes=\u0660-\u0665",
        "bytes=0-5\n",
        "bytes=" + "9" * 5000 + "-",
    ],
)
def test_what_is_malformed_or_manifold_gets_the_whole_file(header):
    assert wanted_range(header, 100) is None


@given(
    st.text(max_size=40) | st.from_regex(r"bytes=\d{0,22}-\d{0,22}", fullmatch=True),
    st.integers(0, 10**13),
)
def test_no_header_leads_outside_the_file(header, size):
    try:
        found = wanted_range(header, size)
    except UnsatisfiableRangeError:
        return
    assert found is None or 0 <= found.first <= found.last < size
