"""Names of clips, and attacks on them."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from footage.naming import clip_name

AT = datetime(2026, 11, 23, 14, 3, 7)  # the store's wall clock


def test_a_clip_is_named_after_store_date_time_register_and_event():
    assert clip_name("101", AT, "2", "refund") == "101_2026-11-23_140307_2_refund.mp4"
    assert clip_name("101", AT, "2", "no_sale") == "101_2026-11-23_140307_2_no_sale.mp4"


def test_the_second_camera_is_marked():
    assert clip_name("101", AT, "2", "void", camera=2) == "101_2026-11-23_140307_2_void_cam2.mp4"


def test_a_number_is_added_only_where_names_would_collide():
    first = clip_name("101", AT, "2", "refund")
    second = clip_name("101", AT, "2", "refund", taken=[first.upper()])
    third = clip_name("101", AT, "2", "refund", taken={first, second})
    assert second == "101_2026-11-23_140307_2_refund_2.mp4"
    assert third == "101_2026-11-23_140307_2_refund_3.mp4"


@pytest.mark.parametrize(
    ("store", "expected"),
    [
        ("../../etc/passwd", "etc-passwd"),
        ("..", "unknown"),
        ("", "unknown"),
        ("/", "unknown"),
        ("a\r\nSet-Cookie: x", "a-Set-Cookie-x"),
        ("C:\\stores\\1", "C-stores-1"),
        ("São Paulo", "Sao-Paulo"),
        ("店舗", "unknown"),
        ("1\x00.exe", "1-.exe"),
        ("-rf", "rf"),
        ("a_b", "a-b"),
        ("1" * 500, "1" * 40),
        ("\u202egpj.exe", "gpj.exe"),
        ("%2e%2e%2f", "2e-2e-2f"),
    ],
)
def test_hostile_store_codes_become_harmless(store, expected):
    assert clip_name(store, AT, "2", "refund").split("_2026")[0] == expected


@given(st.text(), st.text(), st.text(), st.integers(1, 16))
def test_no_text_can_leave_the_pattern(store, register, event, camera):
    name = clip_name(store, AT, register, event, camera=camera)
    assert re.fullmatch(
        r"[A-Za-z0-9.-]+_2026-11-23_140307_[A-Za-z0-9.-]+_[a-z0-9_]+(_cam\d+)?\.mp4", name
    )
    assert ".." not in name
    assert not name.startswith((".", "-"))
    assert len(name) < 200
